"""One cell as somebody filled it in: text tidied, a day read, a kind understood, or a fault that says what to write."""

from __future__ import annotations

import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Kind
from kuramori.press.reading import Value
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.terms import UnreadableDate, read_day

LONGEST = {"name": 60, "kana": 60, "number": 30, "department": 60, "email": 254}

KINDS = {
    Kind.OFFICER: "役員 取締役 代表取締役 社長 専務 常務 監査役 執行役員 会長 officer",
    Kind.EMPLOYEE: "社員 正社員 従業員 職員 正職員 常勤 契約社員 嘱託 嘱託社員 出向 employee",
    Kind.DISPATCHED: "派遣 派遣社員 派遣労働者 派遣スタッフ dispatched",
    Kind.PART_TIME: "パート パートタイム パートタイマー アルバイト バイト パートアルバイト 非常勤 短時間 臨時 parttime",
    Kind.SIDE_JOB: "副業 副業者 兼業 業務委託副業 sidejob",
    Kind.OUTSIDE: "外部 社外 外部専門家 専門家 顧問 業務委託 委託 外注 監査 外部監査 outside",
}
_SIGNS = re.compile(r"[\s・/／()-]")
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
# Serial days of Excel: 1950-01-01 to 2099-12-31. Outside of it a number is no day of anybody's working life.
_SERIALS = range(18_264, 73_051)
_EPOCH = datetime.date(1899, 12, 30)


class CellWrong(ValueError):
    """A cell that cannot be understood; the message is for whoever filled it in."""


def text(value: Value, field: str) -> str:
    """Tidy text: NFC, one space where there were several, no line breaks. Raises `CellWrong`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        raise CellWrong(_("文字で書いてください。"))
    if isinstance(value, datetime.date):
        raise CellWrong(_("日付が入っています。文字で書いてください。"))
    plain = _number(value) if isinstance(value, float | int) else value
    tidy = " ".join(unicodedata.normalize("NFC", plain).split())
    if FORBIDDEN.search(tidy):
        raise CellWrong(_("見えない文字が入っています。打ち直してください。"))
    longest = LONGEST[field]
    if len(tidy) > longest:
        raise CellWrong(_("%(n)s文字までにしてください。") % {"n": longest})
    return tidy


def number(value: Value) -> str:
    """An employee number, narrow and without spaces: ０１２ and 012 are one."""
    return unicodedata.normalize("NFKC", text(value, "number")).replace(" ", "")


def email(value: Value) -> str:
    """An address in small letters, or ""."""
    address = unicodedata.normalize("NFKC", text(value, "email")).lower()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise CellWrong(
                _("「%(value)s」はメールアドレスとして読めません。") % {"value": address[:60]}
            ) from None
    return address


def kind(value: Value) -> Kind | None:
    """The kind that is meant, or None for an empty cell."""
    written = text(value, "department")
    if not written:
        return None
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", written).lower())
    found = _KIND_OF.get(plain)
    if found is None:
        raise CellWrong(
            _("区分「%(value)s」が分かりません。役員・社員・派遣・パート・副業・外部のどれかにしてください。")
            % {"value": written[:30]}
        )
    return found


def day(value: Value) -> datetime.date | None:
    """A day as a date cell, as Excel's serial number, or as text (2026/4/1, 令和8年4月1日, R8.4.1)."""
    if isinstance(value, datetime.date):
        return value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        raise CellWrong(_("日付を書いてください。"))
    plain = _number(value) if isinstance(value, float | int) else value
    digits = unicodedata.normalize("NFKC", plain).strip()
    if digits.isascii() and digits.isdigit() and int(digits) in _SERIALS:
        return _EPOCH + datetime.timedelta(days=int(digits))
    try:
        return read_day(plain)
    except UnreadableDate as unreadable:
        raise CellWrong(unreadable.sentence((get_language() or "ja").split("-")[0])) from None


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def column_letter(at: int) -> str:
    """A, B … Z, AA … for a column from 0."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
