"""退職の手続き: what will end, the last day, the printed confirmation; and a longer stay for people from outside."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people import access, read
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.appointing import LastDayPast
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.forms_roster import LeaveForm, RenewForm
from kuramori.ground.people.leave import LastOwner, NobodyLeaves, leave, renew
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.shut_out import openings_of
from kuramori.outside import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What will end, before the button; then the record of it."""
    if request.method != "POST":
        found = access.person_to_see(request.actor, id, Can.PEOPLE_CHANGE)
        return _leave_form(request, found, LeaveForm(initial={"until_on": clock.today()}))
    found = access.person_for(request.actor, id, Can.PEOPLE_CHANGE)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _leave_form(request, found, form, status=400)
    given = form.cleaned_data
    try:
        leave(request.actor, found, until_on=given["until_on"], at_once=given["at_once"])
    except LastOwner:
        form.add_error(
            "until_on", _("経営者が1人もいなくなるため、決められません。先に別の方を経営者にしてください。")
        )
        return _leave_form(request, found, form, status=400)
    except NobodyLeaves:
        form.add_error("until_on", _("いまは役割も在籍もないため、最後の日は決められません。"))
        return _leave_form(request, found, form, status=400)
    messages.success(request, _("%(person)sさんの最後の日を決めました。") % {"person": found.name})
    return redirect(url_for(request.actor, "people:left", id=found.pk))


@require_safe
def left(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """退職時の確認: what ended and when, to print and to sign."""
    found = access.person_for(request.actor, id, Can.PEOPLE_READ)
    leavings = read.leavings_of(found)
    if not leavings:
        return redirect(url_for(request.actor, "people:person", id=found.pk))
    context = {"person": read.line_of(found), "leaving": leavings[0], "today": clock.today()}
    return render(request, "people/left.html", context)


@require_POST
def renew_page(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Somebody from outside stays longer."""
    found = access.person_for(request.actor, id, Can.PEOPLE_CHANGE)
    form = RenewForm(request.POST)
    if form.is_valid():
        try:
            renew(request.actor, found, until_on=form.cleaned_data["until_on"])
        except LastDayPast as past:
            messages.error(request, past.sentence())
        except LastOwner:
            messages.error(
                request, _("ほかに経営者がいないため、最後の日を決められません。何も変わっていません。")
            )
        except NobodyLeaves:
            messages.error(request, _("期限が過ぎ、いまは役割がありません。役割をもう一度つけてください。"))
        else:
            messages.success(request, _("%(person)sさんの最後の日を延ばしました。") % {"person": found.name})
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["until_on"]))
    return redirect(url_for(request.actor, "people:outside"))


def _leave_form(request: ActingRequest, found: Person, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    context = {"person": read.line_of(found), "form": form, "openings": openings_of(found)}
    return render(request, "people/leave.html", context, status=status)
