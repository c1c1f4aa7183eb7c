"""Keys and zones over the API: who holds what, who may enter where."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import Strict

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Day, Telling, Text, Told, Wanted, Whole, body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.places import access, zoning
from kuramori.work.places import keeping_keys as verbs
from kuramori.work.places.models import Entry, KeyKind
from kuramori.work.places.reading.keys import KeyLine, key_line, key_lines
from kuramori.work.places.reading.zones import ZoneLine, zone_line, zone_lines

router = Router(tags=["places"])

TELLING: Telling = {
    verbs.NumberTaken: lambda _error: Told(409, _("この番号の鍵は、もうあります。")),
    verbs.Incomplete: lambda _error: Told(422, _("番号・名前と、1本から60本までの本数を書いてください。")),
    verbs.AlreadyOut: lambda _error: Told(409, _("だれかが持っています。戻ってから貸します。")),
    verbs.NotOut: lambda _error: Told(409, _("だれも持っていません。")),
    verbs.KeyRetired: lambda _error: Told(409, _("もう使っていない鍵です。")),
    verbs.CopyGone: lambda _error: Told(409, _("なくなったか、使わなくなった鍵です。")),
    zoning.DaysReversed: lambda _error: Told(422, _("最後の日が最初の日より前になっています。")),
    zoning.NoZone: lambda _error: Told(409, _("区域ではないか、使い終えた場所です。")),
}


class KeyCopyForm(Schema):
    """One copy; `holder` is "" where it hangs in its box."""

    id: uuid.UUID
    number: str
    holder: str
    since: datetime.date | None
    due_on: datetime.date | None
    is_overdue: bool
    lost_on: datetime.date | None


class KeyForm(Schema):
    id: uuid.UUID
    number: str
    name: str
    kind: str
    box: str
    places: list[uuid.UUID]
    copies: list[KeyCopyForm]


class KeyForms(Schema):
    keys: list[KeyForm]


class NewKey(Wanted):
    """`places` are what it opens; `copies` how many there are."""

    number: Annotated[Text, Field(min_length=1, max_length=20)]
    name: Annotated[Text, Field(min_length=1, max_length=80)]
    kind: KeyKind = KeyKind.METAL
    places: Annotated[list[uuid.UUID], Field(max_length=200)] = []
    copies: Annotated[Whole, Field(ge=1, le=60)] = 1
    box: Annotated[Text, Field(max_length=80)] = ""


class LentKey(Wanted):
    """To whom, since when (today), and until when; without `due_on` for as long as they need it."""

    person: uuid.UUID
    from_on: Day | None = None
    due_on: Day | None = None


class KeyDay(Wanted):
    on: Day | None = None


class EntitledForm(Schema):
    """Somebody who may enter."""

    person: uuid.UUID
    name: str
    reason: str
    from_on: datetime.date
    until_on: datetime.date | None


class ZoneForm(Schema):
    """`entry` is open, escorted, staff or named; "" while nobody has set the rule."""

    id: uuid.UUID
    name: str
    path: str
    entry: str
    photos: bool
    entitled: list[EntitledForm]


class ZoneForms(Schema):
    zones: list[ZoneForm]


class ZoneAsked(Schema):
    """A past day; today without one."""

    on: Day | None = None


class ZoneRuled(Wanted):
    entry: Entry
    photos: Annotated[bool, Strict()]


class ZoneEntitled(Wanted):
    person: uuid.UUID
    from_on: Day | None = None
    until_on: Day | None = None
    reason: Annotated[Text, Field(max_length=120)] = ""


class ZoneEnded(Wanted):
    """`last_day` without one is yesterday."""

    person: uuid.UUID
    last_day: Day | None = None


@router.get("/keys", response={200: KeyForms, **refusals()}, summary="鍵と持つ人", operation_id="keys")
def keys(request: ActingRequest) -> Any:
    """The keys in use with their copies, and who holds each today."""
    request.actor.require(Can.PLACE_READ)
    return KeyForms(keys=[_key(line) for line in key_lines()])


@router.post(
    "/keys", response={201: KeyForm, **body_refusals(409)}, summary="鍵を書き足す", operation_id="add_key"
)
def add_key(request: ActingRequest, wanted: NewKey) -> Any:
    """409 where another key has the number."""
    actor = request.actor
    actor.require(Can.PLACE_CHANGE)
    opens = [access.place_for(actor, one, Can.PLACE_CHANGE) for one in wanted.places]
    said = verbs.KeyWanted(wanted.number, wanted.name, wanted.kind, opens, wanted.copies, wanted.box)
    return Status(201, _key(key_line(verbs.add_key(actor, said))))


@router.post(
    "/key-copies/{uuid:copy_id}/lend",
    response={200: KeyForm, **body_refusals(409)},
    summary="鍵を貸す",
    operation_id="lend_key",
)
def lend_key(request: ActingRequest, copy_id: uuid.UUID, wanted: LentKey) -> Any:
    """409 while somebody holds it, or once it is lost."""
    actor = request.actor
    copy = access.copy_for(actor, copy_id, Can.KEY_LEND)
    person = access.person_for(actor, wanted.person, Can.KEY_LEND)
    verbs.lend_key(actor, copy, person, from_on=wanted.from_on, due_on=wanted.due_on)
    return _key(key_line(copy.key))


@router.post(
    "/key-copies/{uuid:copy_id}/back",
    response={200: KeyForm, **body_refusals(409)},
    summary="鍵が戻った",
    operation_id="take_key_back",
)
def take_key_back(request: ActingRequest, copy_id: uuid.UUID, wanted: KeyDay) -> Any:
    """409 where nobody holds it."""
    copy = access.copy_for(request.actor, copy_id, Can.KEY_LEND)
    verbs.take_back(request.actor, copy, on=wanted.on)
    return _key(key_line(copy.key))


@router.post(
    "/key-copies/{uuid:copy_id}/lose",
    response={200: KeyForm, **body_refusals(409)},
    summary="鍵をなくしたと残す",
    operation_id="lose_key",
)
def lose_key(request: ActingRequest, copy_id: uuid.UUID, wanted: KeyDay) -> Any:
    """The lock has to be changed; home says so."""
    copy = access.copy_for(request.actor, copy_id, Can.KEY_LEND)
    verbs.lose_key(request.actor, copy, on=wanted.on)
    return _key(key_line(copy.key))


@router.post(
    "/keys/{uuid:key_id}/retire",
    response={200: KeyForm, **refusals(409)},
    summary="鍵を使い終える",
    operation_id="retire_key",
)
def retire_key(request: ActingRequest, key_id: uuid.UUID) -> Any:
    """With all its copies. 409 while somebody holds one."""
    key = access.key_for(request.actor, key_id, Can.PLACE_CHANGE)
    return _key(key_line(verbs.retire_key(request.actor, key)))


@router.get(
    "/zones", response={200: ZoneForms, **refusals(422)}, summary="区域と入れる人", operation_id="zones"
)
def zones(request: ActingRequest, asked: Query[ZoneAsked]) -> Any:
    """Every zone in use, by the rules of the day."""
    request.actor.require(Can.PLACE_READ)
    return ZoneForms(zones=[_zone(line) for line in zone_lines(asked.on)])


@router.post(
    "/zones/{uuid:zone_id}/rule",
    response={200: ZoneForm, **body_refusals(409)},
    summary="区域の立入りの決まりを変える",
    operation_id="rule_zone",
)
def rule_zone(request: ActingRequest, zone_id: uuid.UUID, wanted: ZoneRuled) -> Any:
    """From today; earlier days keep their rule."""
    zone = access.zone_for(request.actor, zone_id, Can.PLACE_CHANGE)
    zoning.set_rule(request.actor, zone, wanted.entry, photos=wanted.photos)
    return _zone(zone_line(zone))


@router.post(
    "/zones/{uuid:zone_id}/entitle",
    response={200: ZoneForm, **body_refusals(409)},
    summary="区域に入れる人を決める",
    operation_id="entitle",
)
def entitle(request: ActingRequest, zone_id: uuid.UUID, wanted: ZoneEntitled) -> Any:
    """From a day until a day; exactly what was known before changes nothing."""
    actor = request.actor
    zone = access.zone_for(actor, zone_id, Can.PLACE_CHANGE)
    person = access.person_for(actor, wanted.person, Can.PLACE_CHANGE)
    zoning.entitle(
        actor, zone, person, from_on=wanted.from_on, until_on=wanted.until_on, reason=wanted.reason
    )
    return _zone(zone_line(zone))


@router.post(
    "/zones/{uuid:zone_id}/end",
    response={200: ZoneForm, **body_refusals(409)},
    summary="区域に入れる期間を終える",
    operation_id="end_entitlement",
)
def end_entitlement(request: ActingRequest, zone_id: uuid.UUID, wanted: ZoneEnded) -> Any:
    """Earlier days stay as they were."""
    actor = request.actor
    zone = access.zone_for(actor, zone_id, Can.PLACE_CHANGE)
    person = access.person_for(actor, wanted.person, Can.PLACE_CHANGE)
    zoning.end_entitlement(actor, zone, person, last_day=wanted.last_day)
    return _zone(zone_line(zone))


def _key(line: KeyLine) -> KeyForm:
    return KeyForm(
        id=line.id,
        number=line.number,
        name=line.name,
        kind=line.kind,
        box=line.box,
        places=[place for place, _name in line.places],
        copies=[KeyCopyForm.model_validate(copy) for copy in line.copies],
    )


def _zone(line: ZoneLine) -> ZoneForm:
    return ZoneForm(
        id=line.id,
        name=line.name,
        path=line.path,
        entry=line.entry,
        photos=line.photos,
        entitled=[
            EntitledForm(
                person=one.person_id,
                name=one.name,
                reason=one.reason,
                from_on=one.from_on,
                until_on=one.until_on,
            )
            for one in line.entitled
        ],
    )
