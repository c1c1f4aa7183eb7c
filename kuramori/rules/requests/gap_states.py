"""A gap as its moves make it: the same moves give the same state on both sides, in whatever order they arrived.

Both sides move at once, and hear of the other's move later. So nothing is overwritten: every move is kept, all are put
into one order (`turn`, the asking side's house before the other's), and each counts if it may be made from where those
before it have led. What comes too late counts for nothing and stays to be read. An answer (agreed, given back, closed)
counts only for the very proposal or evidence it names, so nobody agrees to a plan they have not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from kuramori.rules.statements.bodies_asking import GapStep


class Part(StrEnum):
    """Whose part it is: who asks, or who is asked."""

    ASKING = "asking"
    ASKED = "asked"


class State(StrEnum):
    """Where a gap is; the last four are its ends. No move leads to the last: another gap goes on instead."""

    OPEN = "open"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    EVIDENCE_IN = "evidence_in"
    CLOSED = "closed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


ENDED: Final = frozenset({State.CLOSED, State.ACCEPTED, State.WITHDRAWN, State.MERGED})
RUNNING: Final = tuple(one for one in State if one not in ENDED)
_ASKED, _ASKING = (Part.ASKED,), (Part.ASKING,)

# Step: who may make it, and where it leads from where; a state that is not named cannot be left by it.
TABLE: Final[Mapping[GapStep, tuple[tuple[Part, ...], Mapping[State, State]]]] = {
    GapStep.PROPOSED: (
        _ASKED,
        dict.fromkeys((State.OPEN, State.PROPOSED, State.AGREED, State.IN_PROGRESS), State.PROPOSED),
    ),
    GapStep.AGREED: (_ASKING, {State.PROPOSED: State.AGREED}),
    GapStep.GIVEN_BACK: (
        _ASKING,
        {State.PROPOSED: State.OPEN, State.EVIDENCE_IN: State.IN_PROGRESS},
    ),
    GapStep.STARTED: (_ASKED, {State.AGREED: State.IN_PROGRESS}),
    GapStep.EVIDENCE: (
        _ASKED,
        dict.fromkeys((*RUNNING,), State.EVIDENCE_IN),
    ),
    GapStep.CLOSED: (_ASKING, {State.EVIDENCE_IN: State.CLOSED}),
    GapStep.ACCEPTED: (_ASKING, dict.fromkeys(RUNNING, State.ACCEPTED)),
    GapStep.WITHDRAWN: (_ASKING, dict.fromkeys(RUNNING, State.WITHDRAWN)),
    GapStep.SUPPORTED: (_ASKING, {one: one for one in RUNNING}),
    GapStep.PROTECTED: ((Part.ASKING, Part.ASKED), {one: one for one in RUNNING}),
}
OFFERS: Final = frozenset({GapStep.PROPOSED, GapStep.EVIDENCE})
"""What is answered."""
ANSWERS: Final = frozenset({GapStep.AGREED, GapStep.GIVEN_BACK, GapStep.CLOSED})
FIRST: Final = 1
"""The turn of the opening."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`house`: on whose side it was written down; `part`: whose move it is (the asking house also writes down what it
    was told by telephone or behind a link). `upon`: the turn of the proposal or evidence that an answer answers."""

    turn: int
    house: Part
    part: Part
    step: GapStep
    upon: int = 0
    plan: str = ""
    plan_on: date | None = None
    interim: str = ""
    support: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """Where the moves have led. `offer`: turn of the proposal or evidence that stands. `lost`: moves that came too
    late, by turn and house."""

    state: State = State.OPEN
    plan: str = ""
    plan_on: date | None = None
    interim: str = ""
    support: str = ""
    offer: int = 0
    highest: int = FIRST
    lost: frozenset[tuple[int, Part]] = field(default_factory=frozenset)


def may(part: Part, step: GapStep, state: State) -> bool:
    """Whether this side may make this step from here."""
    parts, leads = TABLE.get(step, ((), {}))
    return part in parts and state in leads


def choices(part: Part, state: State) -> tuple[GapStep, ...]:
    """What this side may do now, in the order of the table."""
    return tuple(step for step in TABLE if may(part, step, state))


def after(now: Now, move: Moved) -> Now:
    """One more move."""
    highest = max(now.highest, move.turn)
    if not may(move.part, move.step, now.state) or (move.step in ANSWERS and move.upon != now.offer):
        return replace(now, highest=highest, lost=now.lost | {(move.turn, move.house)})
    led = replace(now, state=TABLE[move.step][1][now.state], highest=highest)
    if move.step in OFFERS:
        led = replace(led, offer=move.turn)
    if move.step is GapStep.PROPOSED:
        led = replace(led, plan=move.plan, plan_on=move.plan_on, interim=move.interim or now.interim)
    elif move.step is GapStep.PROTECTED:
        led = replace(led, interim=move.interim)
    elif move.step is GapStep.SUPPORTED:
        led = replace(led, support=move.support)
    return led


def led_to(moves: Iterable[Moved]) -> Now:
    """Where these moves lead, in whatever order they are given."""
    now = Now()
    for move in sorted(moves, key=lambda one: (one.turn, one.house is not Part.ASKING)):
        now = after(now, move)
    return now
