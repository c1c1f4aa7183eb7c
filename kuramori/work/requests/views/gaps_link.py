"""What a person of a partner sees behind a link of gaps: a plan to propose, help to ask for, how to say it is done."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from kuramori.rules.requests.gap_states import Part
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.forms_gaps import MoveForm, NoteForm
from kuramori.work.requests.forms_guest import OfferGapForm
from kuramori.work.requests.gapping import by_link as verbs
from kuramori.work.requests.gapping.offering import offer_gap
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.guest_door import Way, guest_door
from kuramori.work.requests.models import Gap
from kuramori.work.requests.reading import behind_link
from kuramori.work.requests.reading import gaps as reading
from kuramori.work.requests.reading.answering import sheet_of
from kuramori.work.requests.reading.support import published
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.support_content import support
from kuramori.work.requests.supporting import by_link as helping
from kuramori.work.requests.views.gaps import step_of

UNPROCESSABLE, CONFLICT = 422, 409


@guest_door()
def gaps(request: HttpRequest, guest: Guest, way: Way) -> HttpResponseBase:
    """`/link/<secret>/gaps/` or `…/request/gaps/`: those that wait for this side first."""
    cards = reading.of_partner(guest.partner, guest.asked)
    context = _context(guest, way) | {
        "partner": guest.partner,
        "yours": [one for one in cards if reading.TURN.get(one.row.state) is Part.ASKED],
        "theirs": [one for one in cards if reading.TURN.get(one.row.state) is Part.ASKING],
        "ended": [one for one in cards if one.row.ended_at],
        "talks": behind_link.cards(guest),
        "practices": published(),
    }
    return render(request, "requests/gaps_link_list.html", context)


@guest_door(posts=True)
def new_gap(request: HttpRequest, guest: Guest, way: Way) -> HttpResponseBase:
    """`…/new/`: a matter that the partner names by itself, with its plan."""
    items: list[tuple[str, str]] = []
    if guest.asked is not None:
        items = [(one.id, f"{one.number} {one.title}") for one in sheet_of(guest.asked).questions]
    posted, status = request.method == "POST", 200
    form = OfferGapForm(
        items, request.POST if posted else None, initial={"item": request.GET.get("item", "")}
    )
    if posted:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                row = offer_gap(
                    guest,
                    form.saying,
                    what=form.cleaned_data["what"],
                    item=form.cleaned_data.get("item", ""),
                )
                return redirect(way.url("gap", id=row.pk))
            except NotSo as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = _context(guest, way) | {"form": form, "says": support()}
    return render(request, "requests/gaps_link_new.html", context, status=status)


@guest_door()
def gap(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/<id>/`"""
    return _page(request, guest, way, _row(guest, id))


@guest_door(posts=True)
def move(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID, step: str) -> HttpResponseBase:
    """`…/<id>/move/<step>/`"""
    row, kind = _row(guest, id), step_of(step)
    if request.method != "POST":
        return _page(request, guest, way, row)
    form = MoveForm(kind, request.POST, initial={"plan": row.plan})
    if form.is_valid():
        try:
            verbs.move_by_link(guest.visitor, row, kind, form.saying, revision=form.cleaned_data["revision"])
        except NotSo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
            return _page(request, guest, way, row, form=form, status=status)
        return redirect(way.url("gap", id=row.pk))
    return _page(request, guest, way, row, form=form, status=UNPROCESSABLE)


@guest_door(posts=True)
def note(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/<id>/note/`"""
    row = _row(guest, id)
    if request.method != "POST":
        return _page(request, guest, way, row)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            verbs.note_by_link(guest.visitor, row, form.cleaned_data["words"])
        except NotSo as refused:
            form.add_error("words", refused.sentence)
        else:
            return redirect(way.url("gap", id=row.pk))
    return _page(request, guest, way, row, noting=form, status=UNPROCESSABLE)


@guest_door(posts=True)
def help(request: HttpRequest, guest: Guest, way: Way, id: uuid.UUID) -> HttpResponseBase:
    """`…/<id>/help/`: ask for one kind of help for this gap."""
    row = _row(guest, id)
    if request.method == "POST" and row.ended_at is None:
        try:
            helping.ask_for(guest, request.POST.get("help_id", "")[:40], row)
        except NotSo:
            raise Http404 from None
    return redirect(f"{way.url('gap', id=row.pk)}#help-head")


@guest_door(posts=True)
def help_request(request: HttpRequest, guest: Guest, way: Way) -> HttpResponseBase:
    """`…/help/`: ask for what the request itself offers."""
    if request.method == "POST":
        try:
            helping.ask_for(guest, request.POST.get("help_id", "")[:40], None)
        except NotSo:
            raise Http404 from None
    return redirect(f"{way.url('first')}#help")


def _row(guest: Guest, gap_id: uuid.UUID) -> Gap:
    found = guest.gaps().select_related("partner", "asked__request").filter(pk=gap_id).first()
    if found is None:
        raise Http404
    return found


def _context(guest: Guest, way: Way) -> dict[str, Any]:
    return {
        "organisation": guest.visitor.organisation,
        "secret": way.secret,
        "names": way.names,
        "request_title": guest.asked.request.title if guest.asked else "",
    }


def _page(
    request: HttpRequest,
    guest: Guest,
    way: Way,
    row: Gap,
    *,
    form: MoveForm | None = None,
    noting: NoteForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    row.refresh_from_db()
    page = reading.gap_page(row, seen_by=Part.ASKED)
    begin = {"revision": row.revision, "plan": row.plan, "plan_on": row.plan_on, "interim": row.interim}

    def forms_of(steps: tuple[GapStep, ...]) -> list[MoveForm]:
        return [
            form if form is not None and form.step is step else MoveForm(step, initial=begin)
            for step in steps
        ]

    context = _context(guest, way) | {
        "page": page,
        "gap": row,
        "what": reading.called(row, get_language() or "ja"),
        "main": forms_of(page.main),
        "quiet": forms_of(page.quiet),
        "refused": form if form is not None and form.errors else None,
        "noting": noting or NoteForm(),
        "says": support(),
        "offers": helping.offers(guest, row),
        "talks": [one for one in behind_link.cards(guest) if one.row.gap_id == row.pk],
    }
    return render(request, "requests/gaps_link_gap.html", context, status=status)
