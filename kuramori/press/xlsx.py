"""Workbooks described as plain values: a book of sheets of rows of cells.

Text stays text: whatever it begins with, it is written as a string and never as a formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kuramori.press.office import LIMIT_SECONDS, office
from kuramori.press.text import printable_values

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | date | None


class Look(StrEnum):
    """How a cell looks. There are few on purpose."""

    TITLE = "title"
    HEADING = "heading"
    HEAD = "head"
    BODY = "body"
    STRONG = "strong"
    QUIET = "quiet"
    BIG = "big"
    WARNING = "warning"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Cell:
    """`format` is an Excel number format (`0%`); `span` and `down` count columns and rows it covers, itself included.

    Numbers and dates stand right, text left, unless `align` says otherwise (`left`, `center`, `right`). `is_open` may
    be typed into although its sheet is protected.
    """

    value: Value = None
    look: Look = Look.BODY
    format: str | None = None
    span: int = 1
    down: int = 1
    align: str | None = None
    boxed: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`height` in points, or None: as high as its text needs."""

    cells: tuple[Cell, ...] = ()
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG whose upper left corner lies on `at` (`F3`), shown `width` × `height` pixels large (96 to the inch)."""

    png: bytes
    at: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`cells` (`E6:E24`) take one of `options`, chosen from a list; `words` are said to whoever types another.

    All options together, with a comma between each, are at most 255 characters (Excel's own limit).
    """

    cells: str
    options: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`widths` in characters, one per column. `head` is the number (from 1) of the row that stays in view and is
    printed again on every page; rows above it stay in view too. `hidden_columns` count from 1. A protected sheet has
    no password: it keeps from slips, not from people."""

    title: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: int | None = None
    pictures: tuple[Picture, ...] = ()
    choices: tuple[Choice, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_protected: bool = False
    is_hidden: bool = False
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """`foot` stands at the foot of every printed page, left of the page numbers. `made_on` is its date. `properties`
    (name, text) travel unseen with the workbook."""

    title: str
    author: str
    lang: str
    made_on: date
    foot: str
    sheets: tuple[Sheet, ...]
    properties: tuple[tuple[str, str], ...] = ()


def xlsx(book: Book, *, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """The workbook as bytes, A4, as wide as the page. Raises a `PressFault`."""
    pictures: list[bytes] = []
    plain = asdict(book, dict_factory=lambda pairs: _plain(dict(pairs), pictures))
    return office().ask("xlsx", printable_values(plain), pictures, limit_seconds=limit_seconds)


def _plain(values: Mapping[str, Any], pictures: list[bytes]) -> dict[str, Any]:
    """Dates as `{"date": …}` and pictures as their number, which is all that JSON can carry."""
    plain = {key: {"date": v.isoformat()} if isinstance(v, date) else v for key, v in values.items()}
    if "png" in plain:
        pictures.append(values["png"])
        plain["png"] = len(pictures) - 1
    return plain
