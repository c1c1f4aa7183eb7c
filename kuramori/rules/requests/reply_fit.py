"""A reply that another house sent: whether it says nothing but what a reply to this request may say."""

from __future__ import annotations

import re
from typing import Final

from kuramori.rules.document import FORBIDDEN
from kuramori.rules.requests.outcomes import Given, Outcome, Said, hidden, outcome, summed
from kuramori.rules.requests.reply_text import (
    LONGEST,
    LONGEST_NAMES,
    MOST_TIERS,
    STEPS,
    ReplyRefused,
    Shown,
    read_shown,
    text_of,
)
from kuramori.rules.requests.requirements import Required, Requirements

LONGEST_NAME: Final = 120  # characters
MOST_EVIDENCE: Final = 200
THOUSAND: Final = 1_000
_SHA256: Final = re.compile(r"(?:[0-9a-f]{64})?")


def fitting(text: str, requirements: Requirements) -> Shown:
    """The reply, where its text is canonical, its sums are right and it shows no more than its step says.

    Raises `ReplyRefused`.
    """
    try:
        seen = read_shown(text)
        is_canonical = text_of(seen) == text
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as fault:
        raise ReplyRefused("unreadable") from fault
    if not is_canonical or seen.disclosure not in STEPS:
        raise ReplyRefused("unreadable")
    _require_forms(seen)
    _require_step(seen, requirements)
    if seen.states != hidden(requirements):
        _require_letters(seen, requirements)
    return seen


def _require_forms(seen: Shown) -> None:
    """Numbers are numbers and texts are texts of the usual length."""
    counts = (seen.short, seen.critical, *seen.blocks.values(), *([] if seen.share is None else [seen.share]))
    if any(type(one) is not int or one < 0 for one in counts):
        raise ReplyRefused("unreadable")
    if any(one > THOUSAND for one in (*seen.blocks.values(), seen.share or 0)):
        raise ReplyRefused("unreadable")
    _require_text(seen.given_by, LONGEST_NAME)
    if len(seen.evidence) > MOST_EVIDENCE:
        raise ReplyRefused("unreadable")
    for _item, title, sha256 in seen.evidence:
        _require_text(title, LONGEST_NAME)
        if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
            raise ReplyRefused("unreadable")
    if seen.further is not None:
        tiers = seen.further.tiers
        is_depth = tiers is None or (type(tiers) is int and 1 <= tiers <= MOST_TIERS)
        if type(seen.further.goes) is not bool or not is_depth:
            raise ReplyRefused("unreadable")
        _require_text(seen.further.names, LONGEST_NAMES)
    for item, given in seen.answers.items():
        if given.level is not None and type(given.level) is not int:
            raise ReplyRefused("level", item)
        for name, longest in LONGEST.items():
            _require_text(getattr(given, name), longest)


def _require_text(value: object, longest: int) -> None:
    if not isinstance(value, str) or len(value) > longest or FORBIDDEN.search(value):
        raise ReplyRefused("unreadable")


def _require_step(seen: Shown, requirements: Requirements) -> None:
    """Nothing of a later step."""
    step = STEPS.index(seen.disclosure)
    too_much = (
        (step < 1 and (seen.share is not None or seen.short or seen.critical)),
        (step < 2 and seen.blocks),
        (step < 3 and (seen.answers or seen.states != hidden(requirements))),
        (step == 3 and any(one.words or one.plan or one.plan_on for one in seen.answers.values())),
        (step < 3 and seen.further is not None),
        (step == 3 and seen.further is not None and seen.further.names),
        (step < 5 and seen.evidence),
    )
    if any(too_much):
        raise ReplyRefused("disclosure")
    known = set(requirements.items)
    for item in (*seen.answers, *(one[0] for one in seen.evidence)):
        if item not in known:
            raise ReplyRefused("not-asked", item)
    for item, given in seen.answers.items():
        if given.level is not None and not 0 <= given.level <= requirements.best:
            raise ReplyRefused("level", item)
    if step >= 3 and requirements.required and seen.states == hidden(requirements):
        raise ReplyRefused("states")


def _require_letters(seen: Shown, requirements: Requirements) -> None:
    """Each letter follows from its answer, or from something that is accepted instead; the sums from the letters."""
    if len(seen.states) != len(requirements.required):
        raise ReplyRefused("states")
    coverable = {item for one in requirements.equivalents for item in one.items or requirements.items}
    for required, letter in zip(requirements.required, seen.states, strict=True):
        may_be = _letters(required, seen.answers.get(required.item), seen.disclosure)
        if required.item in coverable:
            may_be = may_be | {Outcome.MET}
        if letter not in may_be:
            raise ReplyRefused("states", required.item)
    judged = summed(requirements, seen.states)
    if (judged.share, judged.short, judged.critical) != (seen.share, seen.short, seen.critical):
        raise ReplyRefused("sums")


def _letters(required: Required, given: Given | None, disclosure: str) -> frozenset[str]:
    """Which letters an answer may have. The reason for 該当しない and a plan's day are shown one step later."""
    plain = outcome(required, given)
    if given is None or disclosure != "D3":
        return frozenset({plain})
    if given.said is Said.NA and required.na_allowed:
        return frozenset({plain, Outcome.NA})
    return frozenset({plain, Outcome.PLANNED}) if plain in {Outcome.PART, Outcome.NOT} else frozenset({plain})
