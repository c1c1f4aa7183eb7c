"""The ledger on any past day: what the entry said, who could know, as it was known at a moment.

`known_at` is the end of that day in Tokyo (what one knew then) or now (what is known of it today).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kuramori.ground.people.asof import held_on
from kuramori.outside import clock
from kuramori.work.ledger import entry, grades
from kuramori.work.ledger.knowing import House, Knower, house_on, knowers, subject_words
from kuramori.work.ledger.models import Asset, Grant, Stage, Version


@dataclass(frozen=True, slots=True)
class Granted:
    """One line of who may know on the day, and how many people that was."""

    grant: Grant
    words: str
    people: int


@dataclass(frozen=True, slots=True)
class AsOf:
    """An asset on a day. `version` is None where it was not in the ledger then (or not known to be)."""

    on: datetime.date
    known_at: datetime.datetime | None
    version: Version | None
    values: dict[str, entry.Value]
    stage: Stage | None
    grade_names: dict[str, str]
    grants: tuple[Granted, ...]
    knowers: tuple[Knower, ...]
    house: House

    @property
    def grade_name(self) -> str:
        return self.grade_names.get(str(self.values.get("grade")), "")


def end_of(on: datetime.date) -> datetime.datetime:
    """The last moment of a day in Tokyo."""
    return datetime.datetime.combine(on, datetime.time.max, clock.TOKYO)


def as_of(
    asset: Asset,
    on: datetime.date | None = None,
    known_at: datetime.datetime | None = None,
    *,
    house: House | None = None,
) -> AsOf:
    """The asset on day `on` (None: today), as known at `known_at` (None: now). Seven queries, whatever is granted.

    `house`: who was there on that day, for whoever asks about many assets.
    """
    day = on or clock.today()
    around = house or house_on(day, known_at)
    held = held_on(day, known_at)
    version = Version.objects.filter(held, asset=asset).select_related("told_by", "approved_by").first()
    values = entry.given(version.values) if version else {}
    keeper = values.get("keeper")
    rows = list(Grant.objects.filter(held, asset=asset).select_related("person").order_by("from_on", "pk"))
    found = knowers(rows, keeper.id if keeper else None, around) if version else ()
    return AsOf(
        on=day,
        known_at=known_at,
        version=version,
        values=values,
        stage=Stage(version.values["stage"]) if version else None,
        grade_names=grades.names(day, known_at),
        grants=tuple(
            Granted(
                row,
                subject_words(row, around),
                sum(any(way.grant_id == row.pk for way in one.ways) for one in found),
            )
            for row in rows
        )
        if version
        else (),
        knowers=found,
        house=around,
    )
