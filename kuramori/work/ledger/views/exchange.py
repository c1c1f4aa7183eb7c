"""台帳を Excel から取り込む・Excel で受け取る: choose a file, look at what would happen, then take it in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.ledger import exporting, exporting_long
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.forms_exchange import Columns, LedgerFile
from kuramori.work.ledger.importing.cells import house
from kuramori.work.ledger.importing.draft import DraftGone, draft_for, keep, look_of, throw_away
from kuramori.work.ledger.importing.look import ColumnTwice, look, say_columns
from kuramori.work.ledger.importing.opening import MOST, PEOPLE, PLACES, TAKES, OpeningRefused
from kuramori.work.ledger.importing.plan import What
from kuramori.work.ledger.importing.table import FileWrong
from kuramori.work.ledger.importing.take_in import FaultsStand, NothingToTake, later, take_in
from kuramori.work.ledger.models import ImportDraft

BAD, CONFLICT = 400, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: ActingRequest) -> HttpResponse:
    """Choose a file. It is read and nothing is changed."""
    request.actor.require(Can.ASSET_IMPORT)
    form = LedgerFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = keep(request.actor, form.cleaned_data["file"].read())
        try:
            look(request.actor, draft)
        except FileWrong as wrong:
            throw_away(request.actor, draft)
            form.add_error("file", str(wrong))
        else:
            return go(request, "ledger:import_look", id=draft.pk)
    status = BAD if request.method == "POST" else 200
    return render(request, "ledger/import.html", {"form": form}, status=status)


@never_cache
@require_safe
def import_look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; while it goes on, how far it is; afterwards, what was done."""
    return _look(request, draft_for(request.actor, id))


@require_POST
def import_columns(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Say what the columns hold, and look again."""
    draft = draft_for(request.actor, id)
    try:
        form = _columns(request, draft, look_of(draft), request.POST)
        if not form.is_valid():
            return _look(request, draft, status=BAD, form=form)
        say_columns(request.actor, draft, form.meant, form.defaults, form.opens)
    except ColumnTwice as twice:
        sentence = _("「%(field)s」の列が2つあります。1つだけにしてください。まだ何も変わっていません。")
        return _look(request, draft, sentence % {"field": FIELDS[twice.name].label}, BAD, form)
    except DraftGone:
        return _gone(request)
    return go(request, "ledger:import_look", id=draft.pk)


@require_POST
def import_take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown, or go on where it was interrupted."""
    draft = draft_for(request.actor, id)
    try:
        if draft.begun_at:
            if draft.finished_at is None:
                later(request.actor, draft)
        else:
            faults = look_of(draft)["counts"][What.FAULT.value]
            skips = request.POST.get("skips_faults") == "on"
            take_in(request.actor, draft, faults=faults, skips_faults=skips)
    except FaultsStand:
        return _look(
            request,
            draft,
            _(
                "直すところがある行が残っています。まだ何も変わっていません。ファイルを直すか、飛ばすことを選んでください。"
            ),
            BAD,
        )
    except OpeningRefused as refused:
        sentence = _(
            "「%(name)s」を加えられませんでした。見ている間に、同じ名前のものができたか、置くところが変わりました。もう一度読み直してください。まだ何も変わっていません。"
        )
        return _look(request, draft, sentence % {"name": refused.name}, CONFLICT)
    except NothingToTake:
        return _look(request, draft, _("変わるところがありません。何も取り込んでいません。"), BAD)
    except DraftGone:
        return _gone(request)
    return go(request, "ledger:import_look", id=draft.pk)


@require_POST
def import_drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    throw_away(request.actor, draft_for(request.actor, id))
    messages.success(request, _("取り込むのをやめました。台帳は変わっていません。"))
    return go(request, "ledger:import")


@require_safe
def import_template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    try:
        return workbook(exporting.template(request.actor), _("台帳の見本.xlsx"))
    except PressFault as fault:
        return _trouble(request, fault)


@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """The ledger as a workbook in the same form; a long one is made by the worker."""
    if exporting_long.is_long(request.actor):
        queued = exporting_long.ask_for_file(request.actor, lang=get_language() or "ja")
        return go(request, "ledger:export_job", id=queued.pk)
    try:
        content = exporting.take_out(request.actor)
    except PressFault as fault:
        return _trouble(request, fault)
    return workbook(content, _("台帳_%(day)s.xlsx") % {"day": clock.today().isoformat()})


@never_cache
@require_safe
def export_job(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """How far the worker is; the page asks again by itself until it is done."""
    found = _job_for(request, id)
    context = {"job": jobs.view(found), "is_mine": found.person_id == request.actor.person_id}
    return render(request, "ledger/export_job.html", context)


@require_safe
def export_file(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The finished workbook, for whoever asked for it."""
    found = _job_for(request, id)
    if found.state != State.DONE or found.person_id != request.actor.person_id:
        return go(request, "ledger:export_job", id=found.pk)
    return handed_out(
        request,
        lambda: exporting_long.take(request.actor, found),
        name=found.result_name,
        media_type=found.result_type,
        size=found.result_size,
    )


def _job_for(request: ActingRequest, id: uuid.UUID) -> Job:
    found = jobs.job_of(request.actor.organisation_id, id)
    if found is None or found.kind != exporting_long.KIND:
        raise Http404
    request.actor.require(Can.ASSET_EXPORT)
    return found


def _look(
    request: ActingRequest,
    draft: ImportDraft,
    wrong: str = "",
    status: int = 200,
    form: Columns | None = None,
) -> HttpResponse:
    if draft.begun_at:
        return render(request, "ledger/import_done.html", {"draft": draft, "told": _told(draft)})
    if draft.refused:
        return render(request, "ledger/import_done.html", {"draft": draft, "told": {}})
    try:
        if draft.read_at is None:
            return render(request, "ledger/import_reading.html", {"draft": draft})
        told = look_of(draft)
    except DraftGone:
        return _gone(request)
    counts = told["counts"]
    context: dict[str, Any] = {
        "draft": draft,
        "told": told,
        "counts": [(what, counts[what.value]) for what in What if counts[what.value]],
        "faulty": counts[What.FAULT.value],
        "takes": counts[What.NEW.value] + counts[What.CHANGED.value],
        "unread": [one["heading"] for one in told["columns"] if not one["field"] and one["heading"]],
        "form": form or _columns(request, draft, told, None),
        "missing": _missing(draft, told),
        "wrong": wrong,
    }
    return render(request, "ledger/import_look.html", context, status=status)


def _columns(request: ActingRequest, draft: ImportDraft, told: dict[str, Any], data: Any) -> Columns:
    missing = told.get("missing", {})
    adds = {what for what, can in TAKES.items() if request.actor.may(can)}
    adds = {what for what in adds if missing.get(what) or draft.opens.get(what)}
    return Columns(data, house(), told["columns"], draft.defaults, adds=adds, opens=draft.opens)


def _missing(draft: ImportDraft, told: dict[str, Any]) -> list[dict[str, Any]]:
    """What the file names and the house does not have, by sort: whether it is added, and the names."""
    words = {
        PLACES: (_("まだない保管場所"), _("加える保管場所")),
        PEOPLE: (_("名簿にない方"), _("名簿に加える方")),
    }
    return [
        {
            "what": what,
            "label": words[what][0],
            "added": words[what][1] if draft.opens.get(what) else "",
            "names": [name for _key, name, _rows in names],
            "is_most": len(names) >= MOST[what],
        }
        for what, names in told.get("missing", {}).items()
        if names
    ]


def _told(draft: ImportDraft) -> dict[str, Any]:
    told = draft.told
    left = told.get(What.FAULT.value, 0) + told.get("left", 0)
    counts = [(what.label, told.get(what.value, 0)) for what in (What.NEW, What.CHANGED)]
    return {
        "counts": [(label, count) for label, count in (*counts, (_("飛ばした行"), left)) if count],
        "skipped": told.get("skipped", []),
    }


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(
        request, _("読み込んだファイルの期限が切れました。台帳は変わっていません。もう一度選んでください。")
    )
    return go(request, "ledger:import")


def _trouble(request: ActingRequest, fault: PressFault) -> HttpResponse:
    messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
    return go(request, "ledger:import")
