"""What readers of workbooks in the child share: why nothing was read, and what a sheet shows besides its values."""

from __future__ import annotations

from typing import Protocol


class Unreadable(Exception):
    """`code` says why: empty, encrypted, old, not-a-workbook, broken, too-large, too-many-rows, too-wide."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Marks(Protocol):
    """Rows that are hidden and cells ([row, column]) that hold formulas, from 1."""

    hidden: list[int]
    formulas: list[list[int]]
