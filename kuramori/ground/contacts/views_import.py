"""取引先を取り込む: choose a file, say what its columns are, look at what would happen, then take it in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import draft_for
from kuramori.ground.contacts.forms import PartnersFile
from kuramori.ground.contacts.importing import book, draft, take_in
from kuramori.ground.contacts.importing.columns import LABELS
from kuramori.ground.contacts.importing.draft import DraftGone
from kuramori.ground.contacts.importing.plan import What
from kuramori.ground.contacts.importing.table import FileWrong, read
from kuramori.ground.contacts.models import PartnerDraft
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside import clock

# Long plans are shown in part: the faults first, then this many companies of each kind.
MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ActingRequest) -> HttpResponse:
    """Choose a file. It is read and nothing is changed."""
    request.actor.require(Can.PARTNER_CHANGE)
    form = PartnersFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            kept = draft.keep(request.actor, read(content), content)
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return redirect(url_for(request.actor, "contacts:import_look", id=kept.pk))
    status = 422 if request.method == "POST" else 200
    return render(request, "contacts/import.html", {"form": form}, status=status)


@require_safe
def template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    return workbook(book.template(request.actor), _("取引先の見本.xlsx"))


@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """The register as a workbook in the same form."""
    content = book.take_out(request.actor)
    return workbook(content, _("取引先_%(day)s.xlsx") % {"day": clock.today().isoformat()})


@never_cache
@require_safe
def look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; while it goes on, how far it is; afterwards, what was done."""
    return _look(request, draft_for(request.actor, id))


@require_POST
def columns(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Which column is which; remembered for the next file."""
    kept = draft_for(request.actor, id)
    try:
        meant: dict[int, str] = {}
        for at in range(len(draft.table_of(kept).headings)):
            field = request.POST.get(f"column-{at}", "")
            meant[at] = field if field in LABELS and field not in meant.values() else ""
        draft.choose_columns(request.actor, kept, meant)
    except DraftGone:
        return _gone(request)
    return redirect(url_for(request.actor, "contacts:import_look", id=kept.pk))


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown, or go on where it was interrupted."""
    kept = draft_for(request.actor, id)
    try:
        if kept.begun_at:
            take_in.go_on(request.actor, kept, seconds=take_in.AT_ONCE_SECONDS)
        else:
            take_in.take_in(
                request.actor,
                kept,
                shown=request.POST.get("shown", ""),
                skips_faults=request.POST.get("skips_faults") == "on",
            )
    except take_in.PlanMoved:
        return _look(request, kept, _("見ている間に取引先が変わりました。もう一度確かめてください。"), 409)
    except take_in.FaultsStand:
        wrong = _(
            "直すところがある行が残っています。まだ何も変わっていません。ファイルを直すか、飛ばすことを選んでください。"
        )
        return _look(request, kept, wrong, 422)
    except take_in.NothingToTake:
        return _look(request, kept, _("変わるところがありません。何も取り込んでいません。"), 422)
    except DraftGone:
        return _gone(request)
    return redirect(url_for(request.actor, "contacts:import_look", id=kept.pk))


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    kept = draft_for(request.actor, id)
    try:
        draft.throw_away(request.actor, kept)
    except UnderHold:
        messages.error(request, _("「消してはいけないもの」に入っているので、残してあります。"))
        return redirect(url_for(request.actor, "contacts:import_look", id=id))
    messages.success(request, _("取り込むのをやめました。取引先は変わっていません。"))
    return redirect(url_for(request.actor, "contacts:import"))


def _look(request: ActingRequest, kept: PartnerDraft, wrong: str = "", status: int = 200) -> HttpResponse:
    if kept.begun_at:
        return render(request, "contacts/import_done.html", {"draft": kept, **_told(kept)})
    try:
        table, plan = draft.table_of(kept), take_in.plan_of(kept)
    except DraftGone:
        return _gone(request)
    meant = draft.columns_of(kept)
    steps = {what: [step for step in plan.steps if step.what is what] for what in What}
    context: dict[str, Any] = {
        "draft": kept,
        "rows": len(table.rows),
        "headings": [
            (at, heading, meant.get(at, "")) for at, heading in enumerate(table.headings) if heading
        ],
        "labels": list(LABELS.items()),
        "left_out": [one for at, one in enumerate(table.headings) if one and at not in meant],
        "digest": plan.digest(),
        "parts": [
            (what, len(steps[what]), steps[what][:MOST_SHOWN])
            for what in (What.NEW, What.CHANGED)
            if steps[what]
        ],
        "faults": plan.faults[:MOST_SHOWN],
        "faulty": len(steps[What.FAULT]),
        "same": len(steps[What.SAME]),
        "wrong": wrong,
    }
    return render(request, "contacts/import_look.html", context, status=status)


def _told(kept: PartnerDraft) -> dict[str, object]:
    return {
        "counts": [(what, kept.told[what.value]) for what in What if kept.told.get(what.value)],
        "skipped": draft.skipped_of(kept)[:MOST_SHOWN],
    }


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(
        request,
        _("読み込んだファイルの期限（1日）が切れました。取引先は変わっていません。もう一度選んでください。"),
    )
    return redirect(url_for(request.actor, "contacts:import"))
