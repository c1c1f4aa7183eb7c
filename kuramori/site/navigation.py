"""Which rooms the one who looks can enter: by the kinds of the organisation and by permission."""

from __future__ import annotations

import datetime
import math
import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people import access, elevation
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.models import OrganisationKind
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.anchors.until import fixed_until
from kuramori.outside import clock

EVERY_KIND = frozenset(OrganisationKind.values)
WORKING_KINDS = frozenset({OrganisationKind.COMPANY.value, OrganisationKind.PRIME.value})


@dataclass(frozen=True, slots=True)
class Room:
    """A door in the navigation: shown to organisations of these kinds, to people with this permission.

    `also` are pages of the same room that lie elsewhere: on them and beneath them one is still behind this door.
    """

    label: str | Promise
    icon: str
    view: str
    kinds: frozenset[str]
    can: Can | None
    starts_group: bool = False
    also: tuple[str, ...] = ()


ROOMS = (
    Room(_("次にやること"), "home", "home", EVERY_KIND, None),
    Room(_("守るべき情報"), "ledger", "ledger:assets", WORKING_KINDS, Can.ASSET_READ),
    Room(_("取引先"), "company", "contacts:partners", WORKING_KINDS, Can.PARTNER_READ),
    Room(
        _("提供と返還"),
        "out",
        "partners:hand_overs",
        WORKING_KINDS,
        Can.HAND_OVER_READ,
        also=("partners:take_backs", "partners:channels", "partners:joint"),
    ),
    Room(
        _("取引先との約束"),
        "door-key",
        "partners:agreements",
        WORKING_KINDS,
        Can.AGREEMENT_READ,
        also=("partners:wordings",),
    ),
    Room(_("共有の判断"), "door-open", "partners:decisions", WORKING_KINDS, Can.HAND_OVER_READ),
    Room(_("お願いと回答"), "list", "requests:requests", WORKING_KINDS, Can.REQUEST_READ),
    Room(_("保管場所"), "place", "places:tree", WORKING_KINDS, Can.PLACE_READ),
    Room(_("自己チェック"), "check", "checks:sheets", WORKING_KINDS, Can.SHEET_READ),
    Room(_("改善計画"), "plan", "checks:plans", WORKING_KINDS, Can.PLAN_READ),
    Room(_("社長の1ページ"), "paper", "reports:owner_page", WORKING_KINDS, Can.REPORT_MAKE),
    Room(_("人と役割"), "people", "people:roster", EVERY_KIND, Can.PEOPLE_READ, starts_group=True),
    Room(_("証跡"), "history", "trail:entries", EVERY_KIND, Can.TRAIL_READ),
    Room(_("メール"), "link", "people:mail", EVERY_KIND, Can.POST_READ),
    Room(_("組織の設定"), "settings", "people:organisation", EVERY_KIND, Can.ORGANISATION_CHANGE),
    Room(_("API の鍵"), "door-key", "people:tokens", EVERY_KIND, Can.TOKEN_ISSUE),
    Room(_("消してはいけないもの"), "flag", "holdings", EVERY_KIND, Can.HOLD_CHANGE),
    Room(_("署名の鍵"), "door-key", "people:key", EVERY_KIND, Can.KEY_ROTATE),
)


@dataclass(frozen=True, slots=True)
class Door:
    """One room as the page draws it."""

    label: str
    icon: str
    url: str
    is_current: bool
    starts_group: bool


@dataclass(frozen=True, slots=True)
class House:
    """One organisation in the switch."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    organisation: object
    person: str
    home_url: str
    account_url: str
    rooms: tuple[Door, ...]
    account_id: uuid.UUID | None
    # Whole minutes that are left of an elevated session, at least 1; None outside of one.
    elevated_minutes: int | None = None
    end_elevation_url: str = ""

    @property
    def fixed_until(self) -> datetime.datetime | None:
        """Up to which moment others hold the trail; asked only by the pages that draw the foot."""
        return fixed_until()

    @property
    def organisations(self) -> tuple[House, ...]:
        """The houses one may switch to; asked only by the pages that draw the switch."""
        return tuple(
            House(
                name=organisation.name,
                url=reverse("home", kwargs={"organisation": organisation.slug}),
                is_current=organisation == self.organisation,
            )
            for organisation in access.organisations_of_id(self.account_id)
        )


def navigation(request: HttpRequest) -> dict[str, Navigation | None]:
    """Context processor: the rooms, for pages of an organisation."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": None}
    until = getattr(request, "elevated_until", None)
    return {"navigation": _of(actor, request.path, _minutes_left(until) if actor.elevated else None)}


def _minutes_left(until: datetime.datetime | None) -> int:
    # Begun by this very request: all of it is left.
    left = (until - clock.now()).total_seconds() if until else elevation.MINUTES * 60
    return max(1, math.ceil(left / 60))


def rooms_of(actor: Actor) -> tuple[Room, ...]:
    """The rooms this actor can enter."""
    kinds = frozenset(actor.organisation.kinds)
    return tuple(room for room in ROOMS if room.kinds & kinds and (room.can is None or actor.may(room.can)))


def _of(actor: Actor, path: str, elevated_minutes: int | None) -> Navigation:
    doors = [(room, url_for(actor, room.view)) for room in rooms_of(actor)]
    # The longest address that the path begins with is where one is: home is the beginning of all of them.
    known = [(url, url) for _room, url in doors]
    known += [(url_for(actor, name), url) for room, url in doors for name in room.also]
    _found, here = max(
        (one for one in known if path.startswith(one[0])), key=lambda one: len(one[0]), default=("", "")
    )
    return Navigation(
        organisation=actor.organisation,
        person=actor.name,
        home_url=url_for(actor, "home"),
        account_url=reverse("account_home"),
        rooms=tuple(
            Door(
                label=str(room.label),
                icon=room.icon,
                url=url,
                is_current=url == here,
                starts_group=room.starts_group,
            )
            for room, url in doors
        ),
        account_id=actor.account_id,
        elevated_minutes=elevated_minutes,
        end_elevation_url=url_for(actor, "people:end_elevation"),
    )
