"""What an answer comes to beside what was asked: one letter for each item, and what they sum up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from kuramori.rules.requests.requirements import Required, Requirements


class Said(StrEnum):
    """What a partner says of one item; all are answers of equal right."""

    MET = "met"
    PART = "part"
    PLANNED = "planned"
    ALTERNATIVE = "alternative"
    NA = "na"
    NOT = "not"


class Outcome(StrEnum):
    """One letter of a reply. `OPEN` was not answered, `HIDDEN` is not shown by its giver."""

    MET = "m"
    PART = "p"
    PLANNED = "l"
    ALTERNATIVE = "a"
    NA = "n"
    NOT = "x"
    OPEN = "u"
    HIDDEN = "-"


HOLDS: Final = frozenset({Outcome.MET, Outcome.NA})
"""What needs nothing more. An alternative does once the asker has taken it (`accepted`)."""
SHORT: Final = frozenset({Outcome.PART, Outcome.PLANNED, Outcome.ALTERNATIVE, Outcome.NOT})
"""What is talked about; an item that was not answered is asked again instead."""
THOUSAND: Final = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one item. `level` is of the pack's levels where it was answered by them; `words` explain it, give
    the reason for 該当しない, or name the other way; `plan` and `plan_on` tell what will be done by when."""

    said: Said
    level: int | None = None
    words: str = ""
    plan: str = ""
    plan_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """`states` has a letter for each required item, in order. `share` is what holds of what applies, in thousandths,
    half up; None where nothing applies or nothing is shown. `short` counts items that fall short, `critical` those of
    them that were asked as critical."""

    states: str
    share: int | None
    short: int
    critical: int

    @property
    def is_complete(self) -> bool:
        return Outcome.OPEN not in self.states


def outcome(required: Required, given: Given | None) -> Outcome:
    """The letter of one answer."""
    if given is None:
        return Outcome.OPEN
    if given.said is Said.NA:
        return Outcome.NA if required.na_allowed and given.words.strip() else Outcome.NOT
    if given.said is Said.ALTERNATIVE:
        return Outcome.ALTERNATIVE
    if given.level is None:
        return _BY_WORD[given.said]
    if given.level >= required.level:
        return Outcome.MET
    if given.said is Said.PLANNED or given.plan_on is not None:
        return Outcome.PLANNED
    return Outcome.PART if given.level > 0 else Outcome.NOT


_BY_WORD: Final = {
    Said.MET: Outcome.MET,
    Said.PART: Outcome.PART,
    Said.PLANNED: Outcome.PLANNED,
    Said.NOT: Outcome.NOT,
}


def judge(
    requirements: Requirements,
    answers: Mapping[str, Given],
    *,
    accepted: frozenset[str] = frozenset(),
    covered: frozenset[str] = frozenset(),
) -> Judged:
    """A whole reply. `accepted`: items whose other way was taken; `covered`: items an equivalent stands for."""
    letters = []
    for required in requirements.required:
        letter = outcome(required, answers.get(required.item))
        taken = required.item in covered or (letter is Outcome.ALTERNATIVE and required.item in accepted)
        letters.append(Outcome.MET if taken else letter)
    return summed(requirements, "".join(letters))


def summed(requirements: Requirements, states: str) -> Judged:
    """What letters come to; they are as many as there are required items."""
    holds = sum(states.count(one) for one in HOLDS)
    not_applicable = states.count(Outcome.NA)
    applies = len(states) - not_applicable
    short = sum(states.count(one) for one in SHORT)
    critical = sum(
        1
        for required, letter in zip(requirements.required, states, strict=True)
        if required.is_critical and letter in SHORT
    )
    shown = Outcome.HIDDEN not in states
    share = (
        (2 * (holds - not_applicable) * THOUSAND + applies) // (2 * applies) if applies and shown else None
    )
    return Judged(states, share, short, critical)


def hidden(requirements: Requirements) -> str:
    """The letters of a reply that shows no items."""
    return Outcome.HIDDEN * len(requirements.required)
