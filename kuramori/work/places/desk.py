"""The tablet at the entrance: a people.Link of its own purpose, whose secret lies in a cookie of that one device.

A link, not a session: whoever stands before a tablet must find nobody signed in behind it, whatever they press. Not
the address either: an address can be read off the screen and opened elsewhere. So a colleague opens the desk on the
tablet itself; their session ends there, the secret goes into an HttpOnly cookie for `/reception/` alone, and it opens
the signing in and out of today's guests and nothing else. It ends on its last day, when it is stopped, and when the
colleague leaves the house, as every link does.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people import access, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link, Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.outside import clock

COOKIE = "kura_desk"
PATH = "/reception/"
SALT = "kuramori.places.desk"
ABOUT = ("reception", "desk")
# Wrong numbers within ten minutes before the tablet wants a pause. Kept in the cookie that carries the secret: whoever
# throws it away throws the desk away.
MOST_WRONG = 10
WITHIN_SECONDS = 600

PURPOSE = links.LinkPurpose(
    "places:reception", "reception:elsewhere", gettext_lazy("入口の受付"), Can.VISIT_RECEIVE
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A tablet that holds a living link: the doer in the trail. It may sign today's guests in and out."""

    link: Link
    secret: str
    wrong: tuple[float, ...] = ()

    @property
    def organisation(self) -> Organisation:
        return self.link.organisation

    @property
    def organisation_id(self) -> Any:
        return self.link.organisation_id

    @property
    def person_id(self) -> Any:
        return self.link.person_id

    @property
    def name(self) -> str:
        return _("受付の端末（%(person)s）") % {"person": links.recipient_of(self.link).name}

    @property
    def via(self) -> str:
        return "link"

    @property
    def is_paused(self) -> bool:
        return len(self.wrong) >= MOST_WRONG


def open_desk(actor: Actor, *, until_on: datetime.date) -> str:
    """The secret of a new desk, good until the end of that day. Raises `links.LastsTooLong`."""
    person = Person.objects.get(pk=str(actor.person_id))
    issued = links.issue(actor, PURPOSE, about=ABOUT, until_on=until_on, person=person, most_uses=None)
    return issued.secret


def standing(actor: Actor) -> tuple[links.LinkLine, ...]:
    """The desks that are open, newest first."""
    actor.require(Can.VISIT_RECEIVE)
    return links.living(PURPOSE, ABOUT)


def desk_of(request: HttpRequest) -> Desk:
    """The desk that this device is; raises `Http404` for a device that is none, or no longer."""
    try:
        secret, wrong = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    link = access.link_by_secret(str(secret))
    if link.purpose != PURPOSE.id:
        raise Http404
    now = time.time()
    return Desk(link, str(secret), tuple(at for at in wrong if now - WITHIN_SECONDS < at <= now))


def remember(
    response: HttpResponseBase, secret: str, until_on: datetime.date, wrong: tuple[float, ...] = ()
) -> None:
    """The cookie for `desk_of`: unreadable for scripts, for the pages of the desk only."""
    days = (until_on - clock.today()).days + 1
    response.set_cookie(
        COOKIE,
        signing.dumps([secret, list(wrong[-MOST_WRONG:])], salt=SALT),
        max_age=max(days, 1) * 86_400,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def note_wrong(response: HttpResponseBase, desk: Desk) -> None:
    """One more wrong number on this device."""
    remember(response, desk.secret, clock.day_of(desk.link.expires_at), (*desk.wrong, time.time()))
