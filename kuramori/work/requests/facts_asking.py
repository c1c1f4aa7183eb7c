"""What the trail tells of profiles, 区分け and requests, before and after. `*_TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.rules.requests.requirements import digest_of, read_requirements
from kuramori.work.requests.models import (
    AskedBy,
    AskedState,
    Axis,
    Disclosure,
    Profile,
    Request,
    RequestState,
    Tiering,
)

PROFILE_TEXTS = ("name",)
TIERING_TEXTS = ("reason",)
REQUEST_TEXTS = (
    "title",
    "division",
    "reason",
    "scope",
    "evidence_wanted",
    "readers",
    "support",
    "cost_contact",
    "call_back",
    "draft",
    "lint",
    "end_reason",
)

_STATES = {one.value: one.label for states in (AskedState, RequestState) for one in states}

labels.declare(
    "profile",
    {
        "name": _("名前"),
        "klass": _("区分"),
        "axis": _("軸"),
        "pack": _("設問"),
        "edition": _("版"),
        "items": _("聞く設問の数"),
        "critical": _("重大とする設問の数"),
        "equivalents": _("代わりになるもの"),
        "content_digest": _("照合値"),
        "is_retired": _("使わなくした"),
    },
    {"axis": lambda value: str(Axis(value).label)},
)
labels.declare(
    "tiering",
    {
        "partner": _("取引先"),
        "answers": _("区分けの答え"),
        "proposed": _("提案された区分"),
        "klass": _("区分"),
        "employees": _("人数"),
        "reason": _("わけ"),
        "is_ended": _("区分なしに戻した"),
    },
)
labels.declare(
    "request",
    {
        "number": _("番号"),
        "title": _("件名"),
        "profile": _("求める水準"),
        "division": _("部門"),
        "reason": _("わけ"),
        "scope": _("範囲"),
        "deadline_on": _("期限"),
        "disclosure": _("見せてもらう範囲"),
        "evidence_wanted": _("根拠としてお願いするもの"),
        "readers": _("読む者"),
        "keep_months": _("預かる月数"),
        "support": _("手伝えること"),
        "cost_contact": _("費用の相談先"),
        "call_back": _("確かめの電話番号"),
        "shows_place": _("同じ規模の中での位置を、答えた会社に見せる"),
        "draft": _("点検で見ること"),
        "lint": _("点検の結果と、承知したわけ"),
        "state": _("ようす"),
        "approved_by": _("承認した人"),
        "end_reason": _("終えたわけ"),
        "content_digest": _("照合値"),
        "asked": _("お願い先"),
        # Of the partners who came in, were written to or reminded: parts of the request's own entries.
        "request": _("確認のお願い"),
        "partner": _("取引先"),
        "contact": _("宛先の方"),
        "klass": _("区分け"),
        "way": _("届け方"),
        "reply": _("回答書"),
    },
    {
        "state": lambda value: str(_STATES.get(value, value)),
        "way": lambda value: str(AskedBy(value).label),
        "disclosure": lambda value: str(Disclosure(value).label),
    },
)


def profile(row: Profile) -> dict[str, Any]:
    """One edition."""
    said = read_requirements(row.content)
    return {
        "name": row.name,
        "klass": row.klass,
        "axis": row.axis,
        "pack": f"{row.pack_id} {row.version}",
        "edition": row.edition,
        "items": len(said.required),
        "critical": sum(one.is_critical for one in said.required),
        "equivalents": [
            f"{one.id}: {' '.join(one.items)}" if one.items else one.id for one in said.equivalents
        ],
        "content_digest": digest_of(row.content),
        "is_retired": row.retired_at is not None,
    }


def tiering(row: Tiering) -> dict[str, Any]:
    """Where a partner was put, and by which answers."""
    return {
        "partner": row.partner_id,
        "answers": dict(row.answers),
        "proposed": row.proposed,
        "klass": row.klass,
        "employees": row.employees,
        "reason": row.reason,
    }


def ended_tiering(row: Tiering) -> dict[str, Any]:
    """That a partner is in this class no longer, and in no other."""
    return {"partner": row.partner_id, "klass": row.klass, "is_ended": True}


def request(row: Request) -> dict[str, Any]:
    """A request without its partners, who have entries of their own."""
    return {
        "number": row.number,
        "title": row.title,
        "profile": row.profile_id,
        "division": row.division,
        "reason": row.reason,
        "scope": row.scope,
        "deadline_on": row.deadline_on,
        "disclosure": row.disclosure,
        "evidence_wanted": row.evidence_wanted,
        "readers": row.readers,
        "keep_months": row.keep_months,
        "support": row.support,
        "cost_contact": row.cost_contact,
        "call_back": row.call_back,
        "shows_place": row.shows_place,
        "draft": str(row.draft) if row.draft else "",
        "lint": str(row.lint.get("accepted", "")) if row.lint else "",
        "state": row.state,
        "approved_by": row.approved_by_id,
        "end_reason": row.end_reason,
        "content_digest": row.content_digest,
    }
