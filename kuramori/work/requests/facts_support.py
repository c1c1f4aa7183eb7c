"""What the trail tells of help, visits and good practice, before and after. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import GoodPractice, HelpState, OfferedHelp, PartnerVisit

TEXTS = ("words", "went", "met", "seen", "topic", "consent_by")


def offered(row: OfferedHelp) -> dict[str, Any]:
    """One help."""
    plain = ("help_id", "state", "is_helpful", "words", "offered_on")
    return {name: getattr(row, name) for name in plain} | {"partner": row.partner_id, "gap": row.gap_id}


def visit(row: PartnerVisit) -> dict[str, Any]:
    """One visit."""
    plain = ("visited_on", "went", "met", "seen", "is_photo_free")
    return {name: getattr(row, name) for name in plain} | {"partner": row.partner_id}


def practice(row: GoodPractice) -> dict[str, Any]:
    """One good practice."""
    plain = ("topic", "words", "consent_by", "consent_on", "published_at", "withdrawn_at")
    return {name: getattr(row, name) for name in plain} | {"partner": row.partner_id, "gap": row.gap_id}


_WORDS = {
    "help_id": _("手伝いの種類"),
    "state": _("ようす"),
    "is_helpful": _("役に立ったか"),
    "words": _("ひとこと"),
    "offered_on": _("案内した日"),
    "partner": _("取引先"),
    "gap": _("ギャップ"),
    "visited_on": _("訪ねた日"),
    "went": _("訪ねた人"),
    "met": _("会った人"),
    "seen": _("見たこと"),
    "is_photo_free": _("写真を撮らなかったか"),
    "topic": _("何についての事例か"),
    "consent_by": _("同意した方"),
    "consent_on": _("同意した日"),
    "published_at": _("取引先に見せた時"),
    "withdrawn_at": _("取り下げた時"),
}
labels.declare("offered_help", _WORDS, {"state": lambda value: str(HelpState(value).label)})
labels.declare("partner_visit", _WORDS)
labels.declare("good_practice", _WORDS)
