"""Which column of an Excel list is which: by its heading as people write it; the rest somebody chooses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise as Later
from django.utils.translation import override

from kuramori.work.requests.promising.book import LABELS

FIELDS: Final = (
    "number", "partner", "what", "came_by", "came_on", "who", "scope", "due_on", "source", "word", "answered_on",
    "answer", "proof", "keeper",
)  # fmt: skip
"""The columns that are taken in, in the order of the form."""
MUST: Final = ("partner", "what", "came_on")
SYNONYMS: Final[Mapping[str, str]] = {
    "number": "約束番号 約束の番号",
    "partner": "取引先 取引先名 得意先 得意先名 顧客 顧客名 会社名 お客様名 客先 客先名 customer company",
    "what": "要求事項 要求 要求内容 要望 求め 依頼内容 依頼事項 内容 項目 要件 約束 遵守事項 demand requirement",
    "came_by": "届き方 受付方法 経路 方法 種別 区分 入手元",
    "came_on": "受付日 受領日 依頼日 要求日 日付 発生日 date",
    "who": "依頼者 要求者 相手担当 相手担当者 先方担当 先方担当者",
    "scope": "対象 対象範囲 適用範囲 scope",
    "due_on": "期限 期日 納期 対応期限 回答期限 実施期限 due deadline",
    "source": "根拠 出典 条項 条文 文書 文書名 契約条項 reference",
    "word": "回答 対応 対応可否 可否 約束の有無 status answer",
    "answered_on": "回答日 返答日 対応日",
    "answer": "回答内容 対応内容 対応状況 返答 備考",
    "proof": "証拠 証跡 エビデンス 証明資料 記録 保管場所 evidence",
    "keeper": "担当者 社内担当 社内担当者 責任者 owner",
}
_DROPPED: Final = re.compile(r"[\s()\[\]{}「」『』【】〔〕:：・/／*＊※.。,、_-]")


def plain(heading: str) -> str:
    """A heading, or a word in a cell, as they are compared."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", heading).lower())


def proposed(headings: Sequence[str]) -> dict[int, str]:
    """Which field each column (from 0) seems to hold; of two with one meaning the first counts."""
    known = {plain(word): field for field, words in SYNONYMS.items() for word in words.split()}
    for language in ("en", "ja"):
        with override(language):
            known |= {plain(str(label)): field for field, label in labels().items()}
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        field = known.get(plain(heading), "")
        if field and field not in found.values():
            found[at] = field
    return found


def labels() -> dict[str, str | Later]:
    """What the fields are called."""
    return {field: LABELS[field] for field in FIELDS}
