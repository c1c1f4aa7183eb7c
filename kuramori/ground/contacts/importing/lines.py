"""One row of the table: what each of its cells says, or a fault that says what to write."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kuramori.ground.contacts import kinds
from kuramori.ground.contacts.importing.columns import LABELS
from kuramori.ground.contacts.importing.table import Table
from kuramori.ground.contacts.number_words import explained
from kuramori.ground.contacts.wanted import LONGEST_TAG, MOST_TAGS
from kuramori.outside import clock
from kuramori.rules.corporate_numbers import NotACorporateNumber, corporate_number
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.terms import UnreadableDate, read_day

LONGEST = {
    "code": 30, "name": 120, "kana": 120, "note": 400, "tier_said_by": 60, "site": 60, "address": 200, "person": 60,
    "department": 60, "role": 60, "email": 254, "telephone": 30,
}  # fmt: skip
EXAMPLE = ("（例）", "(例)")
_PARTS = re.compile(r"[、,，;；/／]+")
_BOTH = frozenset(["両方", "双方", "委託元委託先", "得意先仕入先", "得意先兼仕入先", "兼業", "both"])
_CUSTOMERS = frozenset(
    ["委託元", "得意先", "顧客", "客先", "発注元", "販売先", "売上先", "納入先", "お客様", "売", "customer"]
)
_SUPPLIERS = frozenset(
    ["委託先", "仕入先", "外注先", "外注", "発注先", "購入先", "協力会社", "支払先", "業者", "買", "supplier"]
)
# Excel's days from 1990 to 2099.
_SERIALS = range(32_874, 73_051)
_EPOCH = datetime.date(1899, 12, 30)


class CellWrong(ValueError):
    """A cell that cannot be understood; the message is for whoever filled it in."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row (the file's number, from 1); `column` is such as `E 法人番号`, or "" for the whole row."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `said` holds the fields whose cells say something, as values of their columns."""

    row: int
    said: Mapping[str, Any]
    faults: tuple[Fault, ...] = field(default=())


def lines_of(table: Table, columns: Mapping[int, str]) -> list[Line]:
    """The rows that say something; those of the example are left out. `columns`: which field stands where (from 0)."""
    words = _words_of_kinds()
    found = []
    for number, row in enumerate(table.rows, start=table.first):
        name = next((row[at] for at, one in columns.items() if one == "name" and at < len(row)), "")
        if any(row[at] for at in columns if at < len(row)) and not name.startswith(EXAMPLE):
            found.append(_line(table, number, row, columns, words))
    return found


def column_letter(at: int) -> str:
    """A, B … Z, AA … for a column from 0."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _line(
    table: Table, number: int, row: tuple[str, ...], columns: Mapping[int, str], words: Mapping[str, str]
) -> Line:
    said: dict[str, Any] = {}
    faults = [
        Fault(number, "", reason)
        for reason, rows in (
            (_("隠れている行です。行を表示して確かめるか、この行を飛ばしてください。"), table.hidden),
            (_("結合したセルがあります。結合を解いて、1社を1行に書いてください。"), table.merged),
        )
        if number in rows
    ]
    for at, name in columns.items():
        column = f"{column_letter(at)} {LABELS[name]}"
        if at in table.formulas.get(number, ()):
            reason = _("計算式が入っています。写して「値の貼り付け」をしてください。")
            faults.append(Fault(number, column, reason))
        elif at < len(row) and row[at]:
            try:
                said[name] = _READ[name](name, row[at], words)
            except CellWrong as wrong:
                faults.append(Fault(number, column, str(wrong)))
    if "tier" in said and not said.get("tier_said_by"):
        reason = _("何次かは、話した方のお名前と合わせて書いてください。推し量って書くものではありません。")
        faults.append(Fault(number, str(LABELS["tier"]), reason))
    return Line(number, said, tuple(faults))


def _text(name: str, told: str, words: Mapping[str, str]) -> str:
    if FORBIDDEN.search(told):
        raise CellWrong(_("見えない文字が入っています。打ち直してください。"))
    told = told if name == "note" else " ".join(told.split())
    if len(told) > LONGEST[name]:
        raise CellWrong(_("%(n)s文字までにしてください。") % {"n": LONGEST[name]})
    return told


def _code(name: str, told: str, words: Mapping[str, str]) -> str:
    return _text(name, unicodedata.normalize("NFKC", told).replace(" ", ""), words)


def _number(name: str, told: str, words: Mapping[str, str]) -> str:
    try:
        return corporate_number(told)
    except NotACorporateNumber as wrong:
        raise CellWrong(explained(wrong)) from None


def _direction(name: str, told: str, words: Mapping[str, str]) -> tuple[bool, bool]:
    plain = _plain(told)
    if plain in _BOTH:
        return True, True
    parts = [_plain(part) for part in re.split(r"[、,，;；/／・兼と]+", told) if part.strip()]
    if parts and all(part in _CUSTOMERS | _SUPPLIERS for part in parts):
        return any(part in _CUSTOMERS for part in parts), any(part in _SUPPLIERS for part in parts)
    raise CellWrong(
        _("「%(value)s」が分かりません。委託元・委託先・両方 のどれかにしてください。") % {"value": told[:30]}
    )


def _kinds(name: str, told: str, words: Mapping[str, str]) -> tuple[str, ...]:
    found = []
    for part in [told] if _plain(told) in words else [part for part in _PARTS.split(told) if part.strip()]:
        code = words.get(_plain(part))
        if code is None:
            raise CellWrong(
                _("間柄「%(value)s」が分かりません。一覧の言葉に直すか、タグの列に書いてください。")
                % {"value": part.strip()[:30]}
            )
        found.append(code)
    return tuple(kinds.known(found))


def _tags(name: str, told: str, words: Mapping[str, str]) -> tuple[str, ...]:
    parts = [part.strip().lstrip("#＃") for part in _PARTS.split(told) if part.strip()]
    if len(parts) > MOST_TAGS or any(len(part) > LONGEST_TAG or "|" in part for part in parts):
        raise CellWrong(
            _("タグは%(n)s文字まで、%(most)s個までにしてください。") % {"n": LONGEST_TAG, "most": MOST_TAGS}
        )
    return tuple(dict.fromkeys(parts))


def _tier(name: str, told: str, words: Mapping[str, str]) -> int:
    digits = unicodedata.normalize("NFKC", told).lower().removeprefix("tier").strip().removesuffix("次")
    if not (digits.isascii() and digits.isdigit() and int(digits) in kinds.TIERS):
        raise CellWrong(_("「%(value)s」を 1次・2次 のように書いてください。") % {"value": told[:30]})
    return int(digits)


def _day(name: str, told: str, words: Mapping[str, str]) -> str:
    digits = unicodedata.normalize("NFKC", told)
    try:
        is_serial = digits.isascii() and digits.isdigit() and int(digits) in _SERIALS
        day = _EPOCH + datetime.timedelta(days=int(digits)) if is_serial else read_day(told)
    except UnreadableDate as unreadable:
        raise CellWrong(unreadable.sentence((get_language() or "ja").split("-")[0])) from None
    if day > clock.today():
        raise CellWrong(_("今日までの日付にしてください。"))
    return day.isoformat()


def _email(name: str, told: str, words: Mapping[str, str]) -> str:
    address = unicodedata.normalize("NFKC", _text(name, told, words)).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise CellWrong(
            _("「%(value)s」はメールアドレスとして読めません。") % {"value": address[:60]}
        ) from None
    return address


def _telephone(name: str, told: str, words: Mapping[str, str]) -> str:
    return _text(name, unicodedata.normalize("NFKC", told), words)


def _plain(word: str) -> str:
    return re.sub(r"[\s・/／()（）-]", "", unicodedata.normalize("NFKC", word).lower())


def _words_of_kinds() -> dict[str, str]:
    words = {_plain(word): code for code, told in kinds.SYNONYMS.items() for word in told.split()}
    for language in ("en", "ja"):
        with override(language):
            words |= {_plain(str(label)): code for code, label in kinds.KINDS.items()}
    return words | {code: code for code in kinds.KINDS}


_READ: Mapping[str, Callable[[str, str, Mapping[str, str]], Any]] = {
    **dict.fromkeys(LONGEST, _text),
    "code": _code,
    "corporate_number": _number,
    "direction": _direction,
    "kinds": _kinds,
    "tags": _tags,
    "tier": _tier,
    "tier_said_on": _day,
    "email": _email,
    "telephone": _telephone,
}
