"""準備度: which records there are for each of the three legal requirements (不正競争防止法 2条6項), and what is thin.

Never a verdict: whether something is a 営業秘密 is for a court to say, on the day of the act. The lines follow the
measures that 営業秘密管理指針 (2025-03-31) lists; each line is a code, and the room above has the words.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`THERE`: on record; `THIN`: not on record, or not enough; `DUE`: on record, and its time comes or is past."""

    THERE = "there"
    THIN = "thin"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was on record for one item on a day. Counts are 0 or more, days are calendar days in Tokyo or None."""

    on: datetime.date
    grade: str
    is_admitted: bool
    has_keeper: bool
    has_place: bool
    place_is_locked: bool | None
    marked: str
    knowers: int
    people: int
    is_broad: bool
    reviewed_on: datetime.date | None
    review_on: datetime.date | None
    copies: int
    has_usefulness: bool
    has_effort: bool
    used_since: datetime.date | None
    prior_records: int
    public_checked_on: datetime.date | None
    public_result: str
    public_next_on: datetime.date | None
    has_not_public: bool
    layer: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record or the lack of it; `number` and `on` belong into its sentence."""

    code: str
    state: State
    number: int = 0
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    lines: tuple[Line, ...]

    @property
    def thin(self) -> int:
        return sum(line.state is State.THIN for line in self.lines)

    @property
    def due(self) -> int:
        return sum(line.state is State.DUE for line in self.lines)


def requirements(facts: Facts, soon_days: int) -> tuple[Requirement, Requirement, Requirement]:
    """秘密管理性, 有用性, 非公知性, in this order. `soon_days`: how long before its day something counts as due."""
    return (
        Requirement("kept", _kept(facts, soon_days)),
        Requirement("useful", _useful(facts)),
        Requirement("unknown", _unknown(facts, soon_days)),
    )


def _kept(facts: Facts, soon_days: int) -> tuple[Line, ...]:
    lines = [
        _when(facts.is_admitted and facts.grade != "public", "graded", "not_graded"),
        _marked(facts.marked),
        _place(facts),
        _when(facts.has_keeper, "keeper", "no_keeper"),
        _circle(facts),
    ]
    if facts.copies:
        lines.append(Line("copies", State.THERE, facts.copies))
    lines.append(_due("review", facts.reviewed_on, facts.review_on, facts.on, soon_days))
    return tuple(lines)


def _useful(facts: Facts) -> tuple[Line, ...]:
    lines = [
        _when(facts.has_usefulness, "usefulness", "no_usefulness"),
        _when(facts.has_effort, "effort", "no_effort"),
    ]
    if facts.used_since is not None:
        lines.append(Line("used", State.THERE, on=facts.used_since))
    if facts.prior_records:
        lines.append(Line("records", State.THERE, facts.prior_records))
    return tuple(lines)


def _unknown(facts: Facts, soon_days: int) -> tuple[Line, ...]:
    checked = _due("checked", facts.public_checked_on, facts.public_next_on, facts.on, soon_days)
    lines = [checked]
    if facts.public_checked_on is not None and facts.public_result in ("partly", "known"):
        lines.append(Line(f"result_{facts.public_result}", State.THIN))
    lines.append(_when(facts.has_not_public, "not_public", "no_not_public"))
    lines.append(_when(facts.layer != "open", "closed", "open"))
    return tuple(lines)


def _when(is_there: bool, there: str, thin: str) -> Line:
    return Line(there, State.THERE) if is_there else Line(thin, State.THIN)


def _marked(marked: str) -> Line:
    if marked in ("all", "not_needed"):
        return Line(f"marked_{marked}", State.THERE)
    return Line(f"marked_{marked}", State.THIN)


def _place(facts: Facts) -> Line:
    if not facts.has_place:
        return Line("no_place", State.THIN)
    if facts.place_is_locked is False:
        return Line("place_open", State.THIN)
    return Line("place_locked" if facts.place_is_locked else "place", State.THERE)


def _circle(facts: Facts) -> Line:
    if facts.knowers == 0:
        return Line("nobody_named", State.THIN)
    if facts.is_broad:
        return Line("broad", State.THIN, facts.knowers)
    return Line("circle", State.THERE, facts.knowers)


def _due(
    code: str, done: datetime.date | None, next_on: datetime.date | None, on: datetime.date, soon_days: int
) -> Line:
    """`never_…`, `…_over` (its day is past), `…_soon`, or `…` with the day it was done."""
    if done is None and code == "checked":
        return Line(f"never_{code}", State.THIN)
    if next_on is not None and next_on < on:
        return Line(f"{code}_over", State.DUE, on=next_on)
    if next_on is not None and (next_on - on).days <= soon_days:
        return Line(f"{code}_soon", State.DUE, on=next_on)
    if done is None:
        return Line(f"{code}_set", State.THERE, on=next_on) if next_on else Line(f"never_{code}", State.THIN)
    return Line(code, State.THERE, on=done)
