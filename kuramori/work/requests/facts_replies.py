"""What the trail tells of somebody who is asked, before and after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import Asked, AskedBy, AskedState

labels.declare(
    "asked",
    {
        "request": _("確認のお願い"),
        "partner": _("取引先"),
        "contact": _("宛先の方"),
        "klass": _("区分け"),
        "way": _("届け方"),
        "state": _("ようす"),
        "reply": _("回答書"),
        "note": _("電話の結果"),
        "merged_into": _("まとめた先"),
    },
    {
        "way": lambda value: str(AskedBy(value).label),
        "state": lambda value: str(AskedState(value).label),
    },
)


def asked(row: Asked) -> dict[str, Any]:
    """One partner of a request."""
    return {
        "request": row.request_id,
        "partner": row.partner_id,
        "contact": row.contact_id,
        "klass": row.klass,
        "way": AskedBy(row.way),
        "state": AskedState(row.state),
        "reply": row.reply_id,
        "merged_into": row.merged_into_id,
    }
