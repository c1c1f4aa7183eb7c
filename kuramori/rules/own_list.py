"""An organisation's own list of questions, from the rows of a sheet to the files of a pack: the schema every pack has.

What a row does not say is filled in plainly; what it must say and does not is named with its row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

MOST_ITEMS: Final = 1_000
LONGEST: Final = {"number": 20, "group": 100, "title": 200, "evidence": 500, "ask": 200}
LONGEST_OTHER: Final = 1_000
LEVELS: Final = ("未着手", "途中", "できている")
STATES: Final = ("まだ行っていません。", "一部で行っています。", "決めたとおりに行っています。")
WHOLE: Final = "全体"


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `at` is its row in the sheet; `states` say what one would see at each of the three levels."""

    at: int
    number: str = ""
    group: str = ""
    title: str = ""
    question: str = ""
    why: str = ""
    states: tuple[str, str, str] = ("", "", "")
    na_allowed: bool = False
    evidence: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """`code` is one of no-question, no-why, number-twice, too-long, too-many, nothing; `field` names the column."""

    at: int
    code: str
    field: str = ""


def faults_of(rows: Sequence[Row]) -> tuple[RowFault, ...]:
    """Everything that has to be mended, row by row."""
    if not rows:
        return (RowFault(0, "nothing"),)
    if len(rows) > MOST_ITEMS:
        return (RowFault(rows[MOST_ITEMS].at, "too-many"),)
    found, seen = [], set()
    for row in rows:
        if not row.question:
            found.append(RowFault(row.at, "no-question", "question"))
        if not row.why:
            found.append(RowFault(row.at, "no-why", "why"))
        if row.number and row.number in seen:
            found.append(RowFault(row.at, "number-twice", "number"))
        seen.add(row.number)
        told = {name: getattr(row, name) for name in ("number", "group", "title", "question", "why")}
        told |= {"evidence": row.evidence, "ask": row.ask, "states": max(row.states, key=len)}
        found += [
            RowFault(row.at, "too-long", name)
            for name, text in told.items()
            if len(text) > LONGEST.get(name, LONGEST_OTHER)
        ]
    return tuple(found)


def files_of(
    rows: Sequence[Row], *, pack_id: str, version: str, title: str, owner: str, on: date
) -> dict[str, str]:
    """The files of the pack, as JSON, which is YAML too. The rows have no faults."""
    groups = list(dict.fromkeys(row.group or WHOLE for row in rows))
    measures = {group: f"m{n}" for n, group in enumerate(groups, start=1)}
    ids = [f"i{n:04d}" for n in range(1, len(rows) + 1)]
    head: dict[str, Any] = {
        "id": pack_id,
        "kind": "checklist",
        "version": version,
        "languages": ["ja"],
        "public_check": False,
        "minutes": max(1, len(rows)),
        "confirmed_on": on.isoformat(),
        "sources": [
            {"title": title, "publisher": owner, "url": None, "seen_on": on.isoformat(), "note": None}
        ],
        "profile": {"id": "own-v1", "method": "sum", "best": 2, "ready": 2, "rounding": "half_up"},
        "measures": [{"id": key, "mark": str(n)} for n, key in enumerate(measures.values(), start=1)],
        "steps": [],
        "fields": [],
    }
    items: list[dict[str, Any]] = [
        {
            "id": key,
            "number": row.number or str(n),
            "measure": measures[row.group or WHOLE],
            "step": None,
            "fields": [],
            "weight": 1,
            "na_allowed": row.na_allowed,
            "group": None,
            "actions": [],
        }
        for n, (key, row) in enumerate(zip(ids, rows, strict=True), start=1)
    ]
    texts: dict[str, Any] = {
        "title": title,
        "short_title": title[:40],
        "about": f"{owner}が決めた設問の一覧です。",
        "disclaimer": "本書は自己点検の結果であり、認証の取得を示すものではありません。",
        "scoring_name": "できている設問の数",
        "official_score_label": None,
        "steps_note": None,
        "fields_note": None,
        "measures": {key: {"title": group, "short": group[:20]} for group, key in measures.items()},
        "steps": {},
        "fields": {},
        "levels": {str(n): {"name": name} for n, name in enumerate(LEVELS)},
        "na_name": "当てはまらない",
        "groups": {},
        "help_desks": [],
        "items": {key: _words(row) for key, row in zip(ids, rows, strict=True)},
    }
    told = {"pack.yaml": head, "items.yaml": {"items": items}, "texts/ja.yaml": texts}
    return {name: json.dumps(value, ensure_ascii=False, indent=1) for name, value in told.items()}


def _words(row: Row) -> dict[str, Any]:
    title = row.title or row.question[:60]
    return {
        "title": title,
        "subtitle": None,
        "question": row.question,
        "why": row.why,
        "levels": {str(n): said or STATES[n] for n, said in enumerate(row.states)},
        "na": "この設問に当たることが、社内にないとき。" if row.na_allowed else None,
        "na_example": None,
        "evidence": [one.strip() for one in row.evidence.splitlines() if one.strip()],
        "ask": row.ask or "担当の方",
        "strong": f"{title}: できています。",
        "weak": f"{title}: これからです。",
        "actions": [],
    }
