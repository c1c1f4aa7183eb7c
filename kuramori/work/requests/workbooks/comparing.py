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
    """`before` is None where nothing was answered, `after` where the workbook says nothing any more."""

    item: str
    before: Given | None
    after: Given | None


def differences(asked: Asked, filled: Filled) -> tuple[Difference, ...]:
    """In the order of what is asked; nothing where the workbook says what is there already."""
    there = read_shown(str(asked.reply.content)).answers if asked.reply is not None else {}
    found = []
    for required in read_requirements(asked.request.content).required:
        before, after = there.get(required.item), filled.answers.get(required.item)
        if _says(required, before) != _says(required, after):
            found.append(Difference(required.item, before, after))
    return tuple(found)


def _says(required: Required, given: Given | None) -> object:
    """What an answer comes to: one by levels and one by words may say the same."""
    if given is None:
        return None
    return outcome(required, given), given.words, given.plan, given.plan_on


def seen_of(asked: Asked, filled: Filled) -> Shown:
    """What the workbook shows: all that was written into it, and no more. Raises `ReplyRefused`, `PackLost`."""
    today = clock.today()
    given_on = filled.given_on if filled.given_on and filled.given_on <= today else today
    return shown(
        read_requirements(asked.request.content),
        filled.answers,
        disclosure="D5" if filled.evidence else "D4",
        as_of=given_on,
        given_by=filled.given_by,
        parts=parts_of(packs.by_digest(asked.request.digest)),
        evidence=tuple((item, title, "") for item, title in filled.evidence),
    )
