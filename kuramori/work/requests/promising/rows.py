"""One row of an Excel list as somebody wrote it: its cells read, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.importing import cells
from kuramori.ground.people.importing.cells import CellWrong, column_letter
from kuramori.ground.people.models import Person
from kuramori.rules.company_names import plain_company
from kuramori.rules.document import FORBIDDEN
from kuramori.work.requests.models import CameBy, Promise, Word
from kuramori.work.requests.promising.columns import labels, plain
from kuramori.work.requests.promising.filed import Table

WORDS: Final[Mapping[Word, str]] = {
    Word.YES: "はい 可 対応可 対応済 対応済み 済 約束 承諾 yes ok ○ 〇 ◯",
    Word.PART: "一部 一部可 一部対応 条件付 条件付き part △",
    Word.NO: "いいえ 不可 対応不可 否 断り no × ✕",
    Word.NOT_YET: "まだ 未 未回答 未対応 検討中 確認中",
}
CAME: Final[Mapping[CameBy, str]] = {
    CameBy.AGREEMENT: "契約 契約書 契約条項 覚書",
    CameBy.REQUEST: "お願い 調査 調査票",
    CameBy.MAIL: "メール mail 手紙 文書 書面",
    CameBy.WORKBOOK: "excel エクセル 回答表 チェックシート",
    CameBy.AUDIT: "監査 訪問 査察",
    CameBy.SPOKEN: "口頭 電話 会議",
}
LONGEST: Final = {"what": 400, "who": 120, "scope": 200, "source": 200, "answer": 400, "proof": 200}
OURS: Final = re.compile(r"Y-\d{4,}")
DAYS: Final = ("came_on", "due_on", "answered_on")
Code = TypeVar("Code", Word, CameBy)
Fault = tuple[str, str]
"""Which column, and why."""


@dataclass(frozen=True, slots=True)
class Known:
    """Customers by plain name and people by name (None: several); what is on record, by number and by its words.

    Two rows of one file meet here too: `seen` has the row that spoke of a promise, or of new words, first.
    """

    partners: Mapping[str, Partner | None]
    people: Mapping[str, Person | None]
    numbers: Mapping[str, Promise]
    words: Mapping[tuple[object, str], Promise]
    seen: dict[object, int] = field(default_factory=dict)


@dataclass(slots=True)
class Given:
    """What a row says: only cells that hold something, as values of the fields of `Promise`."""

    number: str = ""
    called: str = ""
    partner: Partner | None = None
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def known() -> Known:
    """Three queries."""
    partners: dict[str, Partner | None] = {}
    for one in Partner.objects.filter(merged_into__isnull=True, retired_on__isnull=True):
        partners[one.plain_name] = None if one.plain_name in partners else one
    people: dict[str, Person | None] = {}
    for person in Person.objects.all():
        people[person.name] = None if person.name in people else person
    rows = list(Promise.objects.select_related("partner", "keeper", "agreement", "asset").order_by("number"))
    # Of several with the same words the one that still runs is meant.
    by_words: dict[tuple[object, str], Promise] = {
        (row.partner_id, row.what): row for row in sorted(rows, key=lambda one: one.ended_on is None)
    }
    return Known(partners, people, {row.number.upper(): row for row in rows}, by_words)


def given(table: Table, meant: Mapping[int, str], known: Known, number: int, row: tuple[str, ...]) -> Given:
    """The cells of row `number`, each for what its column means."""
    found = Given()
    for at, name in meant.items():
        text = " ".join((row[at] if at < len(row) else "").split())
        where = f"{column_letter(at)} {labels()[name]}"
        if (number, at + 1) in table.odd:
            found.faults.append((where, _("計算式が入っています。「値の貼り付け」をしてください。")))
        elif text:
            _take(found, known, name, text, where)
    if found.called:
        _find_partner(found, known)
    return found


def _take(found: Given, known: Known, name: str, text: str, where: str) -> None:
    try:
        if name in DAYS:
            if day := cells.day(text):
                found.values[name] = day
        elif name == "number":
            # A list may count its rows itself: only what looks like a number of ours is one.
            found.number = text.upper() if OURS.fullmatch(text.upper()) else ""
        elif name == "partner":
            found.called = text
        elif name == "keeper":
            found.values[name] = _keeper(text, known)
        elif name == "word":
            found.values[name] = _code(text, WORDS, Word.NOT_YET)
        elif name == "came_by":
            found.values[name] = _code(text, CAME, CameBy.OTHER)
        else:
            found.values[name] = _text(text, name)
    except CellWrong as wrong:
        found.faults.append((where, str(wrong)))


def _text(text: str, name: str) -> str:
    if FORBIDDEN.search(text):
        raise CellWrong(_("見えない文字が入っています。打ち直してください。"))
    if len(text) > LONGEST[name]:
        raise CellWrong(_("%(n)s文字までにしてください。") % {"n": LONGEST[name]})
    return text


def _find_partner(found: Given, known: Known) -> None:
    """The customer of the number where it is called so; else the only one in the register of this name."""
    key, promise = plain_company(found.called), known.numbers.get(found.number)
    if promise is not None and promise.partner.plain_name == key:
        found.partner = promise.partner
        return
    found.partner = known.partners.get(key)
    if found.partner is None:
        words = (
            _("同じ名前の取引先が2つあります。画面から記録してください。")
            if key in known.partners
            else _("取引先の名簿にありません。先に取引先を加えてください。")
        )
        found.faults.append((str(labels()["partner"]), words))


def _keeper(name: str, known: Known) -> Person:
    found = known.people.get(name)
    if found is None:
        raise CellWrong(_("名簿に見つからないか、同じ名前の方が2人います。"))
    return found


def _code(text: str, said: Mapping[Code, str], one_of: Code) -> Code:
    found = {plain(str(one.label)): one for one in type(one_of)}
    found |= {plain(word): one for one, words in said.items() for word in words.split()}
    if plain(text) not in found:
        words = _("・").join(str(one.label) for one in type(one_of))
        raise CellWrong(_("%(words)s のどれかにしてください。") % {"words": words})
    return found[plain(text)]
