"""How long a hand-over lasts, and what to see to before an occasion: data with its source."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from kuramori.outside.late import late

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")

CONTENT: Final = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "sharing"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table comes from, and when somebody last compared it."""

    words: str
    confirmed_on: datetime.date


@dataclass(frozen=True, slots=True)
class Periods:
    """Days. `most_days` by grade bounds what may be set at once."""

    default_days: int
    most_days: dict[str, int]
    return_after_days: int
    soon_days: int
    source: Source

    def most(self, grades: set[str]) -> int:
        """The longest time for things of these grades together: that of the heaviest."""
        return min((self.most_days.get(one, self.default_days) for one in grades), default=self.default_days)

    def usual(self, grades: set[str]) -> int:
        return min(self.default_days, self.most(grades))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist. `by`: before, on or after the day."""

    id: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class OccasionKind:
    """A kind of moment: what may be seen or said as a rule, what never, and what to see to.

    `is_ours`: others come to us, so there is a route and a pledge. `follow_up_days` counts from the last day.
    """

    id: str
    name: str
    lead: str
    may_show: tuple[str, ...]
    never_show: tuple[str, ...]
    lines: tuple[Line, ...]
    is_ours: bool
    follow_up_days: int

    def lines_by(self, by: str) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if one.by == by)


@dataclass(frozen=True, slots=True)
class Occasions:
    kinds: tuple[OccasionKind, ...]
    source: Source

    def kind(self, kind_id: str) -> OccasionKind | None:
        return next((one for one in self.kinds if one.id == kind_id), None)


@cache
def periods() -> Periods:
    said = _read("hand_over.yaml")
    return Periods(
        default_days=said["default_days"],
        most_days=dict(said["most_days"]),
        return_after_days=said["return_after_days"],
        soon_days=said["soon_days"],
        source=_source(said),
    )


def occasions() -> Occasions:
    return _occasions("en" if (get_language() or "ja").startswith("en") else "ja")


@cache
def _occasions(lang: str) -> Occasions:
    said = _read("occasions.yaml")
    return Occasions(tuple(_kind(one, lang) for one in said["occasions"]), _source(said))


def _kind(said: dict[str, Any], lang: str) -> OccasionKind:
    return OccasionKind(
        id=said["id"],
        name=said["name"][lang],
        lead=said["lead"][lang],
        may_show=tuple(one[lang] for one in said["may_show"]),
        never_show=tuple(one[lang] for one in said["never_show"]),
        lines=tuple(Line(one["id"], one["by"], one[lang]) for one in said["lines"]),
        is_ours=said["is_ours"],
        follow_up_days=said["follow_up_days"],
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.YAML(typ="safe").load(CONTENT / name)
    return found


def _source(said: dict[str, Any]) -> Source:
    return Source(said["source"], said["confirmed_on"])
