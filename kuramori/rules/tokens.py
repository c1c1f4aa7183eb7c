"""Words as a search index knows them: the same cutting for what is indexed and for what is asked.

A word is found wherever it stands within a text, as a plain look for a part of the text would find it (NFKC, lower
case): 金型 in 精密金型図, 234 in AB1234CD, A-12 in A-1234. There is no dictionary and no list of word ends. Every run
between spaces is cut into overlapping pairs, signs included, and its last character by itself: so any part of two or
more characters is covered by pairs, and any single character begins a pair or ends a run.
That a text has all pairs of a word does not say that they stand in a row: whoever finds it looks again (`holds`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 8
LONGEST_WORD: Final = 60
# Control characters part words like spaces do; half of a character pair that broke has no place in any database.
_NOT_TEXT: Final = dict.fromkeys((*range(32), 127, *range(55296, 57344)), " ")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an index must hold for a question: every one of `grams`, and for each of `beginnings` some gram that
    begins with it. `words` are what the text itself must hold."""

    words: tuple[str, ...]
    grams: tuple[str, ...]
    beginnings: tuple[str, ...]


def normal(text: str) -> str:
    """The text as it is compared: NFKC, lower case, runs of spaces as one."""
    plain = unicodedata.normalize("NFKC", text.translate(_NOT_TEXT)).lower()
    return " ".join(plain.split())


def grams(plain: str) -> frozenset[str]:
    """What the index keeps of a text that is `normal` already: pairs, and the last character of each run."""
    found: set[str] = set()
    for run in plain.split():
        found.update(map(str.__add__, run, run[1:]))
        found.add(run[-1])
    return frozenset(found)


def words(asked: str) -> tuple[str, ...]:
    """The words of a question, each once: at most `MOST_WORDS`, each cut at `LONGEST_WORD` characters.

    A cut question asks for less and so finds more, never less.
    """
    found = (word[:LONGEST_WORD] for word in normal(asked).split())
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def wanted(asked: Sequence[str]) -> Wanted:
    """What to look up for words from `words`."""
    pairs: dict[str, None] = {}
    for word in asked:
        pairs |= dict.fromkeys(map(str.__add__, word, word[1:]))
    single = tuple(word for word in asked if len(word) == 1)
    return Wanted(tuple(asked), tuple(pairs), single)


def holds(plain: str, asked: Iterable[str]) -> bool:
    """Whether a `normal` text holds every word, each as one unbroken part."""
    return all(word in plain for word in asked)
