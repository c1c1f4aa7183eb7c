"""An organisation's own list of questions, from the rows of a sheet to the files of a pack: the schema every pack has.

What a row does not say is filled in plainly; what it must say and does not is named with its row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

MOST_ITEMS: Final = 1_000
LONGEST: Final = {"number": 20, "group": 100, "title": 200, "evidence": 500, "ask": 200}
LONGEST_OTHER: Final = 1_000
FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 6
"""The lowest and the best among them; a list has three where it says nothing of them."""
LEVELS: Final = {"ja": ("未着手", "途中", "できている"), "en": ("Not begun", "On the way", "In place")}
STATES: Final = {
    "ja": ("まだ行っていません。", "一部で行っています。", "決めたとおりに行っています。"),
    "en": ("Not done yet.", "Done in part.", "Done as agreed."),
}
WHOLE: Final = {"ja": "全体", "en": "All"}
ENGLISH: Final = ("group", "title", "question", "why")
"""What a row may say in English too."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `at` is its row in the sheet; `states` say what one would see at each level, from the lowest to the
    best; `english` has what is told of `ENGLISH`. All rows of a list have as many states."""

    at: int
    number: str = ""
    group: str = ""
    title: str = ""
    question: str = ""
    why: str = ""
    states: tuple[str, ...] = ("", "", "")
    na_allowed: bool = False
    evidence: str = ""
    ask: str = ""
    english: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """`code` is one of no-question, no-why, number-twice, too-long, too-many, states, nothing; `field` names the
    column."""

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
        if not FEWEST_LEVELS <= len(row.states) <= MOST_LEVELS or len(row.states) != len(rows[0].states):
            found.append(RowFault(row.at, "states", "states"))
        told = {name: getattr(row, name) for name in ("number", "group", "title", "question", "why")}
        told |= {f"{name}_en": row.english.get(name, "") for name in ENGLISH}
        told |= {"evidence": row.evidence, "ask": row.ask, "states": max(row.states, key=len, default="")}
        found += [
            RowFault(row.at, "too-long", name) for name, text in told.items() if len(text) > longest_of(name)
        ]
    return tuple(found)


def longest_of(name: str) -> int:
    """How many characters a column takes; its English as many."""
    return LONGEST.get(name.removesuffix("_en"), LONGEST_OTHER)


def files_of(
    rows: Sequence[Row], *, pack_id: str, version: str, title: str, owner: str, on: date
) -> dict[str, str]:
    """The files of the pack, as JSON, which is YAML too. The rows have no faults."""
    groups = list(dict.fromkeys(row.group for row in rows))
    measures = {group: f"m{n}" for n, group in enumerate(groups, start=1)}
    best = len(rows[0].states) - 1
    languages = ["ja", "en"] if any(any(row.english.values()) for row in rows) else ["ja"]
    ids = [f"i{n:04d}" for n in range(1, len(rows) + 1)]
    head: dict[str, Any] = {
        "id": pack_id,
        "kind": "checklist",
        "version": version,
        "languages": languages,
        "public_check": False,
        "minutes": max(1, len(rows)),
        "confirmed_on": on.isoformat(),
        "sources": [
            {"title": title, "publisher": owner, "url": None, "seen_on": on.isoformat(), "note": None}
        ],
        "profile": {"id": "own-v1", "method": "sum", "best": best, "ready": best, "rounding": "half_up"},
        "measures": [{"id": key, "mark": str(n)} for n, key in enumerate(measures.values(), start=1)],
        "steps": [],
        "fields": [],
    }
    items: list[dict[str, Any]] = [
        {
            "id": key,
            "number": row.number or str(n),
            "measure": measures[row.group],
            "step": None,
            "fields": [],
            "weight": 1,
            "na_allowed": row.na_allowed,
            "group": None,
            "actions": [],
        }
        for n, (key, row) in enumerate(zip(ids, rows, strict=True), start=1)
    ]
    told = {"pack.yaml": head, "items.yaml": {"items": items}}
    for lang in languages:
        told[f"texts/{lang}.yaml"] = _texts(rows, ids, measures, title, owner, lang)
    return {name: json.dumps(value, ensure_ascii=False, indent=1) for name, value in told.items()}


def _texts(
    rows: Sequence[Row],
    ids: Sequence[str],
    measures: Mapping[str, str],
    title: str,
    owner: str,
    lang: str,
) -> dict[str, Any]:
    said, best = _SAID[lang], len(rows[0].states) - 1
    named = {row.group: _in(row, "group", lang) or WHOLE[lang] for row in reversed(rows)}
    return {
        "title": title,
        "short_title": title[:40],
        "about": said["about"].format(owner=owner),
        "disclaimer": said["disclaimer"],
        "scoring_name": said["scoring_name"],
        "official_score_label": None,
        "steps_note": None,
        "fields_note": None,
        "measures": {
            key: {"title": named[group], "short": named[group][:20]} for group, key in measures.items()
        },
        "steps": {},
        "fields": {},
        "levels": {str(n): {"name": name} for n, name in enumerate(level_names(best, lang))},
        "na_name": said["na_name"],
        "groups": {},
        "help_desks": [],
        "items": {key: _words(row, lang) for key, row in zip(ids, rows, strict=True)},
    }


def level_names(best: int, lang: str = "ja") -> tuple[str, ...]:
    """What the levels are called, from 0 to `best`."""
    lowest, middle, highest = LEVELS[lang]
    between = [middle] if best == 2 else [f"{_SAID[lang]['level']}{n}" for n in range(1, best)]
    return (lowest, *between, highest)


_SAID: Final = {
    "ja": {
        "about": "{owner}が決めた設問の一覧です。",
        "disclaimer": "本書は自己点検の結果であり、認証の取得を示すものではありません。",
        "scoring_name": "できている設問の数",
        "na_name": "当てはまらない",
        "na": "この設問に当たることが、社内にないとき。",
        "ask": "担当の方",
        "strong": "{title}: できています。",
        "weak": "{title}: これからです。",
        "level": "段階",
    },
    "en": {
        "about": "A list of questions that {owner} decided on.",
        "disclaimer": "This is the result of a self-check. It does not show that any certification was obtained.",
        "scoring_name": "Questions in place",
        "na_name": "Not applicable",
        "na": "Where nothing of the kind exists in the company.",
        "ask": "Whoever is in charge",
        "strong": "{title}: in place.",
        "weak": "{title}: to come.",
        "level": "Level ",
    },
}


def _in(row: Row, name: str, lang: str) -> str:
    """What is not told in English stands in Japanese."""
    ours: str = getattr(row, name)
    return (row.english.get(name) or ours) if lang == "en" else ours


def _words(row: Row, lang: str) -> dict[str, Any]:
    said, best, question = _SAID[lang], len(row.states) - 1, _in(row, "question", lang)
    title = _in(row, "title", lang) or question[:60]
    plain = (STATES[lang][0], *(STATES[lang][1],) * (best - 1), STATES[lang][2])
    return {
        "title": title,
        "subtitle": None,
        "question": question,
        "why": _in(row, "why", lang),
        "levels": {str(n): told or plain[n] for n, told in enumerate(row.states)},
        "na": said["na"] if row.na_allowed else None,
        "na_example": None,
        "evidence": [one.strip() for one in row.evidence.splitlines() if one.strip()],
        "ask": row.ask or said["ask"],
        "strong": said["strong"].format(title=title),
        "weak": said["weak"].format(title=title),
        "actions": [],
    }
