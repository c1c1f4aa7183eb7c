"""Roster files as offices make them, for the tests of taking in."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD = ("社員番号", "氏名", "フリガナ", "区分", "部署", "入社日", "退職日", "メール")
HANAKO = (
    "M1",
    "見本 花子",
    "ミホン ハナコ",
    "社員",
    "製造部",
    datetime.date(2020, 4, 1),
    None,
    "hanako@example.jp",
)
TARO = ("M2", "見本 太郎", "ミホン タロウ", "派遣", "設計部", "令和6年4月1日", None, None)


def book(
    *rows: Sequence[object], head: Sequence[object] = HEAD, more: Callable[[Worksheet], None] | None = None
) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    if more:
        more(sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
