"""One person: role, last day, a fresh link, and what was recorded."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people import access, read
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.appointing import LastDayMissing, LastDayPast
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.enrol import NumberTaken, amend
from kuramori.ground.people.forms import Appointment
from kuramori.ground.people.forms_roster import AmendForm
from kuramori.ground.people.handing import link_page
from kuramori.ground.people.invite import AccountNotOurs, issue_link
from kuramori.ground.people.leave import LastOwner, change_role
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.views_roster import department_named, particulars
from kuramori.ground.trail import read as trail


@require_safe
def person(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    return _page(request, access.person_for(request.actor, id, Can.PEOPLE_READ))


@require_POST
def role(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """From today another role."""
    found = access.person_for(request.actor, id, Can.PEOPLE_CHANGE)
    form = Appointment(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, found, role_form=form)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            department = department_named(request, given["department"])
            change_role(
                request.actor, found, role=given["role"], department=department, until_on=given["until_on"]
            )
    except LastOwner:
        form.add_error(
            "role", _("経営者が1人もいなくなるため、変えられません。先に別の方を経営者にしてください。")
        )
        return _page(request, found, role_form=form)
    except (LastDayMissing, LastDayPast) as wrong:
        form.add_error("until_on", wrong.sentence())
        return _page(request, found, role_form=form)
    messages.success(request, _("%(person)sさんの役割を変えました。") % {"person": found.name})
    return redirect(url_for(request.actor, "people:person", id=found.pk))


@require_POST
def amend_line(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Correct somebody's line of the roster."""
    found = access.person_for(request.actor, id, Can.PEOPLE_CHANGE)
    form = AmendForm(request.POST, line=read.line_of(found))
    if not form.is_valid():
        return _page(request, found, line_form=form)
    try:
        with transaction.atomic():
            changed = amend(request.actor, found, particulars(request, form))
    except NumberTaken:
        form.add_error("number", _("この社員番号は、もうほかの方のものです。"))
        return _page(request, found, line_form=form)
    except (LastDayMissing, LastDayPast) as wrong:
        form.add_error("left_on", wrong.sentence())
        return _page(request, found, line_form=form)
    if changed:
        messages.success(
            request, _("%(person)sさんの名簿を直しました。") % {"person": form.cleaned_data["name"]}
        )
    return redirect(url_for(request.actor, "people:person", id=found.pk))


@never_cache
@require_POST
def link(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A fresh link, to join or to set a new password; older ones stop working."""
    found = access.person_for(request.actor, id, Can.PEOPLE_INVITE)
    try:
        return link_page(request, issue_link(request.actor, found))
    except AccountNotOurs:
        # Which other doors the account opens is not told.
        sentence = _(
            "%(person)sさんのパスワードは、ここでは決め直せません。"
            "この蔵守を動かしている方（運用者）に頼んでください。いまのパスワードは変わっていません。"
        )
        messages.warning(request, sentence % {"person": found.name})
        return redirect(url_for(request.actor, "people:person", id=found.pk))


def _page(
    request: ActingRequest,
    found: Person,
    *,
    role_form: Appointment | None = None,
    line_form: AmendForm | None = None,
) -> HttpResponse:
    actor = request.actor
    lines: tuple[trail.Line, ...] = ()
    if actor.may(Can.TRAIL_READ):
        lines = trail.lines(
            actor.organisation_id, kind="person", thing_id=found.pk, limit=20, language=get_language() or "ja"
        )
    line = read.line_of(found)
    context = {
        "person": line,
        "history": read.history_of(found),
        "trail": lines,
        "role_form": role_form or Appointment(actor=actor, initial=_today(line)),
        "line_form": line_form or AmendForm(initial=_told(line), line=line),
        "leavings": read.leavings_of(found),
    }
    wrong = role_form is not None or line_form is not None
    return render(request, "people/person.html", context, status=400 if wrong else 200)


def _today(line: read.RosterLine) -> dict[str, str]:
    """What the form begins with: changing one thing must not lose the others."""
    until = line.until_on.strftime("%Y/%m/%d") if line.is_here and line.until_on else ""
    return {"role": line.role, "department": line.department, "until_on": until}


def _told(line: read.RosterLine) -> dict[str, object]:
    return {
        "name": line.name,
        "kana": line.kana,
        "number": line.number,
        "kind": line.kind,
        "department": line.department,
        "joined_on": line.joined_on,
        "email": line.email,
    }
