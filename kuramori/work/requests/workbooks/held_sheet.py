"""The sheet of what a partner may hold instead of answers: one row for each, made with the workbook and read again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from kuramori.press.reading import ReadBook, ReadSheet
from kuramori.press.xlsx import Cell, Choice, Look, Row, Sheet
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.claiming import LONGEST_NUMBER, Held, has_ended
from kuramori.rules.requests.requirements import Equivalent, Requirements
from kuramori.rules.terms import UnreadableDate
from kuramori.work.requests.asking_content import equivalents
from kuramori.work.requests.workbooks import words
from kuramori.work.requests.workbooks.cells import cell_name, day_of, said_at, text_at
from kuramori.work.requests.workbooks.filled import Fault

MARK: Final = "○"
_WIDTHS: Final = (8.0, 62.0, 28.0, 12.0, 26.0, 16.0)
_HEAD: Final = 3
_HEAD_ROWS: Final = 20
_YES: Final = frozenset(
    map(words.plain, ("○", "〇", "◯", "◎", "はい", "有", "あり", "yes", "y", "true", "1"))
)
_NO: Final = frozenset(
    map(words.plain, ("", "×", "✕", "x", "-", "−", "いいえ", "無", "なし", "no", "n", "false"))
)


class Part(StrEnum):
    """What a column holds."""

    ID = "id"
    WORDS = "words"
    ITEMS = "items"
    HOLDS = "holds"
    NUMBER = "number"
    UNTIL = "until"


HEADINGS: Final[Mapping[str, Mapping[Part, str]]] = {
    "ja": {
        Part.ID: "種類ID",
        Part.WORDS: "代わりになるもの",
        Part.ITEMS: "答えなくてよい設問",
        Part.HOLDS: "持っている",
        Part.NUMBER: "登録などの番号",
        Part.UNTIL: "有効期限",
    },
    "en": {
        Part.ID: "Kind",
        Part.WORDS: "Accepted instead",
        Part.ITEMS: "No need to answer",
        Part.HOLDS: "We hold it",
        Part.NUMBER: "Its number",
        Part.UNTIL: "Valid until",
    },
}
_OTHER: Final = {
    "保有": Part.HOLDS,
    "有無": Part.HOLDS,
    "held": Part.HOLDS,
    "番号": Part.NUMBER,
    "登録番号": Part.NUMBER,
    "number": Part.NUMBER,
    "期限": Part.UNTIL,
    "有効期間": Part.UNTIL,
}
_BY_HEADING: Final = {words.plain(text): part for text, part in _OTHER.items()} | {
    words.plain(text): part for told in HEADINGS.values() for part, text in told.items()
}


def sheet_of(requirements: Requirements, pack: Pack, lang: str) -> Sheet | None:
    """The sheet, protected but for what is filled in; None where nothing is accepted instead."""
    if not requirements.equivalents:
        return None
    numbers = {item.id: item.number for item in pack.items}
    first, last = _HEAD + 1, _HEAD + len(requirements.equivalents)
    at = chr(65 + list(Part).index(Part.HOLDS))
    lead = _("お持ちのものに○を付け、番号と有効期限を書いてください。その設問は、答えなくて構いません。")
    rows = [
        Row((Cell(None), Cell(_("代わりになるものをお持ちのとき"), Look.HEADING, span=len(Part) - 1))),
        Row((Cell(None), Cell(lead, Look.QUIET, span=len(Part) - 1))),
        Row(tuple(Cell(HEADINGS[lang][part], Look.HEAD) for part in Part)),
        *(_row(one, numbers, lang) for one in requirements.equivalents),
    ]
    return Sheet(
        _("認証など"),
        _WIDTHS,
        tuple(rows),
        head=_HEAD,
        choices=(Choice(f"{at}{first}:{at}{last}", (MARK,), _("お持ちのときだけ、○を選びます。")),),
        hidden_columns=(1,),
        is_protected=True,
        is_landscape=True,
    )


def read_held(
    book: ReadBook, requirements: Requirements, today: datetime.date
) -> tuple[tuple[Held, ...], list[Fault]]:
    """What is said to be held and still lasts, and every cell that could not be read so."""
    held: dict[str, Held] = {}
    faults: list[Fault] = []
    for sheet in book.sheets:
        if (found := _head(sheet)) is not None:
            head, columns = found
            for row in range(head + 1, len(sheet.rows) + 1):
                one = _read_row(sheet, row, columns, requirements, today, faults)
                if one is not None:
                    held.setdefault(one.id, one)
            break
    return tuple(held.values()), faults


def said_of(one: Equivalent, lang: str) -> str:
    """Its words, and in English both."""
    kind = next((kind for kind in equivalents() if kind.id == one.id), None)
    return f"{kind.en}\n{one.words}" if lang == "en" and kind is not None else one.words


def _row(one: Equivalent, numbers: Mapping[str, str], lang: str) -> Row:
    items = "、".join(numbers.get(item, item) for item in one.items) if one.items else _("すべての設問")
    told = {
        Part.ID: Cell(one.id, Look.QUIET),
        Part.WORDS: Cell(said_of(one, lang), Look.BODY),
        Part.ITEMS: Cell(items, Look.BODY),
        Part.HOLDS: Cell(None, Look.ANSWER, is_open=True, align="center"),
        Part.NUMBER: Cell(None, Look.ANSWER, is_open=True),
        Part.UNTIL: Cell(None, Look.ANSWER, is_open=True, format="yyyy/mm/dd"),
    }
    return Row(tuple(told[part] for part in Part))


def _head(sheet: ReadSheet) -> tuple[int, dict[Part, int]] | None:
    for number, row in enumerate(sheet.rows[:_HEAD_ROWS], start=1):
        columns: dict[Part, int] = {}
        for at, cell in enumerate(row, start=1):
            meant = _BY_HEADING.get(words.plain(cell)) if isinstance(cell, str) and cell else None
            if meant is not None:
                columns.setdefault(meant, at)
        if Part.HOLDS in columns and {Part.ID, Part.WORDS} & columns.keys():
            return number, columns
    return None


def _read_row(
    sheet: ReadSheet,
    row: int,
    columns: Mapping[Part, int],
    requirements: Requirements,
    today: datetime.date,
    faults: list[Fault],
) -> Held | None:
    said = {part: text_at(said_at(sheet, row, columns.get(part, 0))) for part in Part}

    def fault(code: str, part: Part, text: str = "") -> None:
        at = cell_name(sheet.title, row, columns.get(part, columns[Part.HOLDS]))
        faults.append(Fault(code, at, values={"said": text[:40]} if text else {}))

    if not any(said[part] for part in (Part.HOLDS, Part.NUMBER, Part.UNTIL)):
        return None
    one = _meant(requirements, said)
    if one is None:
        fault("strange-held", Part.HOLDS, said[Part.WORDS] or said[Part.HOLDS])
        return None
    mark = words.plain(said[Part.HOLDS])
    if mark in _NO:
        if said[Part.NUMBER] or said[Part.UNTIL]:
            fault("held-no-mark", Part.HOLDS)
        return None
    if mark not in _YES:
        fault("wrong-held", Part.HOLDS, said[Part.HOLDS])
        return None
    try:
        until = day_of(said_at(sheet, row, columns.get(Part.UNTIL, 0)))
    except UnreadableDate:
        fault("wrong-held-day", Part.UNTIL, said[Part.UNTIL])
        return None
    held = Held(one.id, said[Part.NUMBER][:LONGEST_NUMBER], until)
    if has_ended(held, today):
        fault("held-ended", Part.UNTIL, said[Part.UNTIL])
        return None
    return held


def _meant(requirements: Requirements, said: Mapping[Part, str]) -> Equivalent | None:
    told = set(map(words.plain, said[Part.WORDS].splitlines()))
    for one in requirements.equivalents:
        if one.id == said[Part.ID]:
            return one
    return next((one for one in requirements.equivalents if words.plain(one.words) in told), None)
