"""名簿を取り込む: choose a file, look at what would happen, then take it in; and the roster as a workbook."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import workbook
from kuramori.ground.people.forms_roster import RosterFile
from kuramori.ground.people.importing import book
from kuramori.ground.people.importing.draft import (
    DraftGone,
    draft_for,
    keep,
    lines_of,
    skipped_of,
    throw_away,
)
from kuramori.ground.people.importing.file import FileWrong, read
from kuramori.ground.people.importing.plan import What
from kuramori.ground.people.importing.take_in import (
    AT_ONCE_SECONDS,
    FaultsStand,
    NothingToTake,
    PlanMoved,
    go_on,
    plan_of,
    take_in,
)
from kuramori.ground.people.models import RosterDraft
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside import clock
from kuramori.press.faults import PressFault

# Long plans are shown in part: the faults first, then this many rows of each kind.
MOST_SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: ActingRequest) -> HttpResponse:
    """Choose a file. It is read and nothing is changed."""
    # Confirmed before the file is chosen: a browser does not send a file a second time.
    request.actor.require(Can.PEOPLE_CHANGE)
    form = RosterFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            draft = keep(request.actor, read(file.name, content), content)
        except FileWrong as wrong:
            form.add_error("file", str(wrong))
        else:
            return redirect(url_for(request.actor, "people:import_look", id=draft.pk))
    wrong_file = request.method == "POST"
    return render(request, "people/import.html", {"form": form}, status=400 if wrong_file else 200)


@require_safe
def import_template(request: ActingRequest) -> HttpResponse:
    """The empty form."""
    try:
        return workbook(book.template(request.actor), _("名簿の見本.xlsx"))
    except PressFault as fault:
        return _trouble(request, fault)


@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """The roster as a workbook in the same form."""
    try:
        content = book.take_out(request.actor)
    except PressFault as fault:
        return _trouble(request, fault)
    return workbook(content, _("名簿_%(day)s.xlsx") % {"day": clock.today().isoformat()})


@never_cache
@require_safe
def import_look(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What taking in would do; while it goes on, how far it is; afterwards, what was done."""
    return _look(request, draft_for(request.actor, id, to_see=True))


@require_POST
def import_take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take it in as it was shown, or go on where it was interrupted."""
    draft = draft_for(request.actor, id)
    try:
        if draft.begun_at:
            go_on(request.actor, draft, seconds=AT_ONCE_SECONDS)
        else:
            take_in(
                request.actor,
                draft,
                shown=request.POST.get("shown", ""),
                skips_faults=request.POST.get("skips_faults") == "on",
                opens_departments=request.POST.get("opens_departments") == "on",
            )
    except PlanMoved:
        return _look(request, draft, _("見ている間に名簿が変わりました。もう一度確かめてください。"), 409)
    except FaultsStand:
        return _look(
            request,
            draft,
            _(
                "直すところがある行が残っています。まだ何も変わっていません。ファイルを直すか、飛ばすことを選んでください。"
            ),
            400,
        )
    except NothingToTake:
        return _look(request, draft, _("変わるところがありません。何も取り込んでいません。"), 400)
    except DraftGone:
        return _gone(request)
    return redirect(url_for(request.actor, "people:import_look", id=draft.pk))


@require_POST
def import_drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not this file."""
    try:
        throw_away(request.actor, draft_for(request.actor, id))
    except UnderHold:
        messages.error(request, _("「消してはいけないもの」に入っているので、残してあります。"))
        return redirect(url_for(request.actor, "people:import_look", id=id))
    messages.success(request, _("取り込むのをやめました。名簿は変わっていません。"))
    return redirect(url_for(request.actor, "people:import"))


def _look(request: ActingRequest, draft: RosterDraft, wrong: str = "", status: int = 200) -> HttpResponse:
    if draft.begun_at:
        return render(request, "people/import_done.html", {"draft": draft, "told": _told(draft)})
    try:
        lines, plan = lines_of(draft), plan_of(draft)
    except DraftGone:
        return _gone(request)
    steps = {what: [step for step in plan.steps if step.what is what] for what in What}
    parts = [
        (what, len(found), found[:MOST_SHOWN])
        for what, found in steps.items()
        if found and what not in {What.SAME, What.FAULT}
    ]
    context = {
        "draft": draft,
        "lines": lines,
        "plan": plan,
        "digest": plan.digest(),
        "parts": parts,
        "faults": plan.faults[:MOST_SHOWN],
        "faulty": len(steps[What.FAULT]),
        "same": len(steps[What.SAME]),
        "wrong": wrong,
    }
    return render(request, "people/import_look.html", context, status=status)


def _told(draft: RosterDraft) -> dict[str, object]:
    return {
        "counts": [(what, draft.told.get(what.value, 0)) for what in What if draft.told.get(what.value)],
        "skipped": skipped_of(draft)[:MOST_SHOWN],
    }


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(
        request,
        _("読み込んだ名簿の期限（2時間）が切れました。名簿は変わっていません。もう一度選んでください。"),
    )
    return redirect(url_for(request.actor, "people:import"))


def _trouble(request: ActingRequest, fault: PressFault) -> HttpResponse:
    messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
    return redirect(url_for(request.actor, "people:roster"))
