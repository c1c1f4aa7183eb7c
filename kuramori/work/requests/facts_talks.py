"""What the trail tells of talks about prices before and after. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import (
    Consultation,
    ConsultationPaper,
    ConsultationStep,
    TalkState,
    TalkStep,
)

TEXTS = ("topic", "words", "said_by", "title")


def talk(row: Consultation) -> dict[str, Any]:
    """Everything of one talk."""
    plain = ("topic", "is_asked_by_us", "state", "asked_on", "asked_yen", "answered_on", "agreed_on", "agreed_yen",
             "ended_on")  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {"partner": row.partner_id, "gap": row.gap_id}


def step(row: ConsultationStep) -> dict[str, Any]:
    """What a step says beyond what it changes."""
    return {"step": row.step, "words": row.words, "said_by": row.person}


def paper(row: ConsultationPaper) -> dict[str, Any]:
    """A paper of a talk."""
    return {"title": row.title, "file": row.file_id}


labels.declare(
    "consultation",
    {
        "topic": _("何についての協議か"),
        "is_asked_by_us": _("こちらから求めたか"),
        "state": _("ようす"),
        "asked_on": _("求めた日"),
        "asked_yen": _("見積もり（円）"),
        "answered_on": _("答えた日"),
        "agreed_on": _("合意した日"),
        "agreed_yen": _("合意した額（円）"),
        "ended_on": _("終えた日"),
        "partner": _("取引先"),
        "gap": _("ギャップ"),
        "step": _("動き"),
        "words": _("ひとこと"),
        "said_by": _("言った方"),
        "title": _("書類の名前"),
        "file": _("書類"),
    },
    {
        "state": lambda value: str(TalkState(value).label),
        "step": lambda value: str(TalkStep(value).label),
    },
)
