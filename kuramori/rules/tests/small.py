"""Small packs made to order, as the documents of their files; a test changes one thing and builds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.building import build
from kuramori.rules.catalogue import Pack

Documents = dict[str, Any]

SUM: dict[str, Any] = {"id": "p-1", "method": "sum", "best": 3, "ready": 2, "rounding": "half_up"}


def documents(
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    profile: Mapping[str, Any] | None = None,
    weights: Mapping[str, float] | None = None,
    na_allowed: Sequence[str] = ("i3",),
) -> Documents:
    """A pack whose measures hold the given items (by default a: i1, i2; b: i3), all of step s1 and field f1."""
    groups = groups or {"a": ["i1", "i2"], "b": ["i3"]}
    chosen = dict(profile or SUM)
    ids = [item for items in groups.values() for item in items]
    best = chosen["best"]
    return {
        "pack.yaml": _head(groups, chosen),
        "items.yaml": {
            "items": [
                _item(item, group, best, (weights or {}).get(item, 1), item in na_allowed)
                for group, items in groups.items()
                for item in items
            ]
        },
        "texts/ja.yaml": _texts(groups, ids, best, na_allowed),
    }


def as_files(made: Documents) -> dict[str, str | bytes]:
    """JSON is YAML too, and is read faster."""
    return {name: json.dumps(value, ensure_ascii=False, indent=1) for name, value in made.items()}


def made(*args: Any, **more: Any) -> Pack:
    """The pack of ``documents(…)``."""
    return build(as_files(documents(*args, **more)))


def given(**levels: int | str | None) -> dict[str, Answer]:
    """``i1=2`` is a level, ``i3="reason"`` is N/A, None is no answer."""
    return {
        item: NotApplicable(level) if isinstance(level, str) else Answered(level)
        for item, level in levels.items()
        if level is not None
    }


def _head(groups: Mapping[str, Sequence[str]], profile: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "jp/test/small",
        "kind": "checklist",
        "version": "1.0.0",
        "languages": ["ja"],
        "public_check": False,
        "minutes": 5,
        "confirmed_on": "2026-11-01",
        "sources": [
            {"title": "資料", "publisher": "例示", "url": None, "seen_on": "2026-11-01", "note": None}
        ],
        "profile": profile,
        "measures": [{"id": group, "mark": group.upper()} for group in groups],
        "steps": [{"id": "s1"}],
        "fields": [{"id": "f1", "ours": True}],
    }


def _item(item: str, group: str, best: int, weight: float, na_allowed: bool) -> dict[str, Any]:
    return {
        "id": item,
        "number": item.removeprefix("i"),
        "measure": group,
        "step": "s1",
        "fields": ["f1"],
        "weight": weight,
        "na_allowed": na_allowed,
        "group": None,
        "actions": [{"reaches": best, "minutes": 30, "cost": "none", "yen": 0}],
    }


def _texts(
    groups: Mapping[str, Sequence[str]], ids: Sequence[str], best: int, na_allowed: Sequence[str]
) -> dict[str, Any]:
    levels = [str(level) for level in range(best + 1)]
    return {
        "title": "小さな一覧",
        "short_title": "小",
        "about": "試し",
        "disclaimer": "認証ではありません。",
        "scoring_name": "当製品の採点方式",
        "official_score_label": None,
        "steps_note": None,
        "fields_note": None,
        "measures": {group: {"title": f"措置{group}", "short": group} for group in groups},
        "steps": {"s1": {"title": "前半", "view": None, "range": None}},
        "fields": {"f1": {"title": "分野"}},
        "levels": {level: {"name": f"段階{level}"} for level in levels},
        "na_name": "当てはまらない",
        "groups": {},
        "items": {
            item: {
                "title": item,
                "subtitle": None,
                "question": "問い",
                "why": "わけ",
                "levels": {level: f"見え方{level}" for level in levels},
                "na": "当てはまらない時" if item in na_allowed else None,
                "na_example": None,
                "evidence": ["控え"],
                "ask": "担当",
                "strong": "できています。",
                "weak": "まだありません。",
                "actions": [{"title": "始める", "detail": "こうします。", "cost": "0円"}],
            }
            for item in ids
        },
    }
