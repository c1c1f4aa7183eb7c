"""Whether more people may know than the grade would suggest. The thresholds are data (`content/jp/kuramori/breadth`).

No verdict: in a small house everybody may have to know; then the question is whether everybody was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from kuramori.outside.late import late
from kuramori.work.ledger.content import Source
from kuramori.work.ledger.knowing import House, Knower

yaml = late("ruamel.yaml")

CONTENT: Final = (
    Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "breadth" / "breadth.yaml"
)


class Breadth(StrEnum):
    """`FINE`: nothing to say; `TELL`: all may know, were all told?; `BROAD`: more than usual for this grade."""

    FINE = "fine"
    TELL = "tell"
    BROAD = "broad"


@dataclass(frozen=True, slots=True)
class Rule:
    """For houses of up to `up_to` people (None: any larger): above `share` of them (0 to 1) it is broad."""

    up_to: int | None
    share: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`small_house`: up to so many people, all of them may know; `within_unit`: how far one department counts as one
    unit of management (管理単位) although it is a large share of the house."""

    small_house: int
    within_unit: int
    rules: dict[str, tuple[Rule, ...]]
    source: Source


@dataclass(frozen=True, slots=True)
class Judged:
    """How many of how many may know, and what that looks like."""

    breadth: Breadth
    people: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.people / self.of) if self.of else 0


def judge(grade: str, knowers: tuple[Knower, ...], house: House) -> Judged:
    """How broad the circle of an asset is, for its grade and the size of the house."""
    told, of, people = thresholds(), len(house.people), len(knowers)
    if grade not in told.rules or not of or people <= 1:
        return Judged(Breadth.FINE, people, of)
    if of <= told.small_house:
        return Judged(Breadth.TELL if _is_everybody(knowers, house) else Breadth.FINE, people, of)
    if people <= told.within_unit and _is_one_unit(knowers):
        return Judged(Breadth.FINE, people, of)
    share = next(rule.share for rule in told.rules[grade] if rule.up_to is None or of <= rule.up_to)
    return Judged(Breadth.BROAD if people / of > share else Breadth.FINE, people, of)


@cache
def thresholds() -> Thresholds:
    """What the file says; read once."""
    said: dict[str, Any] = yaml.YAML(typ="safe").load(CONTENT)
    return Thresholds(
        small_house=said["small_house"],
        within_unit=said["within_unit"],
        rules={
            grade: tuple(Rule(rule.get("up_to"), rule["share"]) for rule in rules)
            for grade, rules in said["grades"].items()
        },
        source=Source(said["source"], said["confirmed_on"]),
    )


def _is_everybody(knowers: tuple[Knower, ...], house: House) -> bool:
    """Everybody but those who help from outside."""
    return {one.id for one in house.insiders} <= {one.person.id for one in knowers}


def _is_one_unit(knowers: tuple[Knower, ...]) -> bool:
    """All work in one department; whoever has none (officers) does not count against it."""
    departments = {one.person.departments[0] for one in knowers if one.person.departments}
    return len(departments) == 1
