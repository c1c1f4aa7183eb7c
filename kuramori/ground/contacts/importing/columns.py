"""Which column is which: by its heading as people write it, and by what this organisation said the last time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LABELS: Final = {
    "code": _("取引先コード"),
    "name": _("会社名"),
    "kana": _("フリガナ"),
    "corporate_number": _("法人番号"),
    "direction": _("委託元・委託先"),
    "kinds": _("間柄"),
    "tags": _("タグ"),
    "tier": _("何次"),
    "tier_said_by": _("何次かを話した方"),
    "tier_said_on": _("何次かを聞いた日"),
    "note": _("控え書き"),
    "site": _("拠点"),
    "address": _("住所"),
    "person": _("担当の方"),
    "department": _("部署"),
    "role": _("役職・受け持ち"),
    "email": _("メール"),
    "telephone": _("電話"),
}
# As they stand in exports of bookkeeping and purchasing programs; compared without spaces, signs and case.
SYNONYMS: Final = {
    "code": (
        "取引先コード 取引先cd 取引先番号 得意先コード 得意先cd 仕入先コード 仕入先cd 顧客コード 業者コード 会社コード "
        "コード 管理番号 no 番号"
    ),
    "name": (
        "会社名 取引先名 取引先名称 取引先 名称 得意先名 仕入先名 顧客名 業者名 企業名 法人名 商号 社名 "
        "正式名称 company"
    ),
    "kana": (
        "フリガナ ふりがな カナ 会社名カナ 取引先名カナ 取引先カナ 会社名フリガナ 会社フリガナ 名称カナ "
        "よみ 読み 読み仮名 kana"
    ),
    "corporate_number": (
        "法人番号 法人no 登録番号 インボイス番号 インボイス登録番号 適格請求書発行事業者登録番号 "
        "適格請求書登録番号 事業者登録番号"
    ),
    "direction": (
        "委託元委託先 取引区分 取引先区分 得意先仕入先区分 得意先仕入先 区分 関係 取引関係 売買区分"
    ),
    "kinds": "間柄 取引内容 業種 種類 種別 分類 取引種別 業務内容",
    "tags": "タグ ラベル グループ tags tag",
    "tier": "何次 階層 次数 tier 取引階層",
    "tier_said_by": "何次かを話した方 話した方 階層を聞いた相手",
    "tier_said_on": "何次かを聞いた日 聞いた日",
    "note": "控え書き 備考 メモ 摘要 コメント 特記事項 note",
    "site": "拠点 拠点名 事業所 事業所名 工場 工場名 支店 支店名 営業所 site",
    "address": "住所 所在地 本社所在地 本店所在地 会社住所 address",
    "person": (
        "担当の方 担当者 担当者名 先方担当 先方担当者 先方担当者名 相手先担当者 担当 氏名 連絡先氏名 "
        "窓口 窓口担当者 contact"
    ),
    "department": "部署 部署名 部門 所属 担当部署 先方部署 担当者部署 部課名 department",
    "role": "役職受け持ち 役職 肩書 肩書き 役割 受け持ち 担当者役職 role",
    "email": ("メール メールアドレス eメール email mail 担当者メール 担当者メールアドレス eメールアドレス"),
    "telephone": "電話 電話番号 tel 連絡先電話番号 代表電話 代表電話番号 担当者電話番号 連絡先",
}
_SIGNS: Final = re.compile(r"[\s()\[\]{}「」『』【】〔〕<>:：・/／*＊※.。,、_~〜-]")
_NOTES: Final = re.compile(r"\((?:任意|必須|必ず|半角|全角|漢字|西暦|和暦|あれば)\)")


def plain(heading: str) -> str:
    """A heading as it is compared and remembered: NFKC, lower case, without spaces, signs and notes like （任意）."""
    narrow = _NOTES.sub("", unicodedata.normalize("NFKC", heading).lower())
    return _SIGNS.sub("", narrow)[:80]


def proposed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """Which field each column (from 0) holds; what was said the last time goes before what we guess.

    `remembered` maps `plain` headings to fields ("": leave this column out). Of two columns with one field the first
    counts.
    """
    known = _known()
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        word = plain(heading)
        field = remembered.get(word, known.get(word, ""))
        if word and field in LABELS and field not in found.values():
            found[at] = field
    return found


def _known() -> dict[str, str]:
    words = {plain(word): field for field, told in SYNONYMS.items() for word in told.split()}
    for language in ("en", "ja"):
        with override(language):
            words |= {plain(str(label)): field for field, label in LABELS.items()}
    return words
