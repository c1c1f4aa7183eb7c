"""A file that somebody handed in becomes lines: what each row says, and what is wrong with it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.people.importing import cells
from kuramori.ground.people.importing.cells import CellWrong, column_letter
from kuramori.ground.people.importing.file import FileWrong
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_book
from kuramori.rules.document import FORBIDDEN
from kuramori.work.partners.exchanging.columns import HEADING, LABELS, plain, recognised
from kuramori.work.partners.models import AgreementKind, ConcludedBy
from kuramori.work.partners.terms_fields import FIELDS, Field, Kind
from kuramori.work.partners.terms_values import TermRefused, clean, keep

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, HEADING_WITHIN = 5_000, 90, 20
EXAMPLE = ("（例）", "(例)")
YES = frozenset(["あり", "ある", "はい", "有", "可", "できる", "yes", "true", "1", "○"])
NO = frozenset(["なし", "ない", "いいえ", "無", "不可", "できない", "no", "false", "0", "×"])


@dataclass(slots=True)
class Line:
    """One agreement as a row tells it. `terms` as a row of terms keeps them; faults are (column, reason)."""

    row: int
    heading: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lines:
    """`unknown` are headings that were not understood; they are left out."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def read(content: bytes) -> Lines:
    """The lines of an XLSX file. Raises `FileWrong`."""
    if not content or len(content) > LARGEST_BYTES:
        raise FileWrong(_("空でない、5MBまでの Excel（.xlsx）を選んでください。"))
    try:
        sheets = read_book(content, most_rows=MOST_ROWS + HEADING_WITHIN, most_columns=MOST_COLUMNS)
    except BookUnreadable as unreadable:
        raise FileWrong(_why(unreadable.code)) from None
    except PressFault:
        raise FileWrong(_("ファイルを読み終えられませんでした。新しいブックに写してください。")) from None
    for sheet in sheets:
        found = _heading(sheet)
        if found is not None:
            return _lines(sheet, *found)
    raise FileWrong(
        _("「相手方」という見出しの列が見つかりません。見本の Excel の見出しに合わせてください。")
    )


def _why(code: str) -> str:
    told = {
        "encrypted": _("パスワードがかかっていて、読めません。外して保存し直してください。"),
        "old": _("古い形の Excel（.xls）です。.xlsx で保存し直してください。"),
        "too-many-rows": _("5,000行を超えています。ファイルを分けてください。"),
    }
    return told.get(code, _("Excel（.xlsx）として読めません。開いて保存し直してから選んでください。"))


def _heading(sheet: ReadSheet) -> tuple[int, dict[int, str]] | None:
    for at, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        found = recognised([cell if isinstance(cell, str) else "" for cell in row])
        if "partner" in found.values() or "number" in found.values():
            return at, found
    return None


def _lines(sheet: ReadSheet, at: int, columns: dict[int, str]) -> Lines:
    lines = [
        _line(sheet, number, row, columns)
        for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2)
        if any(cell not in (None, "") for cell in row) and not _is_example(row)
    ]
    if not lines:
        raise FileWrong(_("見出しの下に、1件も書かれていません。"))
    unknown = tuple(
        str(cell).strip()[:30]
        for place, cell in enumerate(sheet.rows[at])
        if place not in columns and cell not in (None, "")
    )
    return Lines(tuple(lines), tuple(str(LABELS[name]) for name in columns.values()), unknown)


def _is_example(row: tuple[Value, ...]) -> bool:
    return any(isinstance(cell, str) and cell.strip().startswith(EXAMPLE) for cell in row)


def _line(sheet: ReadSheet, row: int, values: tuple[Value, ...], columns: dict[int, str]) -> Line:
    line = Line(row)
    for at, name in columns.items():
        value = values[at] if at < len(values) else None
        where = f"{column_letter(at)} {LABELS[name]}"
        if (row, at + 1) in sheet.formulas:
            line.faults.append((where, _("計算式が入っています。「値の貼り付け」をしてください。")))
        elif value not in (None, ""):
            try:
                _take(line, name, value)
            except CellWrong as wrong:
                line.faults.append((where, str(wrong)))
            except TermRefused:
                line.faults.append((where, _("使えない値です。見本の「書き方」を見てください。")))
    if row in sheet.hidden:
        line.faults.append(("", _("隠れている行です。表示して確かめてください。")))
    return line


def _take(line: Line, name: str, value: Value) -> None:
    if name in HEADING:
        line.heading[name] = _heading_value(name, value)
        return
    told = _term(FIELDS[name], value)
    line.terms |= keep(clean({name: told}))


def _heading_value(name: str, value: Value) -> str:
    if name == "concluded_on":
        day = cells.day(value)
        return day.isoformat() if day else ""
    text = _text(value)
    if name == "kind":
        return _code(text, AgreementKind.choices)
    if name == "concluded_by":
        return _code(text, ConcludedBy.choices)
    return text


def _term(field: Field, value: Value) -> Any:
    if field.kind is Kind.DAY:
        return cells.day(value)
    if field.kind is Kind.COUNT:
        return _count(value)
    text = _text(value, keeps_lines=field.kind in {Kind.NOTE, Kind.LINES})
    if field.kind is Kind.FLAG:
        return _flag(text)
    choices = field.choices.choices if field.choices else []
    if field.kind is Kind.CHOICE:
        return _code(text, choices)
    if field.kind is Kind.CHOICES:
        return tuple(_code(one, choices) for one in text.replace("、", "・").split("・") if one.strip())
    return text


def _text(value: Value, *, keeps_lines: bool = False) -> str:
    if isinstance(value, bool | datetime.date):
        raise CellWrong(_("文字で書いてください。"))
    plain_text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    tidy = FORBIDDEN.sub("", plain_text).strip()
    return tidy if keeps_lines else " ".join(tidy.split())


def _count(value: Value) -> int:
    text = plain(_text(value)).removesuffix("年").removesuffix("か月").removesuffix("ヶ月").removesuffix("日")
    if not (text.isascii() and text.isdigit()):
        raise CellWrong(_("0以上の整数を書いてください。"))
    return int(text)


def _flag(text: str) -> bool:
    word = plain(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellWrong(_("「あり」か「なし」を書いてください。"))


def _code(text: str, choices: Any) -> str:
    known = {plain(str(label)): code for code, label in choices} | {code: code for code, _label in choices}
    found = known.get(plain(text)) or known.get(text)
    if found is None:
        words = _("・").join(str(label) for _code_, label in choices)
        raise CellWrong(_("%(words)s のどれかにしてください。") % {"words": words})
    return str(found)
