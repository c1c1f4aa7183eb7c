"""A list of demands from Excel: choose a file, say which column is which, look at what would happen, take it in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.jobs import read as jobs
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.importing.file import FileWrong
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, go
from kuramori.press.faults import PressFault
from kuramori.work.requests.models import PromiseFile
from kuramori.work.requests.promising import book, filed
from kuramori.work.requests.promising.columns import labels
from kuramori.work.requests.promising.planning import What, digest, lacking, steps_of
from kuramori.work.requests.promising.taking_in import ColumnsLack, FaultsStand, PlanMoved, take_in
from kuramori.work.requests.views.ways import job_id

MOST_SHOWN = 100


class ListFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("約束の一覧（Excel）"),
        help_text=gettext_lazy(".xlsx、3,000行まで。読むだけで、まだ何も変わりません。"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest) -> HttpResponse:
    """`/requests/promises/import/`: it is read and nothing is changed."""
    request.actor.require(Can.PROMISE_CHANGE)
    form = ListFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = filed.keep(request.actor, form.cleaned_data["file"].read())
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return go(request, "requests:promises_look", id=kept.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "requests/promises_import.html", {"form": form}, status=status)


@require_safe
def template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    try:
        return workbook(book.template(request.actor), _("お客様への約束の見本.xlsx"))
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "requests:import_promises")


@never_cache
@require_safe
def look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; afterwards, what was done."""
    return _look(request, filed.file_for(request.actor, id))


@require_POST
def columns(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Which column is which, said by somebody who knows the file."""
    kept = filed.file_for(request.actor, id)
    meant = {at: request.POST.get(f"column-{at}", "") for at in range(filed.MOST_COLUMNS)}
    filed.mean(request.actor, kept, meant)
    return go(request, "requests:promises_look", id=kept.pk)


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown."""
    kept = filed.file_for(request.actor, id)
    try:
        take_in(
            request.actor,
            kept,
            skips_faults=request.POST.get("skips_faults") == "on",
            shown=request.POST.get("shown", ""),
        )
    except FaultsStand:
        sentence = _("直すところがある行が残っています。ファイルを直すか、飛ばすことを選んでください。")
        return _look(request, kept, sentence, UNPROCESSABLE)
    except PlanMoved:
        sentence = _(
            "見ている間に約束の記録が変わりました。まだ取り込んでいません。もう一度確かめてください。"
        )
        return _look(request, kept, sentence, CONFLICT)
    except ColumnsLack:
        return _look(request, kept, _("どの列が何かを、先に決めてください。"), UNPROCESSABLE)
    except filed.FileGone:
        return _gone(request)
    return go(request, "requests:promises_look", id=kept.pk)


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    filed.throw_away(request.actor, filed.file_for(request.actor, id))
    messages.success(request, _("取り込むのをやめました。お客様への約束は変わっていません。"))
    return go(request, "requests:import_promises")


def _look(request: ActingRequest, kept: PromiseFile, wrong: str = "", status: int = 200) -> HttpResponse:
    if kept.finished_at is not None:
        counts = [(what.label, kept.told.get(what.value, 0)) for what in What]
        context: dict[str, Any] = {"counts": counts, "skipped": kept.told.get("skipped", [])[:MOST_SHOWN]}
        return render(request, "requests/promises_taken.html", context)
    if "job" in kept.told:
        context = {"job": _job(request, kept), "rows": kept.told["rows"]}
        return render(request, "requests/promises_on_the_way.html", context, status=status)
    try:
        table, steps = filed.table_of(kept), steps_of(kept)
    except filed.FileGone:
        return _gone(request)
    faulty = [one for one in steps if one.what is What.FAULT]
    meant = filed.meant_of(kept)
    context = {
        "kept": kept,
        "total": len(steps),
        "columns": [
            (f"column-{at}", heading, meant.get(at, ""))
            for at, heading in enumerate(table.headings)
            if heading
        ],
        "fields": list(labels().items()),
        "lacking": lacking(kept),
        "counts": [(what.label, n) for what in What if (n := sum(one.what is what for one in steps))],
        "faulty": faulty[:MOST_SHOWN],
        "faults": len(faulty),
        "takes": [one for one in steps if one.what is What.NEW][:MOST_SHOWN],
        "changes": [one for one in steps if one.what is What.CHANGED][:MOST_SHOWN],
        "most": MOST_SHOWN,
        "digest": digest(steps),
        "wrong": wrong,
    }
    return render(request, "requests/promises_look.html", context, status=status)


def _job(request: ActingRequest, kept: PromiseFile) -> jobs.JobView | None:
    """What a worker is at, or where it stopped."""
    key = job_id(str(kept.told.get("job", "")))
    row = jobs.job_of(request.actor.organisation_id, key) if key else None
    return jobs.view(row) if row is not None else None


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("読み込んだファイルの期限が切れました。もう一度選んでください。"))
    return go(request, "requests:import_promises")
