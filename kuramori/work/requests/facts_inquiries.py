"""What the trail tells of inquiries and our replies, before and after. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import Disclosure, Inquiry, InquiryState, InquiryWay, OwnReply

TEXTS = ("title", "reason", "scope", "end_reason", "not_taken")

labels.declare(
    "inquiry",
    {
        "partner": _("お客様"),
        "number": _("番号"),
        "title": _("件名"),
        "way": _("届き方"),
        "came_on": _("届いた日"),
        "pack_id": _("設問の表"),
        "content_digest": _("求められたことの照合値"),
        "reason": _("お願いの理由"),
        "scope": _("どこについて"),
        "deadline_on": _("期限"),
        "state": _("ようす"),
        "end_reason": _("わけ"),
        "draft_revision": _("書きかけの版"),
        "opened_at": _("初めて開いた時"),
        "proposed_by": _("承認を求めた方"),
        "reply": _("回答"),
        "round": _("何回目"),
        "disclosure": _("見せる範囲"),
        "digest": _("照合値"),
        "is_told": _("相手の蔵守へ伝えたか"),
        "taken": _("お客様が受け取ったか"),
        "not_taken": _("受け取られなかったわけ"),
        "valid_until": _("いつまで数えるか"),
    },
    {
        "way": lambda value: str(InquiryWay(value).label),
        "state": lambda value: str(InquiryState(value).label),
        "disclosure": lambda value: str(Disclosure(value).label),
    },
)


def inquiry(row: Inquiry) -> dict[str, Any]:
    """One inquiry; of what is being written only that it was."""
    plain = ("number", "title", "way", "came_on", "pack_id", "content_digest", "reason", "scope", "deadline_on",
             "state", "end_reason", "draft_revision")  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {
        "partner": row.partner_id,
        "proposed_by": row.proposed_by_id,
    }


def reply(row: OwnReply) -> dict[str, Any]:
    """One reply of ours."""
    return {
        "reply": row.pk,
        "round": row.round,
        "disclosure": row.disclosure,
        "digest": row.digest,
        "is_told": row.is_told,
        "taken": row.taken_at is not None,
        "not_taken": row.not_taken,
        "valid_until": row.valid_until,
    }
