"""One asset on a day, as its page, its print and the API show it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access, entry, grades
from kuramori.work.ledger.asof import AsOf, as_of, end_of
from kuramori.work.ledger.breadth import Judged, judge
from kuramori.work.ledger.fields import FIELDS, Group
from kuramori.work.ledger.handling import Handling, handlings
from kuramori.work.ledger.models import Asset, Consent, Layer, Origin, Stage, Version
from kuramori.work.ledger.reading.lines import AssetLine, line_of
from kuramori.work.ledger.register import proposed_it


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with its value in words."""

    name: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Whom one grant names, and how many people that is on the day."""

    id: uuid.UUID
    words: str
    people: int
    reason: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class KnowerLine:
    """One person who could know."""

    name: str
    department: str
    ways: str
    reason: str
    from_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Past:
    """One version, as the history lists it."""

    from_on: datetime.date
    until_on: datetime.date | None
    grade: str
    layer: str
    reason: str
    told_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    given_by: str
    given_on: datetime.date
    paper: str
    grade: str
    layer: str


@dataclass(frozen=True, slots=True)
class AssetPage:
    """An asset on a day. `is_today` shows buttons; of a masked one only `line` tells something.

    `is_there` is False on a day when it was not in the ledger; `values` are the kept values.
    `top_shown` tells the view to note a look.
    """

    line: AssetLine
    on: datetime.date
    is_today: bool
    is_there: bool
    knows_then: bool
    stage: Stage | None
    contents: tuple[Fact, ...]
    groups: tuple[tuple[str, tuple[Fact, ...]], ...]
    grants: tuple[GrantLine, ...]
    knowers: tuple[KnowerLine, ...]
    breadth: Judged
    handling: Handling | None
    history: tuple[Past, ...]
    consents: tuple[ConsentLine, ...]
    origin: str
    values: Mapping[str, Any]
    top_shown: bool
    may_change: bool
    may_admit: bool
    may_reclassify: bool
    may_grant: bool

    @property
    def is_masked(self) -> bool:
        return self.line.is_masked

    @property
    def is_closed(self) -> bool:
        return self.stage in {Stage.DECLINED, Stage.DISPOSED}

    @property
    def is_waiting(self) -> bool:
        return self.stage is Stage.PROPOSED


def asset_page(
    actor: Actor, asset: Asset, on: datetime.date | None = None, *, knows_then: bool = False
) -> AssetPage:
    """The page of an asset from `access.asset_for`; `knows_then`: only what was known at that day's end."""
    today = clock.today()
    day = on or today
    seen = as_of(asset, day, end_of(day) if knows_then else None)
    then = str(seen.values.get("grade") or asset.grade)
    is_open = access.may_know_on(actor, asset, then)
    line = _line(asset, seen, is_masked=not is_open, today=today)
    is_today = day == today and not knows_then
    shown = seen if is_open else None
    return AssetPage(
        line=line,
        on=day,
        is_today=is_today,
        is_there=seen.version is not None,
        knows_then=knows_then,
        stage=seen.stage,
        contents=_contents(seen) if is_open else (),
        groups=_groups(seen) if is_open else (),
        grants=_grants(seen) if shown else (),
        knowers=_knowers(seen) if shown else (),
        handling=_handling(seen) if is_open else None,
        breadth=judge(then, seen.knowers, seen.house),
        history=_history(asset, seen) if is_open else (),
        consents=_consents(asset, seen) if is_open else (),
        origin=_origin(seen) if is_open else "",
        values=dict(seen.version.values) if is_open and seen.version else {},
        top_shown=is_open and "top" in {asset.grade, then},
        may_change=is_today
        and is_open
        and (access.may(actor, asset, Can.ASSET_CHANGE) or proposed_it(actor, asset)),
        may_admit=is_today and is_open and access.may(actor, asset, Can.ASSET_ADMIT),
        may_reclassify=is_today and is_open and actor.may(Can.ASSET_RECLASSIFY),
        may_grant=is_today and is_open and actor.may(Can.ASSET_GRANT),
    )


def _line(asset: Asset, seen: AsOf, *, is_masked: bool, today: datetime.date) -> AssetLine:
    """The line of the day: the columns as that version had them."""
    if seen.version is None:
        asset.is_masked = is_masked
        return line_of(asset, grades.names(), today)
    values = seen.values
    review_on = values.get("review_on")
    layer = str(values["layer"])
    return AssetLine(
        id=asset.pk,
        number=asset.number,
        name="" if is_masked else str(values["name"]),
        what="" if is_masked else str(values["what"]),
        grade=str(values["grade"]),
        grade_name=seen.grade_name,
        layer=layer,
        layer_name=str(Layer(layer).label),
        place="" if is_masked else entry.words("place", values.get("place")),
        keeper=entry.words("keeper", values.get("keeper")),
        marked=str(values.get("marked") or "none"),
        review_on=review_on,
        days_left=(review_on - today).days if review_on else None,
        is_masked=is_masked,
        is_received=values.get("origin") == Origin.RECEIVED,
        partner="" if is_masked else entry.words("partner", values.get("partner")),
        stage=str(seen.stage),
        revision=asset.revision,
        proposed_at=asset.proposed_at,
    )


def _handling(seen: AsOf) -> Handling | None:
    """How its grade of the day was to be handled on that day."""
    if seen.version is None:
        return None
    return handlings(seen.grade_names, seen.on, seen.known_at)[str(seen.values["grade"])]


def _contents(seen: AsOf) -> tuple[Fact, ...]:
    """What the card 「台帳の内容」 lists."""
    names = (
        "what",
        "place",
        "other_places",
        "keeper",
        "deputy",
        "department",
        "copies",
        "disclosed_to",
        "review_on",
    )
    return tuple(_fact(name, seen) for name in names if seen.values.get(name) not in (None, ()))


def _groups(seen: AsOf) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Every other field that is filled in, by group."""
    said = {fact.name for fact in _contents(seen)} | {"number", "name", "grade", "layer"}
    groups = []
    for group in Group:
        facts = tuple(
            _fact(field.name, seen)
            for field in FIELDS.values()
            if field.group is group and field.name not in said and seen.values.get(field.name) is not None
        )
        if facts:
            groups.append((group.label, facts))
    return tuple(groups)


def _fact(name: str, seen: AsOf) -> Fact:
    return Fact(name, str(FIELDS[name].label), entry.words(name, seen.values.get(name)))


def _grants(seen: AsOf) -> tuple[GrantLine, ...]:
    return tuple(
        GrantLine(
            one.grant.pk, one.words, one.people, one.grant.reason, one.grant.from_on, one.grant.until_on
        )
        for one in seen.grants
    )


def _knowers(seen: AsOf) -> tuple[KnowerLine, ...]:
    return tuple(
        KnowerLine(
            one.person.name,
            one.person.department,
            _("・").join(dict.fromkeys(way.words for way in one.ways)),
            _("・").join(dict.fromkeys(way.reason for way in one.ways if way.reason)),
            one.from_on,
        )
        for one in seen.knowers
    )


def _history(asset: Asset, seen: AsOf) -> tuple[Past, ...]:
    """The versions believed now that began by the day of the page, newest first."""
    rows = (
        Version.objects.filter(asset=asset, superseded_at__isnull=True, from_on__lte=seen.on)
        .select_related("told_by", "approved_by")
        .order_by("-from_on")
    )
    return tuple(
        Past(
            row.from_on,
            row.until_on,
            seen.grade_names.get(row.values["grade"], ""),
            str(Layer(row.values["layer"]).label),
            row.reason,
            row.told_by.name if row.told_by else "",
            row.approved_by.name if row.approved_by else "",
        )
        for row in rows
    )


def _consents(asset: Asset, seen: AsOf) -> tuple[ConsentLine, ...]:
    rows = Consent.objects.filter(asset=asset, given_on__lte=seen.on).order_by("-given_on")
    return tuple(
        ConsentLine(
            row.given_by, row.given_on, row.paper, seen.grade_names[row.grade], str(Layer(row.layer).label)
        )
        for row in rows
    )


def _origin(seen: AsOf) -> str:
    """One line under the title: whose it is, and since when it is used."""
    values = seen.values
    if values.get("origin") == Origin.RECEIVED:
        said = _("%(partner)sから預かった情報") % {"partner": entry.words("partner", values.get("partner"))}
    else:
        said = _("自社の情報")
    since = values.get("used_since")
    return (
        _("%(said)s・%(day)sから使用") % {"said": said, "day": entry.words("used_since", since)}
        if since
        else said
    )
