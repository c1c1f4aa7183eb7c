"""What a workbook would change: beside the reply that counts now, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, outcome
from kuramori.rules.requests.reply_text import Shown, read_shown, shown
from kuramori.rules.requests.requirements import Required, read_requirements
from kuramori.work.requests.models import Asked
from kuramori.work.requests.workbooks.filled import Filled
from kuramori.work.requests.workbooks.making import parts_of


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` is None where nothing was answered."""

    item: str
    before: Given | None
    after: Given


def differences(asked: Asked, filled: Filled) -> tuple[Difference, ...]:
    """In the order of what is asked; nothing where the workbook says what is there already, or leaves it open."""
    there = _there(asked).answers
    found = []
    for required in read_requirements(asked.request.content).required:
        before, after = there.get(required.item), filled.answers.get(required.item)
        if after is not None and _says(required, before) != _says(required, after):
            found.append(Difference(required.item, before, after))
    return tuple(found)


def _there(asked: Asked) -> Shown:
    """What the reply that counts shows."""
    return read_shown(str(asked.reply.content)) if asked.reply is not None else Shown("D0", clock.today())


def _says(required: Required, given: Given | None) -> object:
    """What an answer comes to: one by levels and one by words may say the same."""
    if given is None:
        return None
    return outcome(required, given), given.words, given.plan, given.plan_on


def seen_of(asked: Asked, filled: Filled, *, keeps_open: bool = True) -> Shown:
    """What the workbook shows: all that was written into it. Raises `ReplyRefused`, `PackLost`.

    `keeps_open`: what it leaves open stays as the reply that counts has it, so that a half-filled correction loses
    nothing.
    """
    today, there = clock.today(), _there(asked)
    given_on = filled.given_on if filled.given_on and filled.given_on <= today else today
    known = frozenset(read_requirements(asked.request.content).items)
    kept = {
        item: given
        for item, given in there.answers.items()
        if keeps_open and item in known and item not in filled.answers
    }
    evidence = tuple((item, title, "") for item, title in filled.evidence)
    evidence += tuple(one for one in there.evidence if one[0] in kept)
    return shown(
        read_requirements(asked.request.content),
        {**kept, **filled.answers},
        disclosure="D5" if evidence else "D4",
        as_of=given_on,
        given_by=filled.given_by,
        parts=parts_of(packs.by_digest(asked.request.digest)),
        evidence=evidence,
    )
