"""What another policy would change: the same questions to two policies, and only the answers that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision
from kuramori.rules.sharing.inputs import Inputs
from kuramori.rules.sharing.policy import STRICTNESS, Policy

Key = TypeVar("Key")


class Turn(StrEnum):
    """How an answer changes: opens a door, closes one, stays as it is but for conditions or for who decides."""

    WIDER = "wider"
    STRICTER = "stricter"
    OTHER_CONDITIONS = "other_conditions"


@dataclass(frozen=True, slots=True)
class Change(Generic[Key]):
    """One question, named by ``key``, that the two policies answer differently."""

    key: Key
    turn: Turn
    before: Decision
    after: Decision


def simulate(before: Policy, after: Policy, asked: Iterable[tuple[Key, Inputs]]) -> Iterator[Change[Key]]:
    """Each question whose outcome, conditions or deciders differ, in the order asked."""
    known: dict[Inputs, tuple[Decision, Decision, Turn | None]] = {}
    for key, inputs in asked:
        if inputs not in known:
            old, new = decide(before, inputs), decide(after, inputs)
            known[inputs] = old, new, turn(old, new)
        old, new, found = known[inputs]
        if found is not None:
            yield Change(key, found, old, new)


def turn(before: Decision, after: Decision) -> Turn | None:
    """How two answers differ; None where they say the same, whatever their rules are called."""
    difference = STRICTNESS[after.outcome] - STRICTNESS[before.outcome]
    if difference:
        return Turn.STRICTER if difference > 0 else Turn.WIDER
    same = (before.conditions, before.to) == (after.conditions, after.to)
    return None if same else Turn.OTHER_CONDITIONS
