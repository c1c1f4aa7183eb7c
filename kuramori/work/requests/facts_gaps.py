"""What the trail tells of gaps before and after, and the words for their fields. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import Gap, GapMove, GapNote, GapState, Side

TEXTS = ("what", "why", "plan", "interim", "support", "words", "said_by")


def gap(row: Gap) -> dict[str, Any]:
    """Everything of one gap."""
    plain = ("side", "pack_id", "item", "what", "why", "level", "now", "is_critical", "plan", "plan_on", "interim",
             "support", "state")  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {
        "partner": row.partner_id,
        "asked": row.asked_id,
        "merged_into": row.merged_into_id,
    }


def move(row: GapMove) -> dict[str, Any]:
    """What a move says beyond what it changes."""
    return {"step": row.step, "part": row.part, "words": row.words, "said_by": row.person}


def note(row: GapNote) -> dict[str, Any]:
    """One comment."""
    return {"words": row.words, "said_by": row.person, "part": row.part}


labels.declare(
    "gap",
    {
        "side": _("どちら側か"),
        "part": _("どちらの動きか"),
        "partner": _("取引先"),
        "asked": _("もとのお願い"),
        "merged_into": _("まとめた先"),
        "pack_id": _("設問の表"),
        "item": _("設問"),
        "what": _("求めること"),
        "why": _("必要なわけ"),
        "level": _("求める段階"),
        "now": _("いまの段階"),
        "is_critical": _("特に大切か"),
        "plan": _("計画"),
        "plan_on": _("いつまでに"),
        "interim": _("それまでの守り方"),
        "support": _("手伝えること"),
        "state": _("ようす"),
        "step": _("動き"),
        "words": _("ひとこと"),
        "said_by": _("言った方"),
    },
    {
        "side": lambda value: str(Side(value).label),
        "part": lambda value: str(Side(value).label),
        "state": lambda value: str(GapState(value).label),
    },
)
