"""規約の違い: two texts side by side as sentences that stayed, came and went. Pure, no rows."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

MOST_SENTENCES = 6_000
"""Of each text; comparing takes the square of it at worst."""
AROUND = 1
_ENDS = re.compile(r"(?<=[。．！？])|\n+|(?<=[.!?])\s+")


class TooLongToCompare(ValueError):
    """One of the texts has more sentences than can be compared while somebody waits."""


@dataclass(frozen=True, slots=True)
class Part:
    """One run of sentences. `left_out` is how many unchanged ones are not shown between two changes."""

    kind: Literal["same", "gone", "new", "skipped"]
    text: str = ""
    left_out: int = 0


def sentences(text: str) -> list[str]:
    """A text as its sentences, without empty ones."""
    return [one for part in _ENDS.split(text) if (one := " ".join(part.split()))]


def difference(before: str, after: str) -> tuple[Part, ...]:
    """What went and what came, each with a sentence around it; empty where the texts say the same.

    Raises `TooLongToCompare`.
    """
    old, new = sentences(before), sentences(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        raise TooLongToCompare
    found: list[Part] = []
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(step[0] == "equal" for step in steps):
        return ()
    for at, (what, a, b, c, d) in enumerate(steps):
        if what == "equal":
            found += _unchanged(old[a:b], is_first=at == 0, is_last=at == len(steps) - 1)
            continue
        found += [Part("gone", one) for one in old[a:b]]
        found += [Part("new", one) for one in new[c:d]]
    return tuple(found)


def _unchanged(run: list[str], *, is_first: bool, is_last: bool) -> list[Part]:
    head = [] if is_first else run[:AROUND]
    rest = run[len(head) :]
    tail = [] if is_last else rest[-AROUND:]
    left_out = len(rest) - len(tail)
    between = [Part("skipped", left_out=left_out)] if left_out else []
    return [*(Part("same", one) for one in head), *between, *(Part("same", one) for one in tail)]
