"""The days that this room counts by. They are data (`content/jp/kuramori/places/periods.yaml`), read once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kuramori.outside.late import late

yaml = late("ruamel.yaml")

CONTENT: Final = (
    Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "places" / "periods.yaml"
)


class PeriodsWrong(ValueError):
    """The file lacks a number, or one makes no sense; the message names it."""


@dataclass(frozen=True, slots=True)
class Periods:
    """All in days, but `approvers_from_step` (which reminder, from 1) and `most_waiting` (guests).

    `behind_after`: a device whose newest update is older counts as 更新していない. `remind_after`: days past the day of
    return on which each reminder is sent. `expires_soon`: a registration that ends within these is told beforehand.
    """

    source: str
    confirmed_on: datetime.date
    behind_after: int
    remind_after: tuple[int, ...]
    approvers_from_step: int
    count_every: int
    count_ahead: int
    expires_soon: int
    review_ahead: int
    before_trip: int
    after_trip: int
    trip_shown: int
    visits_ahead: int
    most_waiting: int


@cache
def periods() -> Periods:
    """What the file says. Raises `PeriodsWrong`."""
    return parsed(yaml.YAML(typ="safe").load(CONTENT))


def parsed(said: dict[str, Any]) -> Periods:
    """The values of a file of this kind. Raises `PeriodsWrong`."""
    reminders = said.get("take_outs", {}).get("remind_after_days")
    if not isinstance(reminders, list) or not reminders or not all(_is_days(one) for one in reminders):
        raise PeriodsWrong("take_outs.remind_after_days")
    if any(earlier >= later for earlier, later in pairwise(reminders)):
        raise PeriodsWrong("take_outs.remind_after_days")
    if not said.get("source") or not isinstance(said.get("confirmed_on"), datetime.date):
        raise PeriodsWrong("source, confirmed_on")
    return Periods(
        source=said["source"],
        confirmed_on=said["confirmed_on"],
        behind_after=_days(said, "updates", "behind_after_days"),
        remind_after=tuple(reminders),
        approvers_from_step=_days(said, "take_outs", "approvers_from_step"),
        count_every=_days(said, "keys", "count_every_days"),
        count_ahead=_days(said, "keys", "count_ahead_days"),
        expires_soon=_days(said, "clouds", "expires_soon_days"),
        review_ahead=_days(said, "clouds", "review_ahead_days"),
        before_trip=_days(said, "trips", "before_ahead_days"),
        after_trip=_days(said, "trips", "after_within_days"),
        trip_shown=_days(said, "trips", "after_shown_days"),
        visits_ahead=_days(said, "visits", "shown_ahead_days"),
        most_waiting=_days(said, "visits", "most_waiting"),
    )


def _days(said: dict[str, Any], part: str, name: str) -> int:
    value = said.get(part, {}).get(name)
    if not _is_days(value):
        raise PeriodsWrong(f"{part}.{name}")
    return int(value)


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 3650
