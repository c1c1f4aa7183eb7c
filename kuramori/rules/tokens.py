"""Words as a search index knows them: the same cutting for what is indexed and for what is asked.

A word is found wherever it stands within a text, as a plain look for a part of the text would find it (NFKC, lower
case): 金型 in 精密金型図, 234 in AB1234CD, A-12 in A-1234. There is no dictionary and no list of word ends. Every run
between spaces is cut into overlapping pairs, signs included, and its last character by itself: so any part of two or
more characters is covered by pairs, and any single character begins a pair or ends a run. Letters and digits of ASCII
make few pairs, which nearly every text with part numbers holds: they are cut into threes as well.
That a text has all pairs of a word does not say that they stand in a row: whoever finds it looks again (`holds`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import add
from typing import Final

MOST_WORDS: Final = 8
LONGEST_WORD: Final = 60
# Control characters part words like spaces do; half of a character pair that broke has no place in any database.
_NOT_TEXT: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_ASCII: Final = re.compile("[!-~]{3,}")
# An index may spell the signs of ASCII as letters of the private plane (`search.spelling`).
_SPELT: Final = re.compile("[!-~\ue021-\ue07e]{3,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an index must hold for a question: every one of `grams`, and for each of `beginnings` some gram that
    begins with it. `words` are what the text itself must hold."""

    words: tuple[str, ...]
    grams: tuple[str, ...]
    beginnings: tuple[str, ...]


def normal(text: str) -> str:
    """The text as it is compared: NFKC, lower case, runs of spaces as one."""
    plain = unicodedata.normalize("NFKC", _NOT_TEXT.sub(" ", text)).lower()
    return " ".join(plain.split())


def grams(plain: str) -> frozenset[str]:
    """What the index keeps of a text that is `normal` already: pairs, threes of ASCII, the last character of a run.

    The signs of the text may be spelt as an index needs them; then so are those of its words.
    """
    return frozenset(chain.from_iterable(map(of_run, plain.split())))


def of_run(run: str) -> list[str]:
    """The same for one run between spaces (not empty); some may come twice."""
    found = list(map(add, run, run[1:]))
    found.append(run[-1])
    for part in _SPELT.findall(run):
        found += _threes(part)
    return found


def words(asked: str) -> tuple[str, ...]:
    """The words of a question, each once: at most `MOST_WORDS`, each cut at `LONGEST_WORD` characters.

    A cut question asks for less and so finds more, never less.
    """
    found = (word[:LONGEST_WORD] for word in normal(asked).split())
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def wanted(asked: Sequence[str]) -> Wanted:
    """What to look up for words from `words`."""
    found: dict[str, None] = {}
    for word in asked:
        covered: set[int] = set()
        for run in _ASCII.finditer(word):
            found |= dict.fromkeys(_threes(run[0]))
            covered.update(range(run.start(), run.end() - 1))
        # A pair within threes need not be asked for again.
        found |= {word[at : at + 2]: None for at in range(len(word) - 1) if at not in covered}
    single = tuple(word for word in asked if len(word) == 1)
    return Wanted(tuple(asked), tuple(found), single)


def holds(plain: str, asked: Iterable[str]) -> bool:
    """Whether a `normal` text holds every word, each as one unbroken part."""
    return all(word in plain for word in asked)


def _threes(run: str) -> map[str]:
    return map(add, map(add, run, run[1:]), run[2:])
