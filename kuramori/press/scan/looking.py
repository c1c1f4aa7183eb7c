"""What of a plan is in a document: words, part numbers, fingerprints."""

from __future__ import annotations

import functools
import hashlib
import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import ahocorasick

from kuramori.press.scan.document import Document
from kuramori.press.scan.normal import folded, lowered, packed

MOST_HITS = 3
"""Of one word: more places tell a person nothing more."""
NEAR = 24
PIECE, OVERLAP = 4_000_000, 200
"""Characters looked through at once, and how far the next piece reaches back into it."""
SHORT_LINE = 12
"""Characters beside a word in a line where it still stands by itself."""

NUMBER = re.compile(r"[0-9A-Za-z]+(?:[-_/.][0-9A-Za-z]+)*")
"""What may be a part number: says the same as `rules.wording.NUMBER`."""

_DASHES = str.maketrans("", "", "-_/.")

Hit = tuple[int, bool, bool, str]


@dataclass(slots=True)
class _Told:
    """What was found up to now. `excerpts`: asset to its fingerprints; `passages`: how many lay in the best one."""

    words: list[Hit] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    prints: set[int] = field(default_factory=set)
    excerpts: dict[int, set[int]] = field(default_factory=dict)
    passages: dict[int, tuple[int, str]] = field(default_factory=dict)
    characters: int = 0


class Look:
    """A plan made ready. `parts` are those of `plan.Plan.told`."""

    def __init__(self, head: dict[str, Any], parts: list[bytes]) -> None:
        key, numbers, prints, assets, background = parts
        self.gathers = bool(head["gathers"])
        self.words: list[str] = head["words"]
        self._automaton = _automaton(self.words)
        self._key = key
        self._numbers = {numbers[at : at + 8] for at in range(0, len(numbers), 8)}
        self._excerpts: Any = None
        if key:  # numpy, half of what starting a reader takes, is loaded only where there are fingerprints
            excerpts = importlib.import_module("kuramori.press.scan.excerpts")
            self._excerpts = excerpts.Excerpts(key, prints, assets, background)

    def over(self, document: Document) -> dict[str, Any]:
        """Hits as plain values, in the order of `plan.Reading`."""
        body, margin = "\n".join(document.body), folded("\n".join(document.margin))
        document.body.clear()
        told = _Told()
        # Piece by piece, as a text of 64 MB with its copies would not fit otherwise.
        for begin in range(0, max(1, len(body)), PIECE):
            self._over_piece(folded(body[begin : begin + PIECE + OVERLAP]), told)
        told.words += self._found(margin, packed(margin), True)
        written = chain(told.tokens, tokens(margin), set(document.figures))
        return {
            "words": told.words[: MOST_HITS * 200],
            "numbers": self._numbered(written),
            "excerpts": [
                (asset, len(found), told.passages[asset][1], sorted(found))
                for asset, found in sorted(told.excerpts.items())
            ],
            "characters": told.characters,
            "prints": sorted(told.prints),
        }

    def _over_piece(self, text: str, told: _Told) -> None:
        dense = packed(text)
        told.characters += len(dense)
        told.words += self._found(text, dense, False)
        if self._numbers:
            told.tokens |= tokens(text)
        if self._excerpts is not None:
            if self.gathers:
                told.prints.update(self._excerpts.prints(dense))
            self._excerpts.match(dense, told.excerpts, told.passages)

    def _found(self, text: str, dense: str, is_margin: bool) -> list[Hit]:
        if self._automaton is None or not dense:
            return []
        found: list[Hit] = []
        counts: dict[int, int] = {}
        lines: list[str] | None = None
        for end, word in self._automaton.iter(lowered(dense)):
            if counts.get(word, 0) >= MOST_HITS:
                continue
            term = self.words[word]
            begin = end + 1 - len(term)
            if _is_latin(term) and not _apart(term).search(text):
                counts[word] = MOST_HITS  # only within longer words
                continue
            counts[word] = counts.get(word, 0) + 1
            if lines is None:
                lines = [lowered(packed(line)) for line in text.splitlines()]
            alone = is_margin or any(_stands_alone(line, term) for line in lines)
            found.append((word, alone, is_margin, _around(dense, begin, end + 1)))
        return found

    def _numbered(self, written: Iterable[str]) -> list[tuple[str, str]]:
        if not self._numbers:
            return []
        found: dict[bytes, str] = {}
        for token in {_compared(one) for one in written if 4 <= len(one) <= 40 and not one.isalpha()}:
            value = number_hash(self._key, token)
            if value in self._numbers:
                found[value] = token
        return sorted((value.hex(), token) for value, token in found.items())


def tokens(text: str) -> set[str]:
    """What may be part numbers, as it is written."""
    return set(NUMBER.findall(text))


def _compared(token: str) -> str:
    return token.translate(_DASHES).upper()


def number_hash(key: bytes, token: str) -> bytes:
    """Says the same as `rules.wording.number_hash`."""
    return hashlib.blake2b(b"number/" + token.encode(), key=key, digest_size=8).digest()


def _automaton(words: list[str]) -> Any:
    if not words:
        return None
    automaton = ahocorasick.Automaton()
    for at, word in enumerate(words):
        automaton.add_word(word, at)
    automaton.make_automaton()
    return automaton


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


@functools.cache
def _apart(word: str) -> re.Pattern[str]:
    """A Latin word by itself, its letters spaced out or not: not the beginning of "confidentiality"."""
    return re.compile(r"(?<![A-Za-z])" + r"\s*".join(map(re.escape, word)) + r"(?![A-Za-z])", re.IGNORECASE)


def _stands_alone(line: str, word: str) -> bool:
    at = line.find(word)
    if at < 0:
        return False
    around = line[max(0, at - 1) : at] + line[at + len(word) : at + len(word) + 1]
    return len(line) <= len(word) + SHORT_LINE or around in {
        "[]",
        "()",
        "【】",
        "〔〕",
        "《》",
        "<>",
        "「」",
        "『』",
    }


def _around(dense: str, begin: int, end: int) -> str:
    return dense[max(0, begin - NEAR) : end + NEAR]
