"""What a workbook would change: beside the reply that counts now, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.rules.requests.claiming import Claimed, claimed, stood_for
from kuramori.rules.requests.outcomes import Given, Outcome, outcome
from kuramori.rules.requests.reply_text import Shown, read_shown, shown
from kuramori.rules.requests.requirements import read_requirements
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
    requirements, there, said = (
        read_requirements(asked.request.content),
        _there(asked),
        _claimed(asked, filled),
    )
    letters = dict(zip(requirements.items, there.states, strict=False))
    found = []
    for required in requirements.required:
        before, after = there.answers.get(required.item), said.answers.get(required.item)
        if after is None:
            continue
        letter = Outcome.MET if required.item in said.covered else outcome(required, after)
        if before is None or _says(letters[required.item], before) != _says(letter, after):
            found.append(Difference(required.item, before, after))
    return tuple(found)


def _there(asked: Asked) -> Shown:
    """What the reply that counts shows."""
    return read_shown(str(asked.reply.content)) if asked.reply is not None else Shown("D0", clock.today())


def _claimed(asked: Asked, filled: Filled) -> Claimed:
    """What was written, and what stands for answers instead."""
    return claimed(read_requirements(asked.request.content), filled.answers, filled.held, on=clock.today())


def _says(letter: str, given: Given) -> object:
    """What an answer comes to: one by levels and one by words may say the same."""
    return str(letter), given.words, given.plan, given.plan_on


def seen_of(asked: Asked, filled: Filled, *, keeps_open: bool = True) -> Shown:
    """What the workbook shows: all that was written into it. Raises `ReplyRefused`, `PackLost`.

    `keeps_open`: what it leaves open stays as the reply that counts has it, so that a half-filled correction loses
    nothing.
    """
    today, there = clock.today(), _there(asked)
    requirements, said = read_requirements(asked.request.content), _claimed(asked, filled)
    given_on = filled.given_on if filled.given_on and filled.given_on <= today else today
    known = frozenset(requirements.items)
    kept = {
        item: given
        for item, given in there.answers.items()
        if keeps_open and item in known and item not in said.answers
    }
    stood = (stood_for(requirements, there) & kept.keys()) if kept else frozenset[str]()
    evidence = tuple((item, title, "") for item, title in filled.evidence)
    evidence += tuple(one for one in there.evidence if one[0] in kept)
    return shown(
        requirements,
        {**kept, **said.answers},
        disclosure="D5" if evidence else "D4",
        as_of=given_on,
        given_by=filled.given_by,
        parts=parts_of(packs.by_digest(asked.request.digest)),
        evidence=evidence,
        covered=said.covered | stood,
    )
