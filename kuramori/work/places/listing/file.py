"""A file that somebody handed in becomes a table, and with a mapping lines with their faults."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.people.importing.cells import CellWrong, day
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_book
from kuramori.rules.document import FORBIDDEN
from kuramori.work.places.listing.columns import LABELS, proposed

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
HEADING_WITHIN = 20
LONGEST = {"number": 60, "service": 200, "provider": 200, "scope": 1000}


class FileWrong(ValueError):
    """Nothing can be taken from this file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of the file and what stands beneath, as text or ISO days. `first_row` is the file's number of it.

    `formulas` are [row, column] of cells with a formula, counted as in the file.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    formulas: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row of the file, and in which column."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the list as a row tells it."""

    row: int
    number: str
    service: str
    provider: str = ""
    scope: str = ""
    expires_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What taking in would bring: good lines in the file's order, and what is wrong with the others."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read(name: str, content: bytes) -> Table:
    """The table of an XLSX or CSV file. Raises `FileWrong`."""
    if not content:
        raise FileWrong(_("ファイルが空です。選び直してください。"))
    if len(content) > LARGEST_BYTES:
        raise FileWrong(_("ファイルが5MBを超えています。一覧の表だけを新しいブックに写してください。"))
    if name.lower().endswith(".csv") and not content.startswith(b"PK"):
        return _table(_from_csv(content))
    try:
        sheets = read_book(content, most_rows=MOST_ROWS + HEADING_WITHIN, most_columns=MOST_COLUMNS)
    except BookUnreadable as unreadable:
        raise FileWrong(_why(unreadable.code)) from None
    except PressFault:
        raise FileWrong(
            _(
                "ファイルを読み終えられませんでした。一覧の表だけを新しいブックに写して、もう一度お試しください。"
            )
        ) from None
    for sheet in sheets:
        if _heading(sheet) is not None:
            return _table(sheet)
    raise FileWrong(_no_heading())


def lines_of(table: Table, mapping: Mapping[str, str]) -> Read:
    """The lines under a mapping `{field: heading}`; a row with any fault is none of them."""
    places = {
        field: table.headings.index(heading)
        for field, heading in mapping.items()
        if heading in table.headings
    }
    formulas = set(table.formulas)
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row, values in enumerate(table.rows, start=table.first_row):
        if not any(values):
            continue
        told, wrong = _read_row(row, values, places, formulas)
        number = str(told.get("number", ""))
        if number in seen:
            reason = _("登録番号「%(number)s」が%(row)s行目にもあります。どちらかを消してください。")
            wrong.append(
                Fault(row, str(LABELS["number"]), reason % {"number": number[:30], "row": seen[number]})
            )
        elif number:
            seen[number] = row
        faults += wrong
        if not wrong:
            lines.append(Line(row=row, **told))  # type: ignore[arg-type]
    return Read(tuple(lines), tuple(faults))


def _read_row(
    row: int, values: tuple[str, ...], places: Mapping[str, int], formulas: set[tuple[int, int]]
) -> tuple[dict[str, object], list[Fault]]:
    told: dict[str, object] = {}
    wrong: list[Fault] = []
    for field, at in places.items():
        label = str(LABELS[field])
        text = values[at] if at < len(values) else ""
        if (row, at + 1) in formulas:
            wrong.append(Fault(row, label, _("計算式が入っています。値にしてから選んでください。")))
        elif field == "expires_on":
            try:
                told[field] = day(text)
            except CellWrong as unreadable:
                wrong.append(Fault(row, label, str(unreadable)))
        elif len(text) > LONGEST[field]:
            wrong.append(Fault(row, label, _("%(n)s文字までにしてください。") % {"n": LONGEST[field]}))
        else:
            told[field] = text
    for field in ("number", "service"):
        if (
            field in places
            and not told.get(field)
            and not any(one.column == str(LABELS[field]) for one in wrong)
        ):
            wrong.append(Fault(row, str(LABELS[field]), _("空です。書いてください。")))
    return told, wrong


def _why(code: str) -> str:
    return {
        "empty": _("ファイルが空です。選び直してください。"),
        "encrypted": _(
            "ファイルにパスワードがかかっていて、読めません。パスワードを外して保存し直してから選んでください。"
        ),
        "old": _("古い形の Excel（.xls）です。「名前を付けて保存」で .xlsx にしてから選んでください。"),
        "not-a-workbook": _("Excel（.xlsx）か CSV のファイルではありません。選び直してください。"),
        "broken": _("ファイルが壊れていて、読めません。Excel で開いて保存し直してから選んでください。"),
        "too-large": _(
            "ファイルを広げると大きすぎるため、読みませんでした。一覧の表だけを新しいブックに写してください。"
        ),
        "too-many-rows": _("5,000行を超えています。ファイルを分けてください。"),
        "too-wide": _("60列より右に文字があります。一覧の列だけにしてください。"),
    }[code]


def _no_heading() -> str:
    return _("見出しの行が見つかりません。「登録番号」か「サービス名」の見出しがある表を選んでください。")


def _from_csv(content: bytes) -> ReadSheet:
    if b"\x00" in content:
        raise FileWrong(_why("not-a-workbook"))
    rows: list[tuple[Value, ...]] = []
    try:
        for row in csv.reader(io.StringIO(_decoded(content), newline=""), strict=True):
            rows.append(tuple(cell or None for cell in row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS + HEADING_WITHIN:
                raise FileWrong(_why("too-many-rows"))
    except csv.Error:
        raise FileWrong(_("CSV の引用符が閉じていません。Excel で開いて保存し直してください。")) from None
    return ReadSheet("CSV", tuple(rows), frozenset(), frozenset(), ())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileWrong(_("文字が読めません。CSV は UTF-8 か シフトJIS で保存してください。"))


def _heading(sheet: ReadSheet) -> int | None:
    """The row of headings: the first that names the number or the service; None without one."""
    for at, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        named = proposed([_text(cell) for cell in row if cell not in (None, "")], {})
        if {"number", "service"} & named.keys() and len([cell for cell in row if cell not in (None, "")]) > 1:
            return at
    return None


def _table(sheet: ReadSheet) -> Table:
    at = _heading(sheet)
    if at is None:
        raise FileWrong(_no_heading())
    headings = tuple(_text(cell)[:80] for cell in sheet.rows[at])
    rows = tuple(tuple(_text(cell) for cell in row) for row in sheet.rows[at + 1 :])
    if len(rows) > MOST_ROWS:
        raise FileWrong(_why("too-many-rows"))
    if not any(any(row) for row in rows):
        raise FileWrong(_("見出しの下に、1件も書かれていません。"))
    return Table(headings, rows, at + 2, tuple(sorted(sheet.formulas)))


def _text(cell: Value) -> str:
    """One line of text; whole numbers without a point, days as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(FORBIDDEN.sub("", str(cell)).split())
