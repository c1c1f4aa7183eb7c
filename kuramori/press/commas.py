"""Lines of a CSV as office programs open it: UTF-8 with its mark, CRLF, and no text that would become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

MEDIA_TYPE: Final = "text/csv; charset=utf-8"
MARK: Final = "\ufeff".encode()
"""What a file begins with, so that Excel reads it as UTF-8."""
# What a spreadsheet would take for a formula, in both widths.
LIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def line(values: Iterable[str | int | None]) -> bytes:
    """One line. Numbers stay numbers; None is an empty cell; text that begins like a formula gets a ' in front."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_dead(value) for value in values])
    return text.getvalue().encode()


def _dead(value: str | int | None) -> str | int:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVE) else value
