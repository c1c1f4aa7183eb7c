"""Which column is which: by its heading as people write it, and by what this house said the last time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import override

from kuramori.work.ledger.fields import FIELDS

# As they stand on ledgers of other houses and on the samples of handbooks; compared without spaces, signs and case.
SYNONYMS: Final = {
    "number": "管理番号 番号 no № 台帳番号 資産番号 情報番号 整理番号 id 管理no 資産no",
    "name": "名前 名称 情報名 資産名 情報資産名 情報資産名称 情報の名称 件名 品名 文書名 資料名 対象情報 秘密の名称",
    "what": "何が秘密か 秘密の内容 内容 概要 説明 情報の内容 秘密情報の内容 詳細 備考内容",
    "grade": "秘密区分 区分 機密区分 機密レベル 機密度 秘密度 ランク 重要区分 管理区分 格付け 機密性",
    "layer": "共有区分 共有 開示区分 開示可否 開示範囲 社外共有 社外開示",
    "place": "保管場所 置き場所 置場 保管先 場所 保存場所 保存先 所在 保管",
    "keeper": "保管する人 管理者 保管者 担当 担当者 管理責任者 責任者 保管責任者 管理担当 管理担当者",
    "review_on": "次の見直し 見直し日 見直し期限 次回見直し 次回見直し日 見直し予定日 棚卸予定日 更新予定日",
    "field": "種別 情報種別 情報の種類 分類",
    "unit": "単位 管理単位",
    "media": "媒体 媒体種別 保存媒体 形態",
    "department": "管理部門 部門 部署 所管部署 所管 主管部門 管理部署",
    "partner": "預けた取引先 取引先 預け元 開示元 提供元 相手先 顧客",
    "origin": "出どころ 自社預り 由来 出所",
    "received_on": "受け取った日 受領日 受取日",
    "agreement": "契約ndaの番号 契約番号 nda nda番号 契約",
    "copies": "写しの数 写し コピー数 部数",
    "originals": "原本の数 原本",
    "keep_until": "保存期限 保管期限 保存期間満了日",
    "made_on": "作った日受け取った日 作成日 登録日 作成年月日",
    "has_personal_data": "個人情報を含む 個人情報 個人情報の有無",
    "is_encrypted": "暗号化 暗号化の有無",
    "marked": "表示 識別表示 表示の有無 マル秘表示",
}
_SIGNS: Final = re.compile(r"[\s()\[\]{}「」【】〔〕<>:：・/／*＊※.。,、_~〜-]")
_NOTES: Final = re.compile(r"\((?:任意|必須|必ず|半角|全角|西暦|和暦|あれば|極秘秘社外秘公開)\)")


def plain(heading: str) -> str:
    """A heading as it is compared and remembered: NFKC, lower case, without spaces, signs and notes like （任意）."""
    narrow = _NOTES.sub("", unicodedata.normalize("NFKC", heading).lower())
    return _SIGNS.sub("", narrow)[:80]


def proposed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """Which field each column (from 0) holds; what the house remembers goes before what we guess.

    `remembered` maps `plain` headings to field names ("": leave this column out). Of two columns with one field the
    first counts.
    """
    known = _known()
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        word = plain(heading)
        field = remembered.get(word, known.get(word, ""))
        if word and field in FIELDS and field not in found.values():
            found[at] = field
    return found


def _known() -> dict[str, str]:
    words = {plain(word): field for field, told in SYNONYMS.items() for word in told.split()}
    for language in ("ja", "en"):
        with override(language):
            words |= {plain(str(field.label)): field.name for field in FIELDS.values()}
    words |= {plain(name): name for name in FIELDS}
    return words
