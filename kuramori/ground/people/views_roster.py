"""The roster, and inviting somebody."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.people import read
from kuramori.ground.people.appointing import LastDayPast
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.forms import Invite
from kuramori.ground.people.handing import link_page
from kuramori.ground.people.invite import AlreadyHere, invite
from kuramori.ground.people.models import Department
from kuramori.ground.people.roles import Can


@require_safe
def roster(request: ActingRequest) -> HttpResponse:
    """Who is here, in which role, and who can sign in."""
    request.actor.require(Can.PEOPLE_READ)
    return render(request, "people/roster.html", {"roster": read.roster()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: ActingRequest) -> HttpResponse:
    """Invite somebody; the page that follows shows the link, once."""
    request.actor.require(Can.PEOPLE_INVITE)
    form = Invite(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                invited = invite(
                    request.actor,
                    name=given["name"],
                    email=given["email"],
                    role=given["role"],
                    department=department_named(request, given["department"]),
                    until_on=given["until_on"],
                )
        except AlreadyHere:
            form.add_error(
                "email", _("このアドレスの方は、もう名簿にいます。名簿から開いてリンクを作れます。")
            )
        except LastDayPast as past:
            form.add_error("until_on", past.sentence())
        else:
            return link_page(request, invited)
    return render(request, "people/invite.html", {"form": form})


def department_named(request: ActingRequest, name: str) -> Department | None:
    """The department of this name, opened where it is new; None for no name."""
    return open_department(request.actor, name=name.strip()) if name.strip() else None
