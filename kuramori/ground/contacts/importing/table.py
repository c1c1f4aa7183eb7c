"""A file that somebody handed in becomes a table: one row of headings, and rows of text below it."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.contacts.importing.columns import proposed
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_book

Knows = Callable[[Sequence[str]], int]
LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 30_000
MOST_COLUMNS = 80
LIMIT_SECONDS = 60.0
# A title and notes may stand above the headings.
HEADING_WITHIN = 20


class FileWrong(ValueError):
    """Nothing can be taken from this file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` by column; `first` is the number (from 1) of the first row below them.

    `hidden` and `merged` are rows by their number; `formulas` say in which columns (from 0) of a row one stands.
    """

    headings: tuple[str, ...]
    first: int
    rows: tuple[tuple[str, ...], ...]
    hidden: frozenset[int]
    merged: frozenset[int]
    formulas: dict[int, list[int]]


def read(content: bytes, *, knows: Knows | None = None, missing: str = "") -> Table:
    """The table of an XLSX or CSV file: of its sheets the one with most headings of ours. Raises `FileWrong`.

    `knows`: how many headings of a row are known, for who reads another table; `missing` is said where none is.
    """
    if not content:
        raise FileWrong(_why("empty"))
    if len(content) > LARGEST_BYTES:
        raise FileWrong(_("ファイルが20MBを超えています。シートを分けるか、画像を消してください。"))
    is_book = content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    sheets = _from_book(content) if is_book else (_from_csv(content),)
    found = max(
        ((*_heading(sheet, knows or _ours), sheet) for sheet in sheets), key=lambda one: one[0], default=None
    )
    if found is None or not found[0]:
        raise FileWrong(
            missing
            or _(
                "「会社名」のような見出しの行が見つかりません。見出しを1行に書いて、もう一度選んでください。"
            )
        )
    return _table(found[2], found[1])


def text(value: Value) -> str:
    """A cell as text: NFC, tidy lines; a day as 2026/3/31, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    lines = unicodedata.normalize("NFC", str(value)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _table(sheet: ReadSheet, at: int) -> Table:
    rows = [tuple(text(cell) for cell in row) for row in sheet.rows[at + 1 :]]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise FileWrong(_("見出しの下に、1社も書かれていません。"))
    if len(rows) > MOST_ROWS:
        raise FileWrong(_why("too-many-rows"))
    merged = {
        row
        for top, left, bottom, right in sheet.merged
        if (top, left) != (bottom, right)
        for row in range(top, min(bottom, top + MOST_ROWS) + 1)
    }
    formulas: dict[int, list[int]] = {}
    for row, column in sheet.formulas:
        formulas.setdefault(row, []).append(column - 1)
    headings = tuple(" ".join(cell.split()) if isinstance(cell, str) else "" for cell in sheet.rows[at])
    return Table(headings, at + 2, tuple(rows), sheet.hidden, frozenset(merged), formulas)


def _heading(sheet: ReadSheet, knows: Knows) -> tuple[int, int]:
    """How many of our columns the best row names, and its place (from 0)."""
    best = (0, 0)
    for at, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        found = knows([cell if isinstance(cell, str) else "" for cell in row])
        if found > best[0]:
            best = (found, at)
    return best


def _ours(headings: Sequence[str]) -> int:
    """Without a name a row names no column of partners."""
    found = proposed(headings, {})
    return len(found) if "name" in found.values() else 0


def _from_book(content: bytes) -> tuple[ReadSheet, ...]:
    try:
        return read_book(
            content,
            most_rows=MOST_ROWS + HEADING_WITHIN,
            most_columns=MOST_COLUMNS,
            most_bytes=LARGEST_UNPACKED,
            limit_seconds=LIMIT_SECONDS,
        )
    except BookUnreadable as unreadable:
        raise FileWrong(_why(unreadable.code)) from None
    except PressFault:
        raise FileWrong(
            _(
                "ファイルを読み終えられませんでした。取引先だけを新しいブックに写して、もう一度お試しください。"
            )
        ) from None


def _why(code: str) -> str:
    return {
        "empty": _("ファイルが空です。取引先を書いてから、もう一度選んでください。"),
        "encrypted": _(
            "ファイルにパスワードがかかっていて、読めません。パスワードを外して保存し直してから選んでください。"
        ),
        "old": _("古い形の Excel（.xls）です。「名前を付けて保存」で .xlsx にしてから選んでください。"),
        "not-a-workbook": _("Excel（.xlsx）か CSV のファイルではありません。選び直してください。"),
        "broken": _("ファイルが壊れていて、読めません。Excel で開いて保存し直してから選んでください。"),
        "too-large": _(
            "ファイルを広げると大きすぎるため、読みませんでした。取引先だけを新しいブックに写してください。"
        ),
        "too-many-rows": _("3万行を超えています。ファイルを分けてください。"),
        "too-wide": _("右のほうの列（80列より先）に文字があります。取引先の列だけにしてください。"),
    }[code]


def _from_csv(content: bytes) -> ReadSheet:
    if b"\x00" in content:
        raise FileWrong(_why("not-a-workbook"))
    written = _decoded(content)
    first = written.lstrip("\r\n").splitlines()[:1]
    delimiter = "\t" if first and first[0].count("\t") > first[0].count(",") else ","
    rows: list[tuple[Value, ...]] = []
    try:
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple(cell or None for cell in row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS + HEADING_WITHIN:
                raise FileWrong(_why("too-many-rows"))
    except csv.Error:
        raise FileWrong(
            _('CSV の引用符（"）が閉じていません。Excel で開いて保存し直してください。')
        ) from None
    widest = max(map(len, rows), default=0)
    even = tuple((*row, *[None] * (widest - len(row))) for row in rows)
    return ReadSheet("CSV", even, frozenset(), frozenset(), ())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileWrong(_("文字が読めません。CSV は UTF-8 か シフトJIS で保存してください。"))
