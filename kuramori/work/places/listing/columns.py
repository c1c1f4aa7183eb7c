"""Which column holds what: by headings as lists have them, until a person says otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

LABELS: Final = {
    "number": _("登録番号"),
    "service": _("サービスの名前"),
    "provider": _("事業者"),
    "scope": _("範囲"),
    "expires_on": _("有効期限"),
}
MUST: Final = ("number", "service")

SYNONYMS: Final = {
    "number": "登録番号 番号 管理番号 リスト番号 no registrationnumber number",
    "service": (
        "サービス名 クラウドサービス名 クラウドサービスの名称 サービスの名称 サービス名称 名称 service servicename"
    ),
    "provider": "事業者 事業者名 クラウドサービス事業者 申請者 提供者 提供事業者 会社名 provider company",
    "scope": "範囲 対象範囲 登録範囲 言明書の対象範囲 対象 scope",
    "expires_on": "有効期限 登録の有効期限 登録有効期限 満了日 期限 登録期限 expires expireson expiry",
}
_DROPPED: Final = re.compile(r"[\s()\[\]「」【】:・/*＊※.。,、_-]")


def _plain(heading: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFKC", heading).lower())


_FIELD_OF: Final = {_plain(word): field for field, words in SYNONYMS.items() for word in words.split()}


def proposed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """`{field: heading}`: as it was chosen last time where the heading is there again, else as it is recognised."""
    found = {
        field: heading for field, heading in remembered.items() if field in LABELS and heading in headings
    }
    for heading in headings:
        field = _FIELD_OF.get(_plain(heading))
        if field and field not in found and heading not in found.values():
            found[field] = heading
    return found
