"""The columns of the workbook: what every agreement has, then every term."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.work.partners.terms_fields import FIELDS

HEADING: Mapping[str, str | Promise] = {
    "number": _("契約番号"),
    "title": _("名称"),
    "kind": _("種別"),
    "partner": _("相手方"),
    "corporate_number": _("法人番号"),
    "their_number": _("相手の契約番号"),
    "concluded_on": _("結んだ日"),
    "concluded_by": _("結び方"),
    "original_at": _("原本の置き場所"),
    "our_signatory": _("こちらの署名者"),
    "their_signatory": _("相手の署名者"),
    "keeper": _("担当"),
    "replaces": _("代わるもとの契約"),
}
LABELS: Mapping[str, str | Promise] = {
    **HEADING,
    **{name: field.label for name, field in FIELDS.items() if name != "persons"},
}
"""Every column by its name. Named recipients are chosen on the page: a name alone may be two people."""

SYNONYMS = {
    "number": "管理番号 番号 nda番号 契約no number",
    "title": "契約名 契約名称 件名 title",
    "kind": "契約の種類 契約種別 種類 kind",
    "partner": "相手先 取引先 会社名 取引先名 相手方名 partner",
    "concluded_on": "締結日 契約日 契約締結日 concludedon",
    "original_at": "保管場所 原本保管場所 原本",
    "from_on": "開始日 契約開始日 有効期間開始 始期",
    "until_on": "終了日 契約終了日 満了日 有効期限 終期",
    "purposes": "契約の目的 利用目的",
    "keeper": "担当者 契約担当",
    "review_on": "見直し日 次回見直し",
}
_DROPPED = re.compile(r"[\s()\[\]{}「」『』【】〔〕:：・/／*＊※.。,、_-]")


def plain(heading: str) -> str:
    """A heading as headings are compared."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", heading).lower())


def recognised(headings: Sequence[str]) -> dict[int, str]:
    """Which column (from 0) holds what; of two with one meaning the first counts."""
    known = {plain(str(label)): name for name, label in LABELS.items()}
    known |= {plain(word): name for name, words in SYNONYMS.items() for word in words.split()}
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        name = known.get(plain(heading), "")
        if name and name not in found.values():
            found[at] = name
    return found
