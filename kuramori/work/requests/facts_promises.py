"""What the trail tells of promises to customers, before and after. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import CameBy, Kept, Promise, PromiseCheck, Word

TEXTS = ("who", "what", "scope", "source", "answer", "proof", "end_reason", "how", "check_proof")


def promise(row: Promise) -> dict[str, Any]:
    """Everything of one promise."""
    plain = (
        "came_by", "came_on", "who", "what", "scope", "due_on", "source", "word", "answered_on", "answer", "proof",
        "kept", "checked_on", "next_check_on", "ended_on", "end_reason",
    )  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {
        "partner": row.partner_id,
        "agreement": row.agreement_id,
        "asset": row.asset_id,
        "keeper": row.keeper_id,
        "proof_file": row.proof_file_id,
    }


def check(row: PromiseCheck) -> dict[str, Any]:
    """What a look says beyond what it changes of the promise."""
    return {"how": row.how, "check_proof": row.proof, "check_file": row.file_id}


labels.declare(
    "promise",
    {
        "came_by": _("届き方"),
        "came_on": _("届いた日"),
        "who": _("だれが求めたか"),
        "what": _("求められたこと"),
        "scope": _("範囲"),
        "due_on": _("いつまでに"),
        "source": _("書いてある所"),
        "word": _("返事"),
        "answered_on": _("答えた日"),
        "answer": _("約束の中身"),
        "proof": _("証明"),
        "kept": _("守れているか"),
        "checked_on": _("見た日"),
        "next_check_on": _("次に見る日"),
        "ended_on": _("終えた日"),
        "end_reason": _("終えたわけ"),
        "partner": _("お客様"),
        "agreement": _("もとの契約"),
        "asset": _("守るべき情報"),
        "keeper": _("担当"),
        "proof_file": _("証明の書類"),
        "how": _("どう確かめたか"),
        "check_proof": _("そのとき見たもの"),
        "check_file": _("そのときの書類"),
    },
    {
        "came_by": lambda value: str(CameBy(value).label),
        "word": lambda value: str(Word(value).label),
        "kept": lambda value: str(Kept(value).label),
    },
)
