"""A file that somebody handed in becomes a table: one row of headings, and rows below it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, Once, ReadSheet, Value, read_book
from kuramori.work.ledger.importing.columns import proposed

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 120
LIMIT_SECONDS = 120.0
# A title and notes may stand above the headings.
HEADING_WITHIN = 20
EXAMPLE = ("（例）", "(例)")


class FileWrong(ValueError):
    """Nothing can be taken from this file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` by column; `first` is the number (from 1) of the first row below them, `rows` begin there."""

    title: str
    headings: tuple[str, ...]
    first: int
    rows: tuple[tuple[Value, ...], ...]
    hidden: frozenset[int]
    formulas: frozenset[tuple[int, int]]
    merged: frozenset[int]


def read(content: bytes) -> Table:
    """The table of an XLSX or CSV file: of its sheets the one with most headings of ours. Raises `FileWrong`."""
    if not content:
        raise FileWrong(_("ファイルが空です。台帳を書いてから、もう一度選んでください。"))
    if len(content) > LARGEST_BYTES:
        raise FileWrong(_("ファイルが20MBを超えています。シートを分けるか、画像を消してください。"))
    is_book = content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    sheets = _from_book(content) if is_book else (_from_csv(content),)
    best = max(((_heading(sheet), sheet) for sheet in sheets), key=lambda one: one[0][0], default=None)
    if best is None or not any(_filled(sheet) for sheet in sheets):
        raise FileWrong(_("ファイルに何も書かれていません。台帳を書いてから、もう一度選んでください。"))
    (known, first, headings), sheet = best
    if not known:
        raise FileWrong(
            _("「名前」や「保管場所」のような見出しの行が見つかりません。見出しを1行に書いてください。")
        )
    return _table(sheet, first, headings)


def _table(sheet: ReadSheet, first: int, headings: tuple[str, ...]) -> Table:
    rows = sheet.rows[first - 1 :]
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows = rows[:-1]
    if not rows:
        raise FileWrong(_("見出しの下に、1件も書かれていません。"))
    merged = {
        row
        for top, left, bottom, right in sheet.merged
        if (top, left) != (bottom, right)
        for row in range(top, min(bottom, top + MOST_ROWS) + 1)
    }
    return Table(sheet.title, headings, first, rows, sheet.hidden, sheet.formulas, frozenset(merged))


def _heading(sheet: ReadSheet) -> tuple[int, int, tuple[str, ...]]:
    """How many of our columns the best row of headings names, the number of the first row below it, the headings.

    Headings may stand in two rows, the upper one merged over several columns: then the lower word counts, and the
    upper one where there is no lower.
    """
    best: tuple[int, int, tuple[str, ...]] = (0, 1, ())
    for at in range(min(HEADING_WITHIN, len(sheet.rows))):
        lower = _words(sheet, at)
        for upper in (None, _words(sheet, at - 1) if at else None):
            if upper is None:
                headings = lower
            elif not _is_joined(sheet, at):
                continue
            else:
                headings = tuple(below or above for above, below in zip(upper, lower, strict=True))
            known = len(proposed(headings, {}))
            if known > best[0]:
                best = (known, at + 2, headings)
    return best


def _is_joined(sheet: ReadSheet, at: int) -> bool:
    """Whether a merged cell of the row above (from 0) says that both rows are one heading."""
    return any(
        top <= at <= bottom and (top, left) != (bottom, right) for top, left, bottom, right in sheet.merged
    )


def _words(sheet: ReadSheet, at: int) -> tuple[str, ...]:
    """The texts of a row (from 0); what is merged sideways stands over each of its columns."""
    row = [cell if isinstance(cell, str) else "" for cell in sheet.rows[at]]
    for top, left, bottom, right in sheet.merged:
        if top == at + 1 and right > left and bottom == top and left <= len(row):
            row[left - 1 : right] = [row[left - 1]] * len(row[left - 1 : right])
    return tuple(" ".join(word.split()) for word in row)


def _filled(sheet: ReadSheet) -> bool:
    return any(cell not in (None, "") for row in sheet.rows for cell in row)


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
            _("ファイルを読み終えられませんでした。台帳だけを新しいブックに写して、もう一度お試しください。")
        ) from None


def _why(code: str) -> str:
    return {
        "empty": _("ファイルが空です。台帳を書いてから、もう一度選んでください。"),
        "encrypted": _(
            "ファイルにパスワードがかかっていて、読めません。パスワードを外して保存し直してから選んでください。"
        ),
        "old": _("古い形の Excel（.xls）です。「名前を付けて保存」で .xlsx にしてから選んでください。"),
        "not-a-workbook": _("Excel（.xlsx）か CSV のファイルではありません。選び直してください。"),
        "broken": _("ファイルが壊れていて、読めません。Excel で開いて保存し直してから選んでください。"),
        "too-large": _(
            "ファイルを広げると大きすぎるため、読みませんでした。台帳だけを新しいブックに写してください。"
        ),
        "too-many-rows": _("10万行を超えています。ファイルを分けてください。"),
        "too-wide": _("右のほうの列（120列より先）に文字があります。台帳の列だけにしてください。"),
    }[code]


def _from_csv(content: bytes) -> ReadSheet:
    if b"\x00" in content:
        raise FileWrong(_why("not-a-workbook"))
    written = _decoded(content)
    first = written.lstrip("\r\n").splitlines()[:1]
    delimiter = "\t" if first and first[0].count("\t") > first[0].count(",") else ","
    rows: list[tuple[Value, ...]] = []
    once = Once()
    try:
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple([once(cell) if cell else None for cell in row[:MOST_COLUMNS]]))
            if len(rows) > MOST_ROWS + HEADING_WITHIN:
                raise FileWrong(_why("too-many-rows"))
    except csv.Error:
        raise FileWrong(
            _('CSV の引用符（"）が閉じていません。Excel で開いて保存し直してください。')
        ) from None
    widest = max(map(len, rows), default=0)
    for at, short in enumerate(rows):
        if len(short) < widest:
            rows[at] = (*short, *[None] * (widest - len(short)))
    return ReadSheet("CSV", tuple(rows), frozenset(), frozenset(), ())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileWrong(_("文字が読めません。CSV は UTF-8 か シフトJIS で保存してください。"))
