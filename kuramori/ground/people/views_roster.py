"""The roster: looking through it, adding a line, inviting somebody, and who is here from outside."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.people import read
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.appointing import LastDayMissing, LastDayPast
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.enrol import NumberTaken, Particulars, enrol
from kuramori.ground.people.forms import Invite
from kuramori.ground.people.forms_roster import LineForm, RosterFilter
from kuramori.ground.people.handing import link_page
from kuramori.ground.people.invite import AlreadyHere, invite
from kuramori.ground.people.models import Department, Kind
from kuramori.ground.people.read import RosterLine
from kuramori.ground.people.roles import Can

PAGE = 100


@require_safe
def roster(request: ActingRequest) -> HttpResponse:
    """Who is here, in which role, and who can sign in; or who was here on another day."""
    request.actor.require(Can.PEOPLE_READ)
    form = RosterFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if wanted.get("on"):
        return _on_a_day(request, form, wanted["on"])
    everybody = read.roster()
    here = tuple(line for line in everybody.here if _fits(line, wanted))
    gone = tuple(line for line in everybody.gone if _fits(line, wanted))
    page = Paginator((*here, *gone), PAGE).get_page(request.GET.get("page"))
    shown = _Shown.of(page)
    context = {
        "form": form,
        "here": shown.here,
        "gone": shown.gone,
        "page": page,
        "total": len(everybody.here),
        "found": len(here),
        "is_filtered": any(wanted.values()),
        "query": urlencode({name: request.GET[name] for name in request.GET if name != "page"}),
    }
    return render(request, "people/roster.html", context)


@dataclass(frozen=True, slots=True)
class _Shown:
    here: Sequence[RosterLine]
    gone: Sequence[RosterLine]

    @classmethod
    def of(cls, page: Page) -> _Shown:
        lines = list(page.object_list)
        return cls([line for line in lines if line.is_here], [line for line in lines if not line.is_here])


def _on_a_day(request: ActingRequest, form: RosterFilter, on: datetime.date) -> HttpResponse:
    wanted = form.cleaned_data
    people = [
        one
        for one in read.standing_on(on)
        if _has(wanted["q"], one.name, one.department)
        and wanted["kind"] in {"", one.kind}
        and wanted["department"] in {"", one.department}
    ]
    return render(request, "people/roster_on.html", {"form": form, "people": people, "on": on})


def _fits(line: RosterLine, wanted: dict[str, str]) -> bool:
    return (
        _has(wanted.get("q", ""), line.name, line.kana, line.number, line.email, line.department)
        and wanted.get("kind", "") in {"", line.kind}
        and wanted.get("department", "") in {"", line.department}
        and wanted.get("entry", "") in {"", line.entry.value}
    )


def _has(words: str, *places: str) -> bool:
    """Every word stands in one of these places; width, case and inner spaces do not count."""
    there = " ".join(_plain(place) for place in places)
    return all(word in there for word in _plain_words(words))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _plain_words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).lower().split()


@require_safe
def outside(request: ActingRequest) -> HttpResponse:
    """Who is here from outside and until when, next to leave first."""
    request.actor.require(Can.PEOPLE_READ)
    return render(request, "people/outside.html", {"people": read.outsiders()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_page(request: ActingRequest) -> HttpResponse:
    """Somebody new on the roster, without a login and without a role."""
    request.actor.require_to_see(Can.PEOPLE_CHANGE)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = enrol(request.actor, particulars(request, form))
        except NumberTaken:
            form.add_error("number", _("この社員番号は、もうほかの方のものです。"))
        else:
            messages.success(request, _("%(person)sさんを名簿に載せました。") % {"person": person.name})
            return redirect(url_for(request.actor, "people:roster"))
    wrong = request.method == "POST"
    return render(request, "people/enrol.html", {"form": form}, status=400 if wrong else 200)


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
                    kind=Kind.OUTSIDE if given["outside"] else None,
                )
        except AlreadyHere:
            form.add_error(
                "email", _("このアドレスの方は、もう名簿にいます。名簿から開いてリンクを作れます。")
            )
        except (LastDayMissing, LastDayPast) as wrong:
            form.add_error("until_on", wrong.sentence())
        else:
            return link_page(request, invited)
    return render(request, "people/invite.html", {"form": form})


def department_named(request: ActingRequest, name: str) -> Department | None:
    """The department of this name, opened where it is new; None for no name."""
    return open_department(request.actor, name=name.strip()) if name.strip() else None


def particulars(request: ActingRequest, form: LineForm) -> Particulars:
    """What a filled form tells; a department that is new is opened."""
    given = form.cleaned_data
    return Particulars(
        name=given["name"],
        kana=given["kana"],
        number=unicodedata.normalize("NFKC", given["number"]).replace(" ", ""),
        email=given["email"],
        kind=given["kind"],
        department=department_named(request, given["department"]),
        joined_on=given["joined_on"],
        left_on=given.get("left_on"),
    )
