"""場面の前に: the list, a new one, one with its checklist, looking back, and its paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.press.faults import PressFault
from kuramori.work.partners import forms_hand_overs as forms
from kuramori.work.partners import occasions, papers_occasions, sharing_content
from kuramori.work.partners.access import occasion_for
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Occasion
from kuramori.work.partners.occasions import OccasionOver, OccasionWanted
from kuramori.work.partners.reading.occasions import occasion_page, occasions_page
from kuramori.work.places.models import Route, Visit


@require_safe
def all_occasions(request: ActingRequest) -> HttpResponse:
    """`/sharing/hand-overs/occasions/`"""
    request.actor.require(Can.HAND_OVER_READ)
    context = {"page": occasions_page(), "source": sharing_content.occasions().source}
    return render(request, "partners/occasions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Begin with a kind: `?kind=`."""
    request.actor.require(Can.HAND_OVER_MAKE)
    told = sharing_content.occasions()
    kind = told.kind(request.GET.get("kind", "")) or told.kinds[0]
    initial = {"keeper": str(request.actor.person_id or ""), "visit": request.GET.get("visit", "")}
    form = forms.OccasionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = occasions.begin(request.actor, _wanted(form, kind.id))
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)
        else:
            messages.success(request, _("準備を始めました。下の確認を、係の方と分けて進めてください。"))
            return go(request, "partners:occasion", id=made.pk)
    return _form(request, form, kind)


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/hand-overs/occasions/<id>/`"""
    return _page(request, occasion_for(request.actor, id, Can.HAND_OVER_READ))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Other days, other words."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_MAKE)
    kind = occasion_page(row).kind
    initial: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("title", "on", "until_on", "may_show", "never_show", "follow_up_on")
    }
    initial |= {
        name: str(getattr(row, f"{name}_id") or "") for name in ("partner", "visit", "route", "keeper")
    }
    form = forms.OccasionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            occasions.change(request.actor, row, _wanted(form, row.kind))
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)
        except OccasionOver as fault:
            form.add_error(None, fault.sentence)
        else:
            messages.success(request, _("直しました。"))
            return go(request, "partners:occasion", id=row.pk)
    return _form(request, form, kind, row)


@require_POST
def tick(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One line was seen to, or not."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_MAKE)
    line_id, done = request.POST.get("line", ""), request.POST.get("done") == "1"
    return _done(
        request,
        row,
        lambda: occasions.tick(request.actor, row, line_id, done=done),
        _("確認を残しました。"),
        at="lines",
    )


@require_POST
def follow_up(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What was shown and said after all."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_MAKE)
    form = forms.FollowUpForm(request.POST)
    found = form.cleaned_data["found"] if form.is_valid() else ""
    return _done(
        request, row, lambda: occasions.follow_up(request.actor, row, found), _("後の確認を残しました。")
    )


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It does not take place."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_MAKE)
    return _done(request, row, lambda: occasions.drop(request.actor, row), _("取りやめました。"))


@require_safe
def paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The checklist on A4, to hand to everybody who takes part."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_READ)
    return _printed(
        request, row, _("場面の確認表.pdf"), lambda: papers_occasions.occasion_list(request.actor, row)
    )


@require_safe
def whole_set(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Everything that is printed for it, in one file."""
    row = occasion_for(request.actor, id, Can.HAND_OVER_READ)
    return _printed(
        request,
        row,
        _("場面の一式.pdf"),
        lambda: papers_occasions.occasion_set(request.actor, row, lambda path: outside_url(request, path)),
    )


def _printed(request: ActingRequest, row: Occasion, name: str, made: Callable[[], bytes]) -> HttpResponse:
    try:
        return printed(made(), name)
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "partners:occasion", id=row.pk)


def _page(request: ActingRequest, row: Occasion, *, wrong: str = "") -> HttpResponse:
    context = {"page": occasion_page(row), "follow_up": forms.FollowUpForm(), "wrong": wrong}
    return render(request, "partners/occasion.html", context, status=UNPROCESSABLE if wrong else 200)


def _form(
    request: ActingRequest, form: forms.OccasionForm, kind: Any, row: Occasion | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "row": row, "kinds": sharing_content.occasions().kinds}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "partners/occasion_form.html", context, status=status)


def _done(
    request: ActingRequest, row: Occasion, verb: Callable[[], object], sentence: str, *, at: str = ""
) -> HttpResponse:
    try:
        verb()
    except (Refused, OccasionOver) as fault:
        return _page(request, row, wrong=fault.sentence)
    messages.success(request, sentence)
    return go(request, "partners:occasion", at=at, id=row.pk)


def _wanted(form: forms.OccasionForm, kind: str) -> OccasionWanted:
    given = form.cleaned_data

    def row_of(model: Any, name: str) -> Any:
        return model.objects.filter(pk=given[name]).first() if given[name] else None

    return OccasionWanted(
        kind=kind,
        title=given["title"],
        on=given["on"],
        until_on=given["until_on"],
        partner=row_of(Partner, "partner"),
        visit=Visit.objects.filter(pk=given["visit"]).select_related("route").first()
        if given["visit"]
        else None,
        route=row_of(Route, "route"),
        keeper=row_of(Person, "keeper"),
        may_show=given["may_show"],
        never_show=given["never_show"],
        follow_up_on=given["follow_up_on"],
    )
