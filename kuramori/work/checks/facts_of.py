"""What the trail keeps of a check's rows before and after a change: plain facts, by the name of the field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.checks.models import Answer, Delegation, Evidence, Plan, Route, Sheet, State

# What people write freely may name somebody: erasable, each by itself.
TEXTS = ("na_reason", "comment", "note", "action", "message", "title")

labels.declare(
    "sheet",
    {
        "name": _("回の名前"),
        "pack": _("チェックの種類"),
        "version": _("版"),
        "digest": _("版の照合値"),
        "route": _("進め方"),
        "state": _("状態"),
        "previous": _("前の回"),
        "official_score": _("経産省の Excel の点"),
        "note": _("控え"),
        "level": _("段階"),
        "na_reason": _("当てはまらない理由"),
        "comment": _("メモ"),
        "item": _("問"),
        "title": _("根拠の名前"),
        "url": _("リンク"),
        "file": _("ファイル"),
        "removed_at": _("外した時刻"),
        "person": _("頼んだ人"),
        "message": _("伝えたこと"),
        "due_on": _("期限"),
        "action": _("すること"),
        "owner": _("担当"),
        "minutes": _("かかる時間（分）"),
        "yen": _("費用（円）"),
        "reaches": _("めざす段階"),
        "done_on": _("済んだ日"),
        "done_by": _("済みにした人"),
        "dropped_at": _("取りやめた時刻"),
    },
    {
        "state": lambda value: str(State(value).label),
        "route": lambda value: str(Route(value).label),
    },
)


def sheet(row: Sheet) -> dict[str, Any]:
    """The round itself; the frozen result is told by its points."""
    return {
        "name": row.name,
        "pack": row.pack_id,
        "version": row.version,
        "digest": row.digest,
        "route": row.route,
        "state": row.state,
        "previous": row.previous_id,
        "official_score": None if row.official_score is None else f"{row.official_score:.2f}",
        "note": row.note,
    }


def answer(row: Answer) -> dict[str, Any]:
    return {"level": row.level, "na_reason": row.na_reason, "comment": row.comment}


def evidence(row: Evidence) -> dict[str, Any]:
    """A file's own name stays out of the trail: it is told by its id."""
    title = "" if row.file_id else row.title
    return {
        "item": row.item,
        "title": title,
        "url": row.url,
        "file": row.file_id,
        "removed_at": row.removed_at,
    }


def delegation(row: Delegation) -> dict[str, Any]:
    """The one who was asked is told by id: the name is the event's own personal field."""
    return {
        "person": row.person_id,
        "message": row.message,
        "due_on": row.due_on,
    }


def asked(item: str) -> str:
    """The part of the sheet that holds who is asked for this item: one at a time."""
    return f"{item}.asked"


def plan(row: Plan) -> dict[str, Any]:
    return {
        "item": row.item,
        "action": row.action,
        "owner": row.owner_id,
        "due_on": row.due_on,
        "minutes": row.minutes,
        "yen": row.yen,
        "reaches": row.reaches,
        "done_on": row.done_on,
        "done_by": row.done_by_id,
        "dropped_at": row.dropped_at,
    }
