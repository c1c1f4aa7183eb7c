"""An own list of questions authored in Excel: an empty form to fill in, and what a filled one says, row by row."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.packs.own import LONGEST_TITLE
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.press.reading import BookUnreadable, ReadSheet, Value, read_any_book
from kuramori.press.text import printable
from kuramori.press.xlsx import Book, Cell, Choice, Look, Sheet, xlsx
from kuramori.press.xlsx import Row as SheetRow
from kuramori.rules.own_list import ENGLISH, MOST_ITEMS, MOST_LEVELS, Row, RowFault, longest_of
from kuramori.work.requests.workbooks.sentences import file_sentence
from kuramori.work.requests.workbooks.words import plain

TITLE: Final = "一覧の名前"
LABELS: Final = {
    "number": "番号",
    "group": "まとまり",
    "title": "設問名",
    "question": "設問",
    "why": "なぜ聞くか",
    "state0": "まだのようす",
    "state1": "途中のようす",
    "state2": "できているようす",
    "na": "該当しない",
    "evidence": "根拠の例",
    "ask": "聞く人",
    "group_en": "英語のまとまり",
    "title_en": "英語の設問名",
    "question_en": "英語の設問",
    "why_en": "英語のなぜ聞くか",
}
OTHER: Final = {
    "no": "number",
    "number": "number",
    "カテゴリ": "group",
    "分類": "group",
    "項目名": "title",
    "質問": "question",
    "question": "question",
    "理由": "why",
    "聞く理由": "why",
    "why": "why",
}
STEPS: Final = {f"段階{n}": f"state{n}" for n in range(MOST_LEVELS)}
"""Headings of the columns of what one would see, where a list has other levels than three."""
WORDS: Final = {
    **{plain(word): name for word, name in STEPS.items()},
    **{plain(word): name for word, name in OTHER.items()},
    **{plain(v): k for k, v in LABELS.items()},
}
FIELDS: Final = {**LABELS, "states": "ようす"}
_WIDTHS: Final = (7.0, 16.0, 24.0, 40.0, 30.0, 24.0, 24.0, 24.0, 11.0, 24.0, 16.0, 16.0, 24.0, 40.0, 30.0)
_SAMPLES: Final = (
    (
        "1",
        "入口",
        "鍵のかかる棚",
        "図面の棚に、鍵をかけていますか。",
        "極秘の図面をお預けするため。",
        "鍵のある棚がない。",
        "鍵はあるが、開けたままの日がある。",
        "使う時だけ開け、だれが開けたか書いている。",
        "○",
        "鍵の帳面",
        "図面の担当の方",
        "The entrance",
        "A cabinet that locks",
        "Do you keep drawings in a locked cabinet?",
        "Because we hand you drawings marked top secret.",
    ),
    (
        "2",
        "入口",
        "",
        "持ち出した図面を、帳面に書いていますか。",
        "なくした時に、すぐ気づくため。",
        *("",) * 4,
        "持ち出しの帳面",
        *("",) * 5,
    ),
)
_BLANK_ROWS: Final = 60
_HEAD: Final = 4
_YES: Final = frozenset({"○", "〇", "◯", "可", "可能", "はい", "yes", "y", "1", "true"})
_SAYS: Final = {
    "no-question": gettext_lazy("設問が空です。"),
    "no-why": gettext_lazy("「なぜ聞くか」が空です。わけのない設問は、お願いできません。"),
    "number-twice": gettext_lazy("同じ番号が、前の行にもあります。"),
    "too-long": gettext_lazy("「%(field)s」が長すぎます（%(longest)s字まで）。"),
    "too-many": gettext_lazy("設問は1,000までです。"),
    "states": gettext_lazy("「ようす」は2つから6つまで、どの設問も同じ数だけ書いてください。"),
    "nothing": gettext_lazy("設問が一つもありません。"),
}


NOT_TO_USE: Final = gettext_lazy("この一覧は、もう使い始めたか、使うのをやめたものです。")


class ListUnreadable(ValueError):
    """Nothing of it could be read; the message is for people."""


def template(actor: Actor) -> bytes:
    """The empty form with two rows as a sample. Raises a `PressFault`."""
    rows = [
        SheetRow((Cell(TITLE, Look.HEAD, span=2), Cell(None, Look.ANSWER, span=3))),
        SheetRow(
            (
                Cell(
                    _("2行の見本は消して構いません。ようすを空けると、決まった言葉が入ります。"),
                    Look.QUIET,
                    span=len(LABELS),
                ),
            )
        ),
        SheetRow(
            (
                Cell(
                    _(
                        "段階を増やすときは、ようすの見出しを「段階0」から「段階5」までに書きかえます。英語は、書いたところだけ使います。"
                    ),
                    Look.QUIET,
                    span=len(LABELS),
                ),
            )
        ),
        SheetRow(tuple(Cell(label, Look.HEAD) for label in LABELS.values())),
        *(SheetRow(tuple(Cell(text or None, Look.ANSWER) for text in row)) for row in _SAMPLES),
        *(
            SheetRow(tuple(Cell(None, Look.ANSWER) for _label in LABELS), height=24.0)
            for _n in range(_BLANK_ROWS)
        ),
    ]
    at = chr(65 + list(LABELS).index("na"))
    choice = Choice(
        f"{at}{_HEAD + 1}:{at}{_HEAD + 2 + _BLANK_ROWS}", ("○",), _("選べるときだけ、○を選びます。")
    )
    sheet = Sheet(_("設問"), _WIDTHS, tuple(rows), head=_HEAD, choices=(choice,), is_landscape=True)
    name = actor.organisation.name
    return xlsx(Book(_("自社の設問の一覧"), name, "ja", clock.today(), name, (sheet,)))


def read(content: bytes) -> tuple[str, list[Row]]:
    """The title ("" where none stands) and the rows of a filled form. Raises `ListUnreadable`."""
    try:
        book = read_any_book(content, most_rows=MOST_ITEMS + 200, most_columns=60)
    except BookUnreadable as unreadable:
        raise ListUnreadable(file_sentence(unreadable.code)) from None
    except PressFault as fault:
        raise ListUnreadable(fault.sentence()) from None
    for sheet in book.sheets:
        if (found := _head(sheet)) is not None:
            return _title(sheet), _rows(sheet, *found)
    raise ListUnreadable(_("「設問」と「なぜ聞くか」の列が見つかりません。見本の見出しと比べてください。"))


def sentence(fault: RowFault) -> str:
    """What to mend in a row."""
    return str(_SAYS[fault.code]) % {
        "field": FIELDS.get(fault.field, ""),
        "longest": longest_of(fault.field),
    }


def _head(sheet: ReadSheet) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet.rows[:30], start=1):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            meant = WORDS.get(plain(cell)) if isinstance(cell, str) and cell else None
            if meant:
                columns.setdefault(meant, at)
        if {"question", "why"} <= columns.keys():
            return number, columns
    return None


def _title(sheet: ReadSheet) -> str:
    for row in sheet.rows[:30]:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and plain(cell) == plain(TITLE):
                said = (_text(one) for one in row[at + 1 :])
                return next((one for one in said if one), "")[:LONGEST_TITLE]
    return ""


def _rows(sheet: ReadSheet, head: int, columns: dict[str, int]) -> list[Row]:
    found, levels = [], max(3, *(n + 1 for n in range(MOST_LEVELS) if f"state{n}" in columns), 0)
    for number, cells in enumerate(sheet.rows[head:], start=head + 1):
        told = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if not any(told.values()):
            continue
        found.append(
            Row(
                number,
                **{
                    name: told.get(name, "")
                    for name in ("group", "title", "question", "why", "evidence", "ask")
                },
                number=told.get("number", ""),
                states=tuple(told.get(f"state{n}", "") for n in range(levels)),
                english={name: said for name in ENGLISH if (said := told.get(f"{name}_en", ""))},
                na_allowed=plain(told.get("na", "")) in _YES,
            )
        )
    return found


def _text(said: Value) -> str:
    if said is None:
        return ""
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    return printable(str(said)).strip()
