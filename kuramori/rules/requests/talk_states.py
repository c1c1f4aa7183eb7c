"""A talk about prices and costs as its steps make it: who asked, what was answered, what was agreed.

As with gaps, the same steps give the same state on both sides: they are put into one order by `turn` and by house, the
one that began first. An agreement names the step it agrees upon; two that cross are not both kept as agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from kuramori.rules.statements.bodies_asking import TalkStep


class TalkState(StrEnum):
    """Where a talk is; the last two are its ends."""

    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"
    ENDED = "ended"


RUNNING: Final = (TalkState.ASKED, TalkState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Step:
    """`house`: written down by who began the talk (True) or by the other side. `by_beginner`: whose step it is."""

    turn: int
    house: bool
    by_beginner: bool
    step: TalkStep
    on: date
    upon: int = 0
    yen: int | None = None
    words: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where the steps have led. `last`: turn of the last that counts; `lost`: those that came too late."""

    state: TalkState = TalkState.ASKED
    asked: Step | None = None
    answered: Step | None = None
    agreed: Step | None = None
    ended: Step | None = None
    last: int = 0
    highest: int = 0
    lost: frozenset[tuple[int, bool]] = field(default_factory=frozenset)


def may(by_beginner: bool, step: TalkStep, state: TalkState) -> bool:
    """Who began asks (again) and may take it back; the other side answers. Nobody ends it unanswered but who asked."""
    if state not in RUNNING:
        return False
    if step is TalkStep.ASKED:
        return by_beginner
    if step is TalkStep.ANSWERED:
        return not by_beginner
    if step is TalkStep.ENDED:
        return by_beginner or state is TalkState.ANSWERED
    return True


def after(talk: Talk, step: Step) -> Talk:
    """One more step."""
    highest = max(talk.highest, step.turn)
    is_blind = step.step is TalkStep.AGREED and step.upon != talk.last
    begins = talk.asked is None and step.step is TalkStep.ASKED
    if not begins and (is_blind or talk.asked is None or not may(step.by_beginner, step.step, talk.state)):
        return replace(talk, highest=highest, lost=talk.lost | {(step.turn, step.house)})
    led = replace(talk, state=TalkState(step.step.value), last=step.turn, highest=highest)
    if step.step is TalkStep.ASKED:
        return replace(led, asked=step)
    if step.step is TalkStep.ANSWERED:
        return replace(led, answered=step)
    return replace(led, agreed=step) if step.step is TalkStep.AGREED else replace(led, ended=step)


def led_to(steps: Iterable[Step]) -> Talk:
    """Where these steps lead, in whatever order they are given."""
    talk = Talk()
    for step in sorted(steps, key=lambda one: (one.turn, not one.house)):
        talk = after(talk, step)
    return talk
