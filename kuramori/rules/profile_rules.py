"""Do the settings of a profile fit its method and its items?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuramori.rules.document import Document, Path
from kuramori.rules.faults import Fault

SETTINGS: Final[Mapping[str, frozenset[str]]] = {
    "sum": frozenset(),
    "all_met": frozenset(),
    "sum_with_penalties": frozenset({"start", "floor", "score", "penalties"}),
    "maturity": frozenset({"within", "across"}),
    "nested_levels": frozenset({"levels"}),
}
WITHOUT_WEIGHTS: Final = frozenset({"all_met", "nested_levels"})


def profile_faults(head: Document, items: Document) -> list[Fault]:
    """Faults of the profile in pack.yaml, and of weights in items.yaml that its method would ignore."""
    profile = head.value["profile"]
    method = profile["method"]
    faults: list[Fault] = []
    if profile["ready"] > profile["best"]:
        values = {"ready": profile["ready"], "best": profile["best"]}
        faults.append(head.fault(("profile", "ready"), "ready-above-best", **values))
    for key in frozenset().union(*SETTINGS.values()) - SETTINGS[method]:
        if key in profile:
            faults.append(head.fault(("profile", key), "unknown-key", key=key))
    if method in WITHOUT_WEIGHTS:
        for n, item in enumerate(items.value["items"]):
            if item["weight"] != 1:
                faults.append(items.fault(("items", n, "weight"), "weight-not-used", method=method))
    ids = [item["id"] for item in items.value["items"]]
    if method == "nested_levels":
        faults += _nested_faults(head, ids)
    if method == "sum_with_penalties":
        faults += _penalty_faults(head, ids)
    return faults


def _nested_faults(head: Document, ids: list[str]) -> list[Fault]:
    faults: list[Fault] = []
    placed: set[str] = set()
    for n, level in enumerate(head.value["profile"].get("levels", ())):
        at: Path = ("profile", "levels", n)
        if level["level"] != n + 1:
            faults.append(head.fault((*at, "level"), "level-not-rising"))
        for k, item in enumerate(level["items"]):
            if item not in ids:
                faults.append(head.fault((*at, "items", k), "unknown-item", id=item))
            if item in placed:
                faults.append(head.fault((*at, "items", k), "duplicate-id", id=item))
            placed.add(item)
    missing = [item for item in ids if item not in placed]
    return faults + [head.fault(("profile", "levels"), "levels-incomplete", id=item) for item in missing]


def _penalty_faults(head: Document, ids: list[str]) -> list[Fault]:
    profile = head.value["profile"]
    best = profile["best"]
    faults: list[Fault] = []
    for item, levels in profile.get("penalties", {}).items():
        at: Path = ("profile", "penalties", item)
        if item not in ids:
            faults.append(head.fault(at, "unknown-item", id=item))
        for level, value in levels.items():
            if int(level) >= best and value:
                faults.append(head.fault((*at, level), "penalty-at-best", level=level))
        costs = [levels.get(str(level), 0) for level in range(best)]
        if costs != sorted(costs, reverse=True):
            # A better answer must never cost more, or raising an answer could lower the score.
            faults.append(head.fault(at, "penalty-rising"))
    return faults
