"""Which column is which, by its heading as people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

LABELS: Final = {
    "number": _("社員番号"),
    "name": _("氏名"),
    "kana": _("フリガナ"),
    "kind": _("区分"),
    "department": _("部署"),
    "joined_on": _("入社日"),
    "left_on": _("退職日"),
    "email": _("メール"),
}

# As they stand on rosters of payroll programs and of small offices; compared without spaces, brackets and case.
SYNONYMS: Final = {
    "number": (
        "社員番号 社員no 社員id 社員コード 従業員番号 従業員no 従業員コード 職員番号 番号 社番 employeenumber number"
    ),
    "name": "氏名 名前 お名前 社員名 従業員名 職員名 姓名 氏名漢字 name",
    "kana": "フリガナ ふりがな カナ かな 氏名カナ 氏名フリガナ カナ氏名 よみ よみがな 読み 読み仮名 kana",
    "kind": "区分 雇用区分 社員区分 従業員区分 雇用形態 就業形態 種別 身分 kind",
    "department": "部署 部門 所属 所属部署 所属部門 部署名 部門名 所属名 課 配属 配属先 department",
    "joined_on": "入社日 入社年月日 入社 雇入日 雇入年月日 雇い入れ日 採用日 開始日 就任日 joined joinedon",
    "left_on": "退職日 退職年月日 退職 退社日 離職日 契約終了日 終了日 満了日 最後の日 最終日 left lefton",
    "email": "メール メールアドレス eメール email eメールアドレス mail mailaddress アドレス",
}

_DROPPED: Final = re.compile(r"[\s()\[\]{}「」【】〔〕:：・/／*＊※.。,、_-]")
_BRACKETS: Final = re.compile(r"\((?:任意|必須|必ず|半角|全角|漢字|西暦|和暦|あれば)\)")


def _plain(heading: str) -> str:
    """NFKC, without spaces, line breaks, signs and notes like （任意）."""
    narrow = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading).lower())
    return _DROPPED.sub("", narrow)


_FIELD_OF: Final = {_plain(word): field for field, words in SYNONYMS.items() for word in words.split()}


def field_of(heading: str) -> str:
    """The field that a column with this heading holds, or "" for one that is none of ours."""
    return _FIELD_OF.get(_plain(heading), "")


def recognised(headings: Sequence[str]) -> dict[int, str]:
    """Which field stands in which column (from 0). Of two columns with one field the first counts."""
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        field = field_of(heading)
        if field and field not in found.values():
            found[at] = field
    return found
