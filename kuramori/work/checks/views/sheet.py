"""One sheet: its overview, what is kept beside it, finalising it, its history, and the file that travels."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.rules import answers as answer_rules
from kuramori.work.checks import access, read
from kuramori.work.checks import finalise as finalising
from kuramori.work.checks import note as noting
from kuramori.work.checks.answer import SheetAlreadyFinal
from kuramori.work.checks.forms import NoteForm
from kuramori.work.checks.given import travel_file
from kuramori.work.checks.models import Sheet
from kuramori.work.checks.views.sheets import UNPROCESSABLE
from kuramori.work.checks.views.ways import told_final

FILTERS = ("all", "open", "asked", "mine")
CONFLICT = 409


@require_safe
def sheet(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/checks/<id>/`: every item with its answer; `?only=open|asked|mine` narrows it."""
    found = access.sheet_for(request.actor, id, Can.SHEET_READ)
    return _overview(request, found)


@require_POST
def note(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Change name, METI's own score and the note."""
    found = access.sheet_for(request.actor, id, Can.SHEET_ANSWER)
    label = read.text_of(read.pack_of(found)).official_score_label or ""
    form = NoteForm(request.POST, score_label=label)
    if not form.is_valid():
        return _overview(request, found, form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        noting.note(
            request.actor,
            found,
            name=given["name"],
            official_score=given.get("official_score"),
            text=given["note"],
            seen=given["seen"],
        )
    except noting.StaleNote as stale:
        return _overview(
            request, stale.current, form=_fresh(form, stale.current), stale=True, status=CONFLICT
        )
    except SheetAlreadyFinal:
        return told_final(request, found)
    messages.success(request, _("控えを保存しました。"))
    return go(request, "checks:sheet", id=found.pk)


@require_POST
def finalise(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Freeze the sheet, or say which items are still open."""
    found = access.sheet_for(request.actor, id, Can.SHEET_FINALISE)
    try:
        finalising.finalise(request.actor, found, read.pack_of(found))
    except finalising.Incomplete as incomplete:
        count = len(incomplete.missing)
        told = ngettext(
            "まだ確定していません。%(count)s問が残っています。",
            "まだ確定していません。%(count)s問が残っています。",
            count,
        )
        messages.warning(request, told % {"count": count})
        return go(request, "checks:sheet", id=found.pk, at="missing")
    except SheetAlreadyFinal:
        return told_final(request, found)
    messages.success(request, _("確定しました。この回の答えと点は、これから変わりません。"))
    return go(request, "checks:result", id=found.pk)


@require_safe
def history(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What happened to the sheet, newest first."""
    found = access.sheet_for(request.actor, id, Can.SHEET_READ)
    context = {"sheet": found, "lines": read.sheet_history(found)}
    return render(request, "checks/history.html", context)


@require_safe
def travel(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The answers as the file that travels."""
    found = access.sheet_for(request.actor, id, Can.SHEET_READ)
    day = clock.day_of(found.finalised_at or clock.now())
    name = f"{request.actor.organisation.slug}-{day.isoformat()}.kuramori.json"
    return HttpResponse(
        answer_rules.write(travel_file(found)),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )


def _overview(
    request: ActingRequest,
    found: Sheet,
    *,
    form: NoteForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    view, wanted = read.sheet_view(request.actor, found), request.GET.get("only", "")
    only = wanted if wanted in FILTERS else FILTERS[0]
    context = {
        "sheet": view,
        "only": only,
        "shown": view.only(only),
        "form": form or _note_form(view, found),
        "stale": found if stale else None,
    }
    return render(request, "checks/sheet.html", context, status=status)


def _note_form(view: read.SheetView, found: Sheet) -> NoteForm:
    initial = {
        "name": found.name,
        "official_score": view.official_score,
        "note": found.note,
        "seen": view.note_mark,
    }
    return NoteForm(initial=initial, score_label=view.official_label)


def _fresh(form: NoteForm, current: Sheet) -> NoteForm:
    """What was typed, now knowing what the other one wrote: pressing again writes over it, on purpose."""
    data = {**dict(form.data.items()), "seen": noting.mark_of(current)}
    return NoteForm(data, score_label=form.score_label)
