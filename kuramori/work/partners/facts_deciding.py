"""What the trail keeps of assurances, decisions and tables: plain facts; what somebody wrote freely is erasable."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.partners.models import (
    Answer,
    Assurance,
    BasisKind,
    Decision,
    Demand,
    DemandSide,
    DemandState,
    OwnPolicy,
)

TEXTS = (
    "words", "purpose", "reason", "what", "asked_by", "their_reason", "necessity", "price", "answer_words",
)  # fmt: skip
"""Fields that somebody writes freely."""

LEVELS = (_("確認なし"), _("自己申告"), _("根拠つき自己確認"), _("専門家確認"), _("第三者認証"))
OUTCOMES = {
    "ALLOW": _("渡せる"),
    "ALLOW_WITH": _("条件つきで渡せる"),
    "ESCALATE": _("承認が要る"),
    "DENY": _("渡せない"),
}
ANSWERS = {"approved": _("認めた"), "refused": _("認めなかった")}


def assurance(row: Assurance) -> dict[str, Any]:
    plain = ("information", "it", "open_critical_gaps", "as_of", "valid_until", "basis", "words")
    return {name: getattr(row, name) for name in plain} | {"paper": row.paper_id}


def decision(row: Decision) -> dict[str, Any]:
    return {
        "asset": row.asset_id,
        "partner": row.partner_id,
        "contact": row.contact_id,
        "agreement": row.agreement_id,
        "purpose": row.purpose,
        "outcome": row.outcome,
        "digest": row.digest,
        "approved_until": row.approved_until,
        "answer": _answer(row),
    }


def said(row: Answer) -> dict[str, Any]:
    return {"allows": row.allows, "reason": row.reason, "until_on": row.until_on}


def table(row: OwnPolicy) -> dict[str, Any]:
    return {"edition": row.edition, "digest": row.digest, "reason": row.reason}


def demand(row: Demand) -> dict[str, Any]:
    plain = ("side", "what", "asked_on", "their_reason", "purpose", "necessity", "price", "is_free", "answer_by",
             "state", "answered_on")  # fmt: skip
    told = {name: getattr(row, name) for name in plain}
    more = {"partner": row.partner_id, "asset": row.asset_id, "paper": row.paper_id}
    return told | more | {"asked_by": row.who, "answer_words": row.answer}


def _answer(row: Decision) -> str | None:
    if row.refused_at is not None:
        return "refused"
    return "approved" if row.approved_at is not None else None


def _level(kept: Any) -> str:
    return str(LEVELS[kept]) if isinstance(kept, int) and 0 <= kept < len(LEVELS) else str(kept)


_WORDS = {
    "information": _("確認の段階（情報管理）"),
    "it": _("確認の段階（IT）"),
    "open_critical_gaps": _("残っている重大なギャップ"),
    "as_of": _("いつの姿か"),
    "valid_until": _("有効な最後の日"),
    "basis": _("もとになるもの"),
    "words": _("ひとこと"),
    "paper": _("書面"),
    "asset": _("守るべき情報"),
    "partner": _("取引先"),
    "contact": _("渡す相手の方"),
    "agreement": _("秘密保持契約"),
    "purpose": _("目的"),
    "outcome": _("答え"),
    "digest": _("決まりの照合値"),
    "approved_until": _("承認の最後の日"),
    "answer": _("承認"),
    "allows": _("認めたか"),
    "reason": _("わけ"),
    "until_on": _("いつまで"),
    "edition": _("版"),
    "decider": _("聞く人"),
    "side": _("どちらの求めか"),
    "what": _("何を"),
    "asked_by": _("求めた方"),
    "asked_on": _("求めた日"),
    "their_reason": _("相手の言った理由"),
    "necessity": _("要る理由"),
    "price": _("対価"),
    "is_free": _("自由な意思での承諾"),
    "answer_by": _("いつまでに答えるか"),
    "state": _("どうなったか"),
    "answered_on": _("答えた日"),
    "answer_words": _("答えのひとこと"),
}
_SHOWN = {
    "information": _level,
    "it": _level,
    "outcome": lambda kept: str(OUTCOMES.get(kept, kept)),
    "answer": lambda kept: str(ANSWERS.get(kept, kept)),
    "basis": lambda kept: str(dict(BasisKind.choices).get(kept, kept)),
}
_DEMANDS = {
    "side": lambda kept: str(dict(DemandSide.choices).get(kept, kept)),
    "state": lambda kept: str(dict(DemandState.choices).get(kept, kept)),
}
for _kind in ("partner", "decision", "policy"):
    labels.declare(_kind, _WORDS, _SHOWN)
labels.declare("demand", _WORDS, _DEMANDS)
