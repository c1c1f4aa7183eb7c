"""A text that was read strictly: plain values, and where in the text each of them stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from kuramori.rules.faults import Fault, Refused, words

Path = tuple[str | int, ...]

# C0 without tab and line ends, C1, lone surrogates, the signs that turn the direction of writing (they can make a
# printed sentence read as something else) and the two non-characters of the basic plane.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one text may hold. ``size`` in bytes of UTF-8, ``depth`` in nested lists and mappings."""

    size: int = 1_000_000
    lines: int = 20_000
    values: int = 20_000
    depth: int = 20


@dataclass(frozen=True, slots=True)
class Document:
    """``value`` is made of dict, list, str, int, float, bool and None only.

    ``places`` gives line and column (from 1) of every value by its path; ``written`` gives the very characters
    of every number, so that a version ``1.0`` is not taken for ``1``.
    """

    path: str
    value: Any
    places: Mapping[Path, tuple[int, int]]
    written: Mapping[Path, str]

    def fault(self, at: Path, rule: str, **values: object) -> Fault:
        """A fault at a path; where the path has no place of its own (a missing key), its parent's place."""
        spot = at
        while spot and spot not in self.places:
            spot = spot[:-1]
        line, column = self.places.get(spot, (None, None))
        return Fault(self.path, line, column, rule, self.place(at), words(values))

    def below(self, at: Path) -> Document:
        """The part that stands at a path, as a document whose places are still those of the whole text."""
        value: Any = self.value
        for step in at:
            value = value[step]
        size = len(at)
        return Document(
            self.path,
            value,
            {path[size:]: spot for path, spot in self.places.items() if path[:size] == at},
            {path[size:]: token for path, token in self.written.items() if path[:size] == at},
        )

    def place(self, at: Path) -> str:
        """``items.q04.weight``: a list entry that has an id is called by it, another one by its position from 1."""
        names: list[str] = []
        here: Any = self.value
        for step in at:
            here = _child(here, step)
            if isinstance(step, int):
                own = here.get("id") if isinstance(here, dict) else None
                names.append(f".{own}" if isinstance(own, str) else f"[{step + 1}]")
            else:
                names.append(f".{step}")
        return "".join(names).removeprefix(".")


def _child(here: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return here[step] if isinstance(here, list) and step < len(here) else None
    return here.get(step) if isinstance(here, dict) else None


class Gathering:
    """What both readers share while they build a document: counting, places, and the checks of single values."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.places: dict[Path, tuple[int, int]] = {}
        self.written: dict[Path, str] = {}
        self.faults: list[Fault] = []
        self.count = 0

    def stop(self, line: int, column: int, rule: str, place: str = "", **values: object) -> Refused:
        """The refusal for something after which reading cannot go on."""
        return Refused([*self.faults, Fault(self.path, line, column, rule, place, words(values))])

    def note(self, at: Path, line: int, column: int) -> None:
        """Remember where a value stands; refuses the document when it has too many or nests too deep."""
        # Counted apart from the places: a key that stands twice has one place but was read twice.
        self.count += 1
        if self.count > self.limits.values:
            raise self.stop(line, column, "too-many-values", limit=self.limits.values)
        if len(at) > self.limits.depth:
            raise self.stop(line, column, "too-deep", limit=self.limits.depth)
        self.places[at] = (line, column)

    def text(self, value: str, line: int, column: int) -> str:
        """A text value without control characters (escapes can bring them in) and with plain line ends."""
        found = FORBIDDEN.search(value)
        if found:
            raise self.stop(line, column, "control-character", character=f"U+{ord(found[0]):04X}")
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value

    def number(self, at: Path, token: str, line: int, column: int) -> int | float:
        """A finite number from its characters."""
        # A level or a weight needs few digits; int() of thousands of digits is slow and raises above 4,300.
        if len(token) > 30:
            raise self.stop(line, column, "not-a-number", value=token)
        self.written[at] = token
        try:
            return int(token)
        except ValueError:
            value = float(token)
        if not isfinite(value):
            raise self.stop(line, column, "not-a-number", value=token)
        return value

    def twice(self, at: Path, key: str, line: int, column: int) -> None:
        """Record a key that stands twice; reading goes on, so that the first twenty of them are named."""
        place = Document("", None, {}, {}).place((*at, key))
        self.faults.append(Fault(self.path, line, column, "duplicate-key", place, words({"key": key})))
        if len(self.faults) == 20:
            raise Refused(self.faults)

    def document(self, value: Any) -> Document:
        """The finished document, or the faults gathered on the way."""
        if self.faults:
            raise Refused(self.faults)
        return Document(self.path, value, self.places, self.written)


class Lines:
    """Line and column of an offset in a text."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
