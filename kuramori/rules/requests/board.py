"""What a board is asked to decide, from the numbers of the portfolio; and how much may be said with so few answers.

The order is ours: what already lies with somebody unchecked comes before who was asked, and that before what is weak.
Nobody grades companies by it; it only chooses three of the questions that the numbers raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST: Final = 3
FEW_ANSWERS: Final = 10
"""Below this one company more or less turns every percentage by ten points: no share is told as if it held for all."""
LOW_RATE_PERCENT: Final = 50
"""Below this those who are silent are more than those who spoke; they may stand quite differently."""
WEAK_PERCENT: Final = 60
WAITING_PERCENT: Final = 80


class Decision(StrEnum):
    """One question that numbers raise, in the order in which they are put."""

    HOLDERS = "holders"
    PRICES = "prices"
    SILENT = "silent"
    WEAKEST = "weakest"
    FALLEN = "fallen"
    ENDING = "ending"
    NEXT = "next"


class Weight(StrEnum):
    """How far the answers carry: NONE, FEW (single companies), HALF (most are silent), ENOUGH."""

    NONE = "none"
    FEW = "few"
    HALF = "half"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers of companies, but `prices` (talks that wait for us) and `weakest` (per cent, None where unknown)."""

    asked: int
    answered: int
    overdue: int
    holders: int
    prices: int
    weakest: int | None
    fallen: int
    ending: int


def rate(facts: Facts) -> int:
    """Per cent that answered, half up; 0 where nobody was asked."""
    return (200 * facts.answered + facts.asked) // (2 * facts.asked) if facts.asked else 0


def weight(facts: Facts) -> Weight:
    """How far what was answered may be told of all."""
    if not facts.answered:
        return Weight.NONE
    if facts.answered < FEW_ANSWERS:
        return Weight.FEW
    return Weight.HALF if 100 * facts.answered < LOW_RATE_PERCENT * facts.asked else Weight.ENOUGH


def decisions(facts: Facts) -> tuple[Decision, ...]:
    """At most three, the most pressing first; always at least one."""
    raised = {
        Decision.HOLDERS: facts.holders > 0,
        Decision.PRICES: facts.prices > 0,
        Decision.SILENT: facts.overdue > 0 or 100 * facts.answered < WAITING_PERCENT * facts.asked,
        Decision.WEAKEST: facts.weakest is not None and facts.weakest < WEAK_PERCENT,
        Decision.FALLEN: facts.fallen > 0,
        Decision.ENDING: facts.ending > 0,
        Decision.NEXT: True,
    }
    return tuple(one for one in Decision if raised[one])[:MOST]
