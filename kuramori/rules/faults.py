"""What is wrong with a text somebody gave us: where, which rule, and a sentence in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kuramori.rules.fault_sentences import SENTENCES

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    ``path`` is the file's name ("" when the text came without one), ``line`` and ``column`` count from 1 and
    are None where no line can be named, ``place`` is the way to the value ("answers.q05"), ``rule`` a key of
    ``fault_sentences.SENTENCES`` and ``words`` what fills its sentence.
    """

    path: str
    line: int | None
    column: int | None
    rule: str
    place: str = ""
    words: Words = ()

    def sentence(self, lang: str = "ja") -> str:
        """What is wrong and what to do, in Japanese ("ja") or English (anything else)."""
        japanese, english = SENTENCES[self.rule]
        return (japanese if lang == "ja" else english).format(**dict(self.words), place=self.place)

    def full_line(self, lang: str = "ja") -> str:
        """``file: line 12, answers.q05: sentence``, leaving out what is not known."""
        line = f"{self.line}行目" if lang == "ja" else f"line {self.line}"
        spot = [self.path, line if self.line else "", self.place]
        head = " ".join(filter(None, spot)) if lang == "ja" else ", ".join(filter(None, spot))
        return f"{head}: {self.sentence(lang)}" if head else self.sentence(lang)

    def as_dict(self, lang: str = "ja") -> dict[str, Any]:
        """The form used in every JSON output."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "place": self.place,
            "rule": self.rule,
            "message": self.sentence(lang),
        }


class Refused(Exception):
    """A text was refused; ``faults`` has at least one entry, in the order of the text where that is known."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise ValueError("a refusal names at least one fault")
        super().__init__("; ".join(fault.full_line("en") for fault in self.faults[:5]))

    def sentences(self, lang: str = "ja") -> list[str]:
        """One full line per fault."""
        return [fault.full_line(lang) for fault in self.faults]


def words(values: Mapping[str, object]) -> Words:
    """Freeze what fills a sentence; long values are cut so that a hostile file cannot flood a page."""
    return tuple((key, shown(value)) for key, value in values.items())


def shown(value: object, limit: int = 60) -> str:
    """A value as it may be repeated to a reader: one line, no control characters, at most ``limit`` characters."""
    text = "".join(c if c.isprintable() else "·" for c in _as_written(value)[: limit * 2])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _as_written(value: object) -> str:
    """As YAML and JSON write it: whoever reads the sentence never typed `None` or `True`."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | tuple):
        return "[…]"
    return "{…}" if isinstance(value, Mapping) else str(value)
