"""All rounds of an organisation, newest first."""

from __future__ import annotations

import datetime
import math
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Number
from kuramori.work.checks.models import Route, Sheet
from kuramori.work.checks.reading.packs import pack_of, packs_offered, text_of
from kuramori.work.checks.reading.people import name_of

GIVEN = Q(answers__level__isnull=False) | ~Q(answers__na_reason="")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One round. `score`, `points` and `max` are None while it is a draft; `minutes_left` is 0 once all is answered."""

    id: uuid.UUID
    name: str
    is_final: bool
    route: str
    pack_title: str
    pack_version: str
    begun_at: datetime.datetime
    begun_by: str
    finalised_at: datetime.datetime | None
    finalised_by: str
    score: int | None
    points: Number | None
    max: Number | None
    answered: int
    items: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A pack that a new round can be begun with."""

    id: str
    title: str
    minutes: int
    items: int


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """The list of rounds. `finals` are those that can be compared, newest first."""

    lines: tuple[SheetLine, ...]
    finals: tuple[SheetLine, ...]
    packs: tuple[PackChoice, ...]
    may_begin: bool


def sheets_page(actor: Actor) -> SheetsPage:
    """Everything the list shows."""
    lines = sheet_lines()
    return SheetsPage(
        lines=lines,
        finals=tuple(line for line in lines if line.is_final),
        packs=tuple(_choice(pack) for pack in packs_offered()),
        may_begin=actor.may(Can.SHEET_BEGIN),
    )


def sheet_lines() -> tuple[SheetLine, ...]:
    """The acting organisation's rounds, newest first."""
    sheets = Sheet.objects.select_related("begun_by", "finalised_by").annotate(
        given=Count("answers", filter=GIVEN)
    )
    return tuple(_line(sheet) for sheet in sheets.order_by("-begun_at"))


def minutes_for(pack: Pack, still_open: int) -> int:
    """The time that so many open items will take, rounded up."""
    return math.ceil(pack.minutes * still_open / len(pack.items))


def _line(sheet: Any) -> SheetLine:
    pack = pack_of(sheet)
    total = sheet.result["total"] if sheet.result else {}
    items = len(pack.items)
    return SheetLine(
        id=sheet.pk,
        name=sheet.name,
        is_final=sheet.is_final,
        route=str(Route(sheet.route).label),
        pack_title=text_of(pack).title,
        pack_version=sheet.version,
        begun_at=sheet.begun_at,
        begun_by=name_of(sheet.begun_by),
        finalised_at=sheet.finalised_at,
        finalised_by=name_of(sheet.finalised_by),
        score=total.get("score"),
        points=total.get("points"),
        max=total.get("max"),
        answered=sheet.given,
        items=items,
        minutes_left=minutes_for(pack, items - sheet.given),
    )


def _choice(pack: Pack) -> PackChoice:
    return PackChoice(pack.id, text_of(pack).title, pack.minutes, len(pack.items))
