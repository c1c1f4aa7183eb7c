"""What a reader of the trail is told the fields of a partner and of its contacts are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels

labels.declare(
    "partner",
    {
        "name": _("名前"),
        "kana": _("フリガナ"),
        "corporate_number": _("法人番号"),
        "is_customer": _("委託元"),
        "is_supplier": _("委託先"),
        "note": _("メモ"),
        "scheme": _("秘密区分の呼び方"),
        "retired_on": _("取引をやめた日"),
        "department": _("部署"),
        "email": _("メールアドレス"),
        "telephone": _("電話"),
    },
)
