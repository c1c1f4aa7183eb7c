"""A workbook that somebody handed in, as plain values. The reading itself is the child's: see `unbinding`."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kuramori.press.office import LIMIT_SECONDS, office

Value = str | int | float | bool | datetime.date | None


class BookUnreadable(ValueError):
    """Nothing was read. `code` is one of: empty, encrypted, old, not-a-workbook, broken, too-large, too-many-rows,
    too-wide."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Once:
    """The same text for every cell that says the same, so that it is held once: most columns say few things."""

    MOST = 20_000

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        found = self.known.get(text)
        if found is None:
            found = text
            if len(self.known) < self.MOST:
                self.known[text] = text
        return found


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """Rows from the sheet's first. Row and column numbers count from 1."""

    title: str
    rows: tuple[tuple[Value, ...], ...]
    hidden: frozenset[int]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ReadBook:
    """`properties` are the custom ones of the document, by name."""

    sheets: tuple[ReadSheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def read_book(
    content: bytes,
    *,
    most_rows: int,
    most_columns: int,
    most_bytes: int | None = None,
    limit_seconds: float = LIMIT_SECONDS,
) -> tuple[ReadSheet, ...]:
    """The sheets of an XLSX file; `most_bytes` is how large it may be unpacked.

    Raises `BookUnreadable`, or a `PressFault` where reading took too long or died.
    """
    limits = {"most_rows": most_rows, "most_columns": most_columns, "most_bytes": most_bytes}
    return _read(office().ask("rows", limits, [content], limit_seconds=limit_seconds)).sheets


def read_any_book(
    content: bytes,
    *,
    most_rows: int,
    most_columns: int,
    most_bytes: int | None = None,
    limit_seconds: float = LIMIT_SECONDS,
    of: str = "press",
) -> ReadBook:
    """A workbook of whatever spreadsheet program (XLSX, XLSM, ODS, XLS), with what travels unseen. Macros are data.

    `of` names the office that reads it, so that two can read side by side. Raises as `read_book`.
    """
    limits = {"most_rows": most_rows, "most_columns": most_columns, "most_bytes": most_bytes, "any": True}
    return _read(office(of).ask("rows", limits, [content], limit_seconds=limit_seconds))


def _read(answered: bytes) -> ReadBook:
    lines = io.BytesIO(answered)
    told = json.loads(lines.readline())
    if "unreadable" in told:
        raise BookUnreadable(told["unreadable"])
    return ReadBook(tuple(_sheet(sheet, lines) for sheet in told["sheets"]), told["properties"])


def _sheet(told: dict[str, Any], lines: io.BytesIO) -> ReadSheet:
    rows: list[tuple[Value, ...]] = []
    once = Once()
    # Line by line: of a long sheet neither the whole answer nor a list of lists has to lie beside the rows.
    for _line in range(told["lines"]):
        rows += [
            tuple([once(cell) if type(cell) is str else _value(cell) for cell in row])
            for row in json.loads(lines.readline())
        ]
    return ReadSheet(
        title=told["title"],
        rows=tuple(rows),
        hidden=frozenset(told["hidden"]),
        formulas=frozenset((row, column) for row, column in told["formulas"]),
        merged=tuple((a, b, c, d) for a, b, c, d in told["merged"]),
    )


def _value(cell: Any) -> Value:
    if isinstance(cell, dict):
        return datetime.date.fromisoformat(cell["date"])
    value: Value = cell
    return value
