"""規約の確認表: what is to be read in a cloud service's terms, in the order in which terms are usually written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.work.places.models import Agreed


@dataclass(frozen=True, slots=True)
class Item:
    """One question about the terms; `help` says what to look for. `decides`: agreement hangs on it."""

    id: str
    ask: str | Promise
    help: str | Promise
    decides: bool = False


ITEMS = (
    Item(
        "confidentiality",
        _("預けた情報の秘密を守ると書いてあるか"),
        _("「秘密保持」「機密情報」の条を探します。相手の社員や委託先に広がる範囲も見ます。"),
        decides=True,
    ),
    Item(
        "learning",
        _("学習や別の目的に使わないと書いてあるか"),
        _("「サービス改善」「学習」「統計」の語を探します。設定で断れるときは、設定した日も控えます。"),
        decides=True,
    ),
    Item("location", _("データを置く国や地域が分かるか"), _("「保管場所」「リージョン」の語を探します。")),
    Item(
        "subprocessors",
        _("再委託先が分かり、同じ約束を守らせるか"),
        _("「再委託」「サブプロセッサー」の一覧を探します。"),
    ),
    Item(
        "deletion",
        _("やめたときに消すと書いてあるか"),
        _("「解約」「消去」の条を探します。何日で消えるかも控えます。"),
    ),
    Item("logs", _("だれが見たかの記録を受け取れるか"), _("管理画面の「監査ログ」「操作記録」を見ます。")),
    Item(
        "incident",
        _("事故のとき知らせると書いてあるか"),
        _("「通知」「漏えい」の条を探します。何時間以内かも控えます。"),
    ),
)
BY_ID = {item.id: item for item in ITEMS}
YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = ((YES, _("はい")), (NO, _("いいえ")), (UNKNOWN, _("分からない")))


def agreed_by(answers: dict[str, dict[str, str]]) -> Agreed:
    """Promised only where every deciding item is answered with はい; one いいえ is enough for no promise."""
    given = [answers.get(item.id, {}).get("answer", UNKNOWN) for item in ITEMS if item.decides]
    if NO in given:
        return Agreed.NO
    return Agreed.YES if all(one == YES for one in given) else Agreed.UNKNOWN
