"""A file that somebody handed in becomes lines: what each row says, and what is wrong with it."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.people.importing import cells
from kuramori.ground.people.importing.columns import LABELS, recognised
from kuramori.ground.people.models import Kind
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_book

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
# A title and a note may stand above the headings.
HEADING_WITHIN = 20
EXAMPLE = ("（例）", "(例)")


class FileWrong(ValueError):
    """Nothing can be taken from this file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row (the file's number, from 1); `column` is such as `E 入社日`, or "" for the whole row."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person as a row of the file tells them. Empty text and None: the cell was empty or could not be read."""

    row: int
    name: str = ""
    kana: str = ""
    number: str = ""
    email: str = ""
    kind: Kind | None = None
    department: str = ""
    joined_on: datetime.date | None = None
    left_on: datetime.date | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """`columns` are the headings that were understood, `unknown` those that were not (they are left out)."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def read(name: str, content: bytes) -> Lines:
    """The lines of an XLSX or CSV file. Raises `FileWrong`."""
    if not content:
        raise FileWrong(_("ファイルが空です。名簿を書いてから、もう一度選んでください。"))
    if len(content) > LARGEST_BYTES:
        raise FileWrong(_("ファイルが5MBを超えています。シートを分けるか、画像を消してください。"))
    ending = name.lower().rpartition(".")[2]
    if ending == "csv" and not content.startswith(b"PK"):
        return _lines(_from_csv(content))
    return _lines(_from_book(content))


def _from_book(content: bytes) -> ReadSheet:
    try:
        sheets = read_book(content, most_rows=MOST_ROWS + HEADING_WITHIN, most_columns=MOST_COLUMNS)
    except BookUnreadable as unreadable:
        raise FileWrong(_why(unreadable.code)) from None
    except PressFault:
        raise FileWrong(
            _("ファイルを読み終えられませんでした。名簿だけを新しいブックに写して、もう一度お試しください。")
        ) from None
    found = next((sheet for sheet in sheets if _heading(sheet) is not None), None)
    if found is None:
        if not any(_filled(sheet) for sheet in sheets):
            raise FileWrong(_("ファイルに何も書かれていません。名簿を書いてから、もう一度選んでください。"))
        raise FileWrong(_no_heading())
    return found


def _why(code: str) -> str:
    return {
        "empty": _("ファイルが空です。名簿を書いてから、もう一度選んでください。"),
        "encrypted": _(
            "ファイルにパスワードがかかっていて、読めません。パスワードを外して保存し直してから選んでください。"
        ),
        "old": _("古い形の Excel（.xls）です。「名前を付けて保存」で .xlsx にしてから選んでください。"),
        "not-a-workbook": _("Excel（.xlsx）か CSV のファイルではありません。選び直してください。"),
        "broken": _("ファイルが壊れていて、読めません。Excel で開いて保存し直してから選んでください。"),
        "too-large": _(
            "ファイルを広げると大きすぎるため、読みませんでした。名簿だけを新しいブックに写してください。"
        ),
        "too-many-rows": _("5,000行を超えています。ファイルを分けてください。"),
        "too-wide": _("右のほうの列（60列より先）に文字があります。名簿の列だけにしてください。"),
    }[code]


def _no_heading() -> str:
    return _("「氏名」という見出しの列が見つかりません。見本の Excel の見出しに合わせてください。")


def _from_csv(content: bytes) -> ReadSheet:
    if b"\x00" in content:
        raise FileWrong(_("CSV のファイルではありません。選び直してください。"))
    plain = _decoded(content)
    first = plain.lstrip("\r\n").splitlines()[:1]
    delimiter = "\t" if first and first[0].count("\t") > first[0].count(",") else ","
    rows: list[tuple[Value, ...]] = []
    try:
        for row in csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple(cell or None for cell in row))
            if len(rows) > MOST_ROWS + HEADING_WITHIN:
                raise FileWrong(_why("too-many-rows"))
    except csv.Error:
        raise FileWrong(
            _('CSV の引用符（"）が閉じていません。Excel で開いて保存し直してください。')
        ) from None
    sheet = ReadSheet("CSV", tuple(rows), frozenset(), frozenset(), ())
    if not _filled(sheet):
        raise FileWrong(_("ファイルに何も書かれていません。名簿を書いてから、もう一度選んでください。"))
    if _heading(sheet) is None:
        raise FileWrong(_no_heading())
    return sheet


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileWrong(_("文字が読めません。CSV は UTF-8 か シフトJIS で保存してください。"))


def _filled(sheet: ReadSheet) -> bool:
    return any(cell not in (None, "") for row in sheet.rows for cell in row)


def _heading(sheet: ReadSheet) -> tuple[int, dict[int, str]] | None:
    """The index of the row of headings and which field stands where; None without a column of names."""
    for at, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        found = recognised([cell if isinstance(cell, str) else "" for cell in row])
        if "name" in found.values() and (len(found) > 1 or sum(cell not in (None, "") for cell in row) == 1):
            return at, found
    return None


def _lines(sheet: ReadSheet) -> Lines:
    heading = _heading(sheet)
    if heading is None:
        raise FileWrong(_no_heading())
    at, columns = heading
    headings = sheet.rows[at]
    lines = [
        _line(sheet, number, row, columns)
        for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2)
        if any(cell not in (None, "") for cell in row)
        and not str(row[_column_of(columns, "name")] or "").strip().startswith(EXAMPLE)
    ]
    if len(lines) > MOST_ROWS:
        raise FileWrong(_why("too-many-rows"))
    if not lines:
        raise FileWrong(_("見出しの下に、1人も書かれていません。"))
    unknown = [
        str(cell).strip()[:30]
        for place, cell in enumerate(headings)
        if place not in columns and cell not in (None, "")
    ]
    return Lines(
        lines=tuple(lines),
        columns=tuple(str(LABELS[field]) for field in columns.values()),
        unknown=tuple(unknown),
    )


def _column_of(columns: dict[int, str], field: str) -> int:
    return next(at for at, found in columns.items() if found == field)


READERS: dict[str, Any] = {
    "name": lambda value: cells.text(value, "name"),
    "kana": lambda value: cells.text(value, "kana"),
    "department": lambda value: cells.text(value, "department"),
    "number": cells.number,
    "email": cells.email,
    "kind": cells.kind,
    "joined_on": cells.day,
    "left_on": cells.day,
}


def _line(sheet: ReadSheet, row: int, values: tuple[Value, ...], columns: dict[int, str]) -> Line:
    faults: list[Fault] = []
    told: dict[str, Any] = {}
    for at, field in columns.items():
        column = f"{cells.column_letter(at)} {LABELS[field]}"
        if (row, at + 1) in sheet.formulas:
            reason = _("計算式が入っています。写して「値の貼り付け」をしてください。")
            faults.append(Fault(row, column, reason))
            continue
        try:
            told[field] = READERS[field](values[at] if at < len(values) else None)
        except cells.CellWrong as wrong:
            faults.append(Fault(row, column, str(wrong)))
    faults += _faults_of_row(sheet, row, told, named=any(field == "name" for field in columns.values()))
    return Line(row=row, faults=tuple(faults), **told)


def _faults_of_row(sheet: ReadSheet, row: int, told: dict[str, Any], *, named: bool) -> list[Fault]:
    faults: list[Fault] = []
    if row in sheet.hidden:
        reason = _("隠れている行です。行を表示して確かめるか、この行を飛ばしてください。")
        faults.append(Fault(row, "", reason))
    if any(
        top <= row <= bottom and (top, left) != (bottom, right) for top, left, bottom, right in sheet.merged
    ):
        faults.append(Fault(row, "", _("結合したセルがあります。結合を解いて、1人を1行に書いてください。")))
    if named and "name" in told and not told["name"]:
        faults.append(Fault(row, str(LABELS["name"]), _("氏名が空です。")))
    joined_on, left_on = told.get("joined_on"), told.get("left_on")
    if joined_on and left_on and left_on < joined_on:
        reason = _("退職日が入社日より前です。どちらかを直してください。")
        faults.append(Fault(row, str(LABELS["left_on"]), reason))
    return faults
