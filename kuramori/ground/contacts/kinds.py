"""What one has to do with a partner, besides giving or taking orders: a list that a page offers, several at once.

Whatever is missing here is said by a tag of the organisation's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

KINDS: Final = {
    "joint": _("共同開発"),
    "machining": _("加工外注"),
    "mould": _("金型・治具"),
    "heat": _("熱処理"),
    "surface": _("表面処理・めっき"),
    "casting": _("鋳造・鍛造"),
    "assembly": _("組立"),
    "inspection": _("検査・測定"),
    "design": _("設計・解析"),
    "material": _("材料・部品"),
    "dealer": _("商社・代理店"),
    "warehouse": _("倉庫"),
    "transport": _("運送"),
    "equipment": _("設備・保守"),
    "it": _("IT・クラウド"),
    "waste": _("廃棄・処分"),
    "staffing": _("派遣・請負"),
    "research": _("大学・公設試"),
    "adviser": _("士業・顧問"),
    "group": _("グループ会社"),
}
# Other words for the same on lists of other firms; compared without spaces and signs.
SYNONYMS: Final = {
    "joint": "共同研究 共同開発先",
    "machining": "外注 外注加工 加工 切削 機械加工 外注先 協力工場",
    "mould": "金型 型 治具 金型製作",
    "surface": "表面処理 めっき メッキ 塗装",
    "casting": "鋳造 鍛造 鋳物",
    "inspection": "検査 測定",
    "design": "設計 解析",
    "material": "材料 部品 資材 購入品",
    "dealer": "商社 代理店 販売店",
    "warehouse": "保管 物流倉庫",
    "transport": "運輸 物流 配送",
    "equipment": "設備 保守 メンテナンス 工事",
    "it": "クラウド システム ソフトウェア",
    "waste": "廃棄 処分 産廃",
    "staffing": "派遣 請負 人材",
    "research": "大学 公設試 研究機関",
    "adviser": "士業 顧問 弁護士 会計",
    "group": "子会社 関連会社 親会社",
}
TIERS: Final = range(1, 10)


def known(codes: Iterable[str]) -> list[str]:
    """Those that are ours, each once, in the order of the list."""
    wanted = set(codes)
    return [code for code in KINDS if code in wanted]


def labels(codes: Iterable[str]) -> list[str]:
    return [str(KINDS[code]) for code in codes if code in KINDS]
