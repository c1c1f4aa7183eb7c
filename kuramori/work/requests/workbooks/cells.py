"""What stands in a cell, as text or as a day, and what the cell is called."""

from __future__ import annotations

import datetime
from typing import Final

from kuramori.press.reading import ReadSheet, Value
from kuramori.press.text import printable
from kuramori.rules.terms import read_day

_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 … 2119, as Excel counts days
_EPOCH: Final = datetime.date(1899, 12, 30)


def cell_name(sheet: str, row: int, column: int) -> str:
    """`回答!F12`; rows and columns count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row}"


def said_at(sheet: ReadSheet, row: int, column: int) -> Value:
    """What stands there; "" beside the sheet. Rows and columns count from 1, column 0 is none."""
    cells = sheet.rows[row - 1]
    return cells[column - 1] if 0 < column <= len(cells) else ""


def day_of(said: Value) -> datetime.date | None:
    """A day as people put it into a cell. Raises `UnreadableDate`."""
    if isinstance(said, datetime.date):
        return said
    if isinstance(said, int | float) and not isinstance(said, bool):
        if _FIRST_SERIAL <= said <= _LAST_SERIAL:
            return _EPOCH + datetime.timedelta(days=int(said))
        return read_day(text_at(said))  # 20270331 typed as a number
    text = text_at(said)
    return read_day(text) if text else None


def text_at(said: Value) -> str:
    """A cell as one reads it."""
    if said is None:
        return ""
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    if isinstance(said, datetime.date):
        return said.isoformat()
    return printable(str(said)).strip()
