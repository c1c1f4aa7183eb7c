"""What a schema cannot say: that ids meet, that every item has its words in every language, that levels fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kuramori.rules.document import Document, Path
from kuramori.rules.faults import Fault


def head_faults(head: Document, *, folder: str | None, today: date | None) -> list[Fault]:
    """Faults of pack.yaml itself; ``folder`` is its place under the shelf, ``today`` the day of the check."""
    value = head.value
    faults: list[Fault] = []
    if folder is not None and value["id"] != folder:
        faults.append(head.fault(("id",), "id-and-folder-differ", id=value["id"], folder=folder))
    for group in ("measures", "steps", "fields"):
        faults += _twice(head, (group,), "id", "duplicate-id")
    days: list[Path] = [("confirmed_on",), *(("sources", n, "seen_on") for n in range(len(value["sources"])))]
    for at in days:
        faults += _day_faults(head, at, today)
    return faults


def item_faults(head: Document, items: Document) -> list[Fault]:
    """Faults of items.yaml, and of pack.yaml where it names groups that no item uses."""
    known = {group: {entry["id"] for entry in head.value[group]} for group in ("measures", "steps", "fields")}
    best = head.value["profile"]["best"]
    faults = [
        *_twice(items, ("items",), "id", "duplicate-id"),
        *_twice(items, ("items",), "number", "duplicate-number"),
    ]
    used: dict[str, set[str]] = {"measures": set(), "steps": set(), "fields": set()}
    for n, item in enumerate(items.value["items"]):
        at: Path = ("items", n)
        named: list[tuple[str, Path, str | None]] = [
            ("measures", (*at, "measure"), item["measure"]),
            ("steps", (*at, "step"), item["step"]),
            *(("fields", (*at, "fields", k), name) for k, name in enumerate(item["fields"])),
        ]
        for group, place, name in named:
            if name is None:
                continue
            used[group].add(name)
            if name not in known[group]:
                faults.append(items.fault(place, f"unknown-{group[:-1]}", id=name))
        faults += _action_faults(items, (*at, "actions"), item["actions"], best)
    for group, ids in known.items():
        for n, entry in enumerate(head.value[group]):
            if entry["id"] in ids - used[group]:
                faults.append(head.fault((group, n), f"unused-{group[:-1]}", id=entry["id"]))
    return faults


def text_faults(head: Document, items: Document, texts: Document, lang: str) -> list[Fault]:
    """Faults of one texts/<lang>.yaml: each missing and each superfluous text is named."""
    value = texts.value
    best = head.value["profile"]["best"]
    faults: list[Fault] = []
    for group in ("measures", "steps", "fields"):
        faults += _match(texts, group, (entry["id"] for entry in head.value[group]), lang)
    groups = dict.fromkeys(item["group"] for item in items.value["items"] if item["group"] is not None)
    faults += [texts.fault(("groups", g), "unknown-group", id=g) for g in groups if g not in value["groups"]]
    faults += [
        texts.fault(("groups", g), "text-without-use", id=g) for g in value["groups"] if g not in groups
    ]
    faults += _level_faults(texts, ("levels",), value["levels"], best)
    faults += _match(texts, "items", (item["id"] for item in items.value["items"]), lang)
    for item in items.value["items"]:
        if item["id"] in value["items"]:
            faults += _item_text_faults(texts, item, best)
    return faults


def _item_text_faults(texts: Document, item: Mapping[str, Any], best: int) -> list[Fault]:
    at: Path = ("items", item["id"])
    text = texts.value["items"][item["id"]]
    faults = _level_faults(texts, (*at, "levels"), text["levels"], best)
    if item["na_allowed"] and text["na"] is None:
        faults.append(texts.fault((*at, "na"), "na-text-missing"))
    if not item["na_allowed"]:
        extra = [key for key in ("na", "na_example") if text[key] is not None]
        faults += [texts.fault((*at, key), "na-text-extra") for key in extra]
    if len(text["actions"]) != len(item["actions"]):
        counts = {"texts": len(text["actions"]), "items": len(item["actions"])}
        faults.append(texts.fault((*at, "actions"), "action-count", **counts))
    return faults


def _match(texts: Document, group: str, ids: Iterable[str], lang: str) -> list[Fault]:
    wanted = list(ids)
    have = texts.value[group]
    missing = [texts.fault((group, i), "text-missing", id=i, lang=lang) for i in wanted if i not in have]
    return missing + [texts.fault((group, i), "text-without-use", id=i) for i in have if i not in wanted]


def _level_faults(texts: Document, at: Path, levels: Mapping[str, Any], best: int) -> list[Fault]:
    missing = [str(level) for level in range(best + 1) if str(level) not in levels]
    extra = [level for level in levels if int(level) > best]
    return [
        *(texts.fault((*at, level), "level-text-missing", level=level) for level in missing),
        *(texts.fault((*at, level), "level-text-extra", level=level, best=best) for level in extra),
    ]


def _action_faults(items: Document, at: Path, actions: list[Mapping[str, Any]], best: int) -> list[Fault]:
    faults: list[Fault] = []
    before = 0
    for n, action in enumerate(actions):
        reaches = action["reaches"]
        if not 1 <= reaches <= best:
            faults.append(items.fault((*at, n, "reaches"), "reaches-out-of-range", level=reaches, best=best))
        elif reaches < before:
            faults.append(items.fault((*at, n, "reaches"), "reaches-not-rising"))
        before = max(before, reaches)
        if (action["yen"] == 0) is not (action["cost"] == "none"):
            told = {"cost": action["cost"], "yen": action["yen"]}
            faults.append(items.fault((*at, n, "yen"), "cost-and-yen", **told))
    return faults


def _twice(document: Document, at: Path, key: str, rule: str) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for n, entry in enumerate(document.value[at[0]]):
        if entry[key] in seen:
            faults.append(document.fault((*at, n, key), rule, id=entry[key], number=entry[key]))
        seen.add(entry[key])
    return faults


def _day_faults(document: Document, at: Path, today: date | None) -> list[Fault]:
    text: Any = document.value
    for step in at:
        text = text[step]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return [document.fault(at, "no-such-day", value=text)]
    return [document.fault(at, "not-yet", day=text)] if today is not None and day > today else []
