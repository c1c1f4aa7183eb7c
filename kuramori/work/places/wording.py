"""A first wording of what guests accept, to be changed by each house before it is set down."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kuramori.work.places.receiving import PLEDGE, RULE


@dataclass(frozen=True, slots=True)
class Proposed:
    title: object
    body: object


PROPOSED = {
    RULE: Proposed(
        _("機器・カメラの持込みの決まり"),
        _(
            "・構内での撮影と録音は、案内の者が「ここは撮れます」と言った場所のほかはできません。\n"
            "・ノートPC・記録媒体は、持ち込むものを受付で書いてください。社内の機器やネットワークにはつなげません。\n"
            "・案内の者から離れて歩かないでください。"
        ),
    ),
    PLEDGE: Proposed(
        _("来訪の方へのお願い"),
        _(
            "構内で見聞きした技術・設備・図面・数値などを、許しなく、ほかの方に話したり、書いたり、使ったりしません。\n"
            "渡された資料は用件のためだけに使い、求められたら返します。"
        ),
    ),
}
