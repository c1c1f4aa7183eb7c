"""What a partner holds instead of answers: which items it stands for, whoever tells of it (a guest, a workbook)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kuramori.rules.requests.outcomes import Given, Outcome, Said, outcome
from kuramori.rules.requests.reply_text import LONGEST, Shown
from kuramori.rules.requests.requirements import Equivalent, Requirements

LONGEST_NUMBER = 80  # characters


@dataclass(frozen=True, slots=True)
class Held:
    """An accepted equivalent that its giver says to hold. `number` is that of the proof, `valid_until` its last day;
    "" and None where they were not told."""

    id: str
    number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """`answers` with those that equivalents brought; `covered` are the items they stand for."""

    answers: Mapping[str, Given]
    covered: frozenset[str]


def claimed(
    requirements: Requirements, answers: Mapping[str, Given], held: Iterable[Held], *, on: date
) -> Claimed:
    """What was answered and what is held, together.

    An answer of one's own stays beside what covers its item. What is not accepted here, and what had ended before
    `on`, stands for nothing.
    """
    told, covered, holds = dict(answers), set[str](), {one.id: one for one in held}
    for accepted in requirements.equivalents:
        one = holds.get(accepted.id)
        if one is None or has_ended(one, on):
            continue
        items = accepted.items or requirements.items
        covered |= set(items)
        given = Given(Said.ALTERNATIVE, words=words_of(accepted, one))
        told |= {item: given for item in items if item not in told}
    return Claimed(told, frozenset(covered))


def has_ended(held: Held, on: date) -> bool:
    """Whether its last day was before `on`."""
    return held.valid_until is not None and held.valid_until < on


def words_of(accepted: Equivalent, held: Held) -> str:
    """What stands for an answer: what is held, its number and its last day."""
    more = [held.number[:LONGEST_NUMBER]] if held.number else []
    more += [f"〜{held.valid_until:%Y/%m/%d}"] if held.valid_until else []
    beside = f"（{'、'.join(more)}）" if more else ""
    return f"{accepted.words[: LONGEST['words'] - len(beside)]}{beside}"


def stood_for(requirements: Requirements, seen: Shown) -> frozenset[str]:
    """The items of a reply that was taken in for which something held stood: they count although the answer alone
    would not."""
    return frozenset(
        required.item
        for required, letter in zip(requirements.required, seen.states, strict=True)
        if letter == Outcome.MET
        and required.item in seen.answers
        and outcome(required, seen.answers[required.item]) is not Outcome.MET
    )
