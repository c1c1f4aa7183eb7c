"""What a reader of the trail is told the fields of a partner, of its sites and contacts are called."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.contacts import kinds
from kuramori.ground.contacts.models import Partner
from kuramori.ground.trail import labels


def _kinds(codes: Any) -> str:
    return "、".join(kinds.labels(codes))


def _partner(key: Any) -> str:
    found = Partner.objects.filter(pk=uuid.UUID(str(key))).first()
    return found.name if found else str(_("（分かりません）"))


labels.declare(
    "partner",
    {
        "name": _("名前"),
        "kana": _("フリガナ"),
        "code": _("取引先コード"),
        "corporate_number": _("法人番号"),
        "is_customer": _("委託元"),
        "is_supplier": _("委託先"),
        "kinds": _("間柄"),
        "tags": _("タグ"),
        "tier": _("何次"),
        "tier_said_on": _("何次かを聞いた日"),
        "tier_said_by": _("何次かを話した方"),
        "note": _("メモ"),
        "scheme": _("秘密区分の呼び方"),
        "retired_on": _("取引をやめた日"),
        "merged_into": _("まとめた先"),
        "apart_from": _("別の会社と確かめた相手"),
        "address": _("住所"),
        "department": _("部署"),
        "role": _("役職・受け持ち"),
        "email": _("メールアドレス"),
        "telephone": _("電話"),
    },
    {"kinds": _kinds, "merged_into": _partner, "apart_from": _partner},
)
