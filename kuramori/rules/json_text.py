"""Strict JSON with the line of every value: no duplicate keys, no NaN, no control characters, bounded depth."""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any, Final

from kuramori.rules.document import Document, Gathering, Limits, Lines, Path

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None}
_NOT_NUMBERS: Final = ("NaN", "Infinity", "-Infinity")


def read_json(text: str, path: str = "", limits: Limits | None = None) -> Document:
    """The document in ``text``; raises ``Refused``. Encoding and size are the caller's to check (``reading``)."""
    reader = _Reader(text, Gathering(path, limits or Limits()))
    value = reader.value(())
    reader.skip()
    if reader.here < len(text):
        raise reader.broken("text after the end")
    return reader.gathering.document(value)


class _Reader:
    def __init__(self, text: str, gathering: Gathering) -> None:
        self.text = text
        self.gathering = gathering
        self.lines = Lines(text)
        self.here = 0

    def skip(self) -> str:
        found = _SPACE.match(self.text, self.here)
        self.here = found.end() if found else self.here
        return self.text[self.here : self.here + 1]

    def broken(self, detail: str) -> Exception:
        return self.gathering.stop(
            *self.lines.at(min(self.here, len(self.text))), "not-readable", detail=detail
        )

    def value(self, at: Path) -> Any:
        first = self.skip()
        line, column = self.lines.at(self.here)
        self.gathering.note(at, line, column)
        if first == "{":
            return self.mapping(at)
        if first == "[":
            return self.list(at)
        if first == '"':
            return self.string()
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, self.here):
                self.here += len(word)
                return meaning
        for word in _NOT_NUMBERS:
            if self.text.startswith(word, self.here):
                raise self.gathering.stop(line, column, "not-a-number", value=word)
        found = _NUMBER.match(self.text, self.here)
        if not found:
            raise self.broken("a value is missing")
        self.here = found.end()
        return self.gathering.number(at, found[0], line, column)

    def string(self) -> str:
        line, column = self.lines.at(self.here)
        try:
            value, self.here = scanstring(self.text, self.here + 1, True)
        except JSONDecodeError as error:
            self.here = error.pos
            raise self.broken(error.msg) from None
        return self.gathering.text(value, line, column)

    def mapping(self, at: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        self.here += 1
        if self.skip() == "}":
            self.here += 1
            return result
        while True:
            if self.skip() != '"':
                raise self.broken("a key in double quotes is missing")
            line, column = self.lines.at(self.here)
            key = self.string()
            if key in result:
                self.gathering.twice(at, key, line, column)
            if self.skip() != ":":
                raise self.broken("a colon is missing")
            self.here += 1
            result[key] = self.value((*at, key))
            if self.ends("}"):
                return result

    def list(self, at: Path) -> list[Any]:
        result: list[Any] = []
        self.here += 1
        if self.skip() == "]":
            self.here += 1
            return result
        while True:
            result.append(self.value((*at, len(result))))
            if self.ends("]"):
                return result

    def ends(self, closing: str) -> bool:
        sign = self.skip()
        if sign not in (",", closing) or not sign:
            raise self.broken(f"a comma or {closing} is missing")
        self.here += 1
        return sign == closing
