"""Every table that comes with the house is in order; a wrong number is named with its line; a year is a long time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kuramori.rules.freshness import is_stale
from kuramori.rules.tables import SHAPES, table

TABLES = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori"


def text(name: str) -> str:
    (path,) = TABLES.rglob(f"{name}.yaml")
    return path.read_text("utf-8")


@pytest.mark.parametrize("path", sorted(TABLES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_comes_with_the_house_is_in_order(path: Path) -> None:
    looked = table(path.read_bytes(), path.name, path.stem)
    assert [fault.full_line("en") for fault in looked.faults] == []
    assert looked.confirmed_on is not None


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "rule"),
    [
        ("lifecycle", "top: 6,", "top: 0,", "review_months.top", "out-of-range"),
        ("lifecycle", "top: 6,", "top: six,", "review_months.top", "wants-whole-number"),
        ("lifecycle", "[30, 7, 0]", "[7, 30, 0]", "remind_days[2]", "out-of-range"),
        ("lifecycle", "soon_days: 30", "soon_dais: 30", "soon_dais", "unknown-key"),
        ("questions", "secret: 3,", "secret: 6,", "thresholds.secret", "out-of-range"),
        ("questions", "adds: 3,", "adds: -1,", "questions.harm.options.pillar.adds", "out-of-range"),
        ("questions", "least: secret", "least: heavy", "questions.whose.options.received.least", "not-one-of"),
        ("routes", "{spread: true}", "{spraed: true}", "routes[1].when.spraed", "not-one-of"),
        ("breadth", "share: 0.2}", "share: 20}", "grades.top[1].share", "out-of-range"),
        ("breadth", "- {share: 0.05}", "- {up_to: 900, share: 0.05}", "grades.top[3].up_to", "unknown-key"),
        ("breadth", "up_to: 300, share: 0.1", "up_to: 20, share: 0.1", "grades.top[2].up_to", "out-of-range"),
        ("cloud_terms", "id: learning", "id: confidentiality", "items.confidentiality.id", "duplicate-id"),
        ("cloud_terms", "decides: true", "decides: maybe", "items.confidentiality.decides", "wants-truth"),
        ("periods", "[1, 3, 7]", "[1, 7, 3]", "take_outs.remind_after_days[3]", "out-of-range"),
        ("periods", "most_waiting: 10", "most_waiting: many", "visits.most_waiting", "wants-whole-number"),
        ("handling", "confirmed_on: 2026-11-22", "confirmed_on: 22.11.2026", "confirmed_on", "wants-day"),
        ("marks", "source: ", "sauce: ", "source", "missing-key"),
        ("policy", "confirmed_on: 2026-11-22", "confirmed: 2026-11-22", "confirmed_on", "missing-key"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_named_with_its_line(
    name: str, before: str, after: str, place: str, rule: str
) -> None:
    whole = text(name)
    assert before in whole
    found = table(whole.replace(before, after, 1), f"{name}.yaml", name).faults
    assert (place, rule) in {(fault.place, fault.rule) for fault in found}
    assert all(fault.line for fault in found if fault.rule != "missing-key")


def test_what_is_no_yaml_is_a_fault_and_no_error() -> None:
    looked = table("a: [", "x.yaml", "lifecycle")
    assert looked.confirmed_on is None
    assert looked.faults


def test_a_day_counts_for_twelve_months() -> None:
    assert not is_stale(date(2026, 11, 22), date(2027, 11, 22))
    assert is_stale(date(2026, 11, 22), date(2027, 11, 24))
    assert {path.stem for path in TABLES.rglob("*.yaml")} >= SHAPES
