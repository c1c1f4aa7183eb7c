"""What a person of a partner sees behind a link: its gaps, a plan to propose, and how to say that it is done."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.visiting import by_link, secret_of
from kuramori.rules.requests.gap_states import Part
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.forms_gaps import MoveForm, NoteForm
from kuramori.work.requests.gapping import by_link as verbs
from kuramori.work.requests.models import Gap
from kuramori.work.requests.reading import gaps as reading
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.support_content import support
from kuramori.work.requests.views.gaps import step_of

UNPROCESSABLE, CONFLICT = 422, 409


@by_link(verbs.GAPS)
def gaps(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """`/link/<secret>/gaps/`: those that wait for this side first."""
    partner = Partner.objects.filter(pk=visitor.link.thing_id).first()
    if partner is None:
        raise Http404
    cards = reading.of_partner(partner)
    context = {
        "organisation": visitor.organisation,
        "partner": partner,
        "secret": secret_of(request),
        "yours": [one for one in cards if reading.TURN.get(one.row.state) is Part.ASKED],
        "theirs": [one for one in cards if reading.TURN.get(one.row.state) is Part.ASKING],
        "ended": [one for one in cards if one.row.ended_at],
    }
    return render(request, "requests/gaps_link_list.html", context)


@by_link(verbs.GAPS)
def gap(request: HttpRequest, visitor: Visitor, id: uuid.UUID) -> HttpResponseBase:
    """`…/<id>/`"""
    return _page(request, visitor, _row(visitor, id))


@by_link(verbs.GAPS, posts=True)
def move(request: HttpRequest, visitor: Visitor, id: uuid.UUID, step: str) -> HttpResponseBase:
    """`…/<id>/move/<step>/`"""
    row, kind = _row(visitor, id), step_of(step)
    if request.method != "POST":
        return _page(request, visitor, row)
    form = MoveForm(kind, request.POST)
    if form.is_valid():
        try:
            verbs.move_by_link(visitor, row, kind, form.saying, revision=form.cleaned_data["revision"])
        except NotSo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
            return _page(request, visitor, row, form=form, status=status)
        return _back(request, row)
    return _page(request, visitor, row, form=form, status=UNPROCESSABLE)


@by_link(verbs.GAPS, posts=True)
def note(request: HttpRequest, visitor: Visitor, id: uuid.UUID) -> HttpResponseBase:
    """`…/<id>/note/`"""
    row = _row(visitor, id)
    if request.method != "POST":
        return _page(request, visitor, row)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            verbs.note_by_link(visitor, row, form.cleaned_data["words"])
        except NotSo as refused:
            form.add_error("words", refused.sentence)
        else:
            return _back(request, row)
    return _page(request, visitor, row, noting=form, status=UNPROCESSABLE)


def _row(visitor: Visitor, gap_id: uuid.UUID) -> Gap:
    found = verbs.gap_behind(visitor, gap_id)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, row: Gap) -> HttpResponseBase:
    return redirect(reverse("gap_link:gap", kwargs={"secret": secret_of(request), "id": row.pk}))


def _page(
    request: HttpRequest,
    visitor: Visitor,
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

    context: dict[str, Any] = {
        "organisation": visitor.organisation,
        "secret": secret_of(request),
        "page": page,
        "gap": row,
        "main": forms_of(page.main),
        "quiet": forms_of(page.quiet),
        "refused": form if form is not None and form.errors else None,
        "noting": noting or NoteForm(),
        "says": support(),
    }
    return render(request, "requests/gaps_link_gap.html", context, status=status)
