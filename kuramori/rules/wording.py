"""The words that say "secret", the terms of a house and its part numbers: how they are written and compared.

Marks are content (`content/jp/kuramori/marks`), terms and part numbers are the house's own. Compared without regard
to white space, to full and half width, and to upper and lower case: a mark is often spaced out (社 外 秘).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kuramori.rules.winnowing import normal

GRADES: Final = ("top", "secret", "internal")
NUMBER: Final = re.compile(r"[0-9A-Za-z]+(?:[-_/.][0-9A-Za-z]+)*")
SHORTEST_NUMBER, LONGEST_NUMBER = 4, 40
SHORTEST_TERM: Final = 2


class MarksUnreadable(ValueError):
    """The list of marks is not in its form; the message names the place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One way to say it. `grade` is the weight that the words tell (`GRADES`), "" where they tell none."""

    id: str
    grade: str
    words: tuple[str, ...]


def read_marks(content: object) -> tuple[Mark, ...]:
    """The marks of `marks.yaml` as loaded. Raises `MarksUnreadable`."""
    entries = content.get("marks") if isinstance(content, Mapping) else None
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        raise MarksUnreadable("marks")
    marks = tuple(_mark(at, entry) for at, entry in enumerate(entries))
    if len({mark.id for mark in marks}) < len(marks):
        raise MarksUnreadable("marks: two of one id")
    return marks


def _mark(at: int, entry: Any) -> Mark:
    place = f"marks[{at}]"
    if not isinstance(entry, Mapping) or set(entry) - {"id", "grade", "words"}:
        raise MarksUnreadable(place)
    words, grade, name = entry.get("words"), entry.get("grade", ""), entry.get("id")
    if not isinstance(name, str) or not name:
        raise MarksUnreadable(f"{place}.id")
    if grade not in {"", *GRADES}:
        raise MarksUnreadable(f"{place}.grade")
    if not isinstance(words, Sequence) or isinstance(words, str) or not words:
        raise MarksUnreadable(f"{place}.words")
    if any(not isinstance(word, str) or len(compared(word)) < SHORTEST_TERM for word in words):
        raise MarksUnreadable(f"{place}.words")
    return Mark(name, grade, tuple(words))


def compared(word: str) -> str:
    """A word as it is looked for in `normal` text in lower case."""
    return normal(word).lower()


def longest_first(words: Collection[str]) -> list[str]:
    """Each once as it is compared, longest first: STRICTLY CONFIDENTIAL says more than CONFIDENTIAL within it."""
    return sorted({compared(word) for word in words}, key=lambda word: (-len(word), word))


def found(text: str, words: Collection[str]) -> dict[str, int]:
    """How often each word stands in a text; a Latin word only by itself, not as the beginning of a longer one."""
    dense = normal(text).lower()
    counts = {}
    for word in longest_first(words):
        count = dense.count(word)
        if count and (not _is_latin(word) or _apart(word).search(text)):
            counts[word] = count
    return counts


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _apart(word: str) -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z])" + r"\s*".join(word) + r"(?![A-Za-z])", re.IGNORECASE)


def number(written: str) -> str:
    """A part number as it is compared: without -, _, / and ., in upper case. "" for what is too short or has no figure.

    Whatever shall be found has four characters or more and a figure among them: shorter ones are everywhere.
    """
    token = normal(written)
    if not NUMBER.fullmatch(token) or not SHORTEST_NUMBER <= len(token) <= LONGEST_NUMBER or token.isalpha():
        return ""
    return re.sub(r"[-_/.]", "", token).upper()


def numbers_in(text: str) -> Iterator[str]:
    """What may be part numbers in a text (NFKC, white space kept), as they are compared."""
    for token in NUMBER.findall(text):
        if compared_number := number(token):
            yield compared_number


def number_hash(key: bytes, compared_number: str) -> bytes:
    """8 bytes, keyed: the index of part numbers tells nothing to who has not the key."""
    return hashlib.blake2b(b"number/" + compared_number.encode(), key=key, digest_size=8).digest()
