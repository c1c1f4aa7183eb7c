"""The request linter: each rule at its line, and what holds of all of them."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.faults import Refused
from kuramori.rules.requests.draft import CostTalk, Draft, Level
from kuramori.rules.requests.linting import CHECKS, Findings, lint, told
from kuramori.rules.requests.rulebook import NAMES, names_in, read_rulebook

FAIR = Draft(
    sent_on=date(2026, 11, 24),
    deadline_on=date(2026, 12, 24),
    reason="図面を電子で渡すため",
    scope="図面を扱う部門",
    items=19,
    partner_employees=20,
    support="専門家の派遣",
    cost_talk=CostTalk(contact="調達課 見本"),
)
SHIPPED = Path(__file__).resolve().parents[3] / "content/jp/kuramori/requests/lint.yaml"
TEXT = SHIPPED.read_text(encoding="utf-8")
BOOK = read_rulebook(TEXT, "lint.yaml")


def ids(findings: Findings) -> set[str]:
    return {one.rule for one in (*findings.red, *findings.amber)}


def found(**changes: Any) -> set[str]:
    return ids(lint(BOOK, dataclasses.replace(FAIR, **changes)))


def test_a_fair_request_has_nothing_to_mend() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"reason": ""}, "no-reason"),
        ({"level": Level("★", 4), "proposed_level": Level("★", 3)}, "level-above-proposal"),
        ({"named_product": "見本ガード", "equivalents": ("ISMS",)}, "named-product"),
        ({"cost_talk": CostTalk("調達課", open_price_request=True)}, "open-price-request"),
        ({"penalty_text": "取引を見直します"}, "penalty"),
        ({"deadline_on": date(2026, 12, 23)}, "short-deadline"),
        ({"items": 101, "partner_employees": 99}, "too-many-items"),
        ({"support": ""}, "no-support"),
        ({"same_data_valid_until": date(2026, 11, 24)}, "already-provided"),
        ({"evidence_contains_secrets": True}, "secret-evidence"),
        ({"other_division_asked_on": date(2025, 11, 24)}, "other-division"),
        ({"cost_talk": CostTalk()}, "no-cost-contact"),
    ],
)
def test_each_rule_finds_its_own(changes: dict[str, Any], rule: str) -> None:
    assert found(**changes) == {rule}


@pytest.mark.parametrize(
    "changes",
    [
        {"level": Level("★", 3), "proposed_level": Level("★", 3)},
        {"level": Level("★", 4), "proposed_level": Level("★", 3), "level_reason": "社内の網につながるため"},
        {"level": Level("★", 4)},
        {"named_product": "見本ガード", "or_equivalent": True},
        {"cost_talk": CostTalk("調達課", open_price_request=True, answered=True)},
        {"items": 100, "partner_employees": 99},
        {"items": 5000, "partner_employees": 100},
        {"items": 5000, "partner_employees": None},
        {"same_data_valid_until": date(2026, 11, 23)},
        {"other_division_asked_on": date(2025, 11, 23)},
    ],
)
def test_what_stays_on_the_right_side_of_the_line_is_not_named(changes: dict[str, Any]) -> None:
    assert found(**changes) == set()


def test_red_holds_back_and_amber_does_not() -> None:
    assert lint(BOOK, dataclasses.replace(FAIR, reason="")).holds_back
    assert not lint(BOOK, dataclasses.replace(FAIR, support="")).holds_back


def test_every_rule_of_the_file_is_looked_at_and_every_finding_can_be_said() -> None:
    assert list(BOOK.rules) == list(CHECKS)
    worst = Draft(
        FAIR.sent_on,
        FAIR.sent_on,
        level=Level("A", 4),
        proposed_level=Level("A", 1),
        items=153,
        partner_employees=3,
        named_product="{names}",
        cost_talk=CostTalk(open_price_request=True),
        penalty_text="{x}",
        evidence_contains_secrets=True,
        same_data_valid_until=FAIR.sent_on,
        other_division_asked_on=FAIR.sent_on,
    )
    answers = {lang: told(BOOK, lint(BOOK, worst), lang) for lang in ("ja", "en")}
    for answer in answers.values():
        assert [len(answer["red"]), len(answer["amber"])] == [5, 7]
        assert "{names}" in answer["red"][2]["text"]
    assert answers["ja"] != answers["en"]
    assert {
        key: names_in(rule.text.ja) for key, rule in BOOK.rules.items() if names_in(rule.text.ja)
    } == NAMES


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("shortest_days: 30", "shortest_days: 0", "out-of-range"),
        ("期限まで{days}日", "期限まで{dais}日", "unknown-name"),
        ("期限まで{days}日", "期限まで{days日", "unknown-name"),
        ("  no-reason:\n    severity: red", "  no-reason:\n    severity: blue", "not-one-of"),
        ("confirmed_on: 2026-11-22", "confirmed_on: 2026-02-30", "no-such-day"),
    ],
)
def test_a_wrong_rulebook_is_refused_by_line(before: str, after: str, rule: str) -> None:
    assert before in TEXT
    with pytest.raises(Refused) as refused:
        read_rulebook(TEXT.replace(before, after), "lint.yaml")
    assert [fault.rule for fault in refused.value.faults] == [rule]
    assert refused.value.faults[0].line is not None


DRAFTS = st.builds(
    Draft,
    sent_on=st.just(FAIR.sent_on),
    deadline_on=st.dates(FAIR.sent_on, FAIR.sent_on + timedelta(days=90)),
    reason=st.sampled_from(["", "わけ"]),
    level=st.none() | st.builds(Level, st.just("★"), st.integers(1, 5)),
    proposed_level=st.none() | st.builds(Level, st.just("★"), st.integers(1, 5)),
    level_reason=st.sampled_from(["", "わけ"]),
    items=st.integers(0, 500),
    partner_employees=st.none() | st.integers(0, 500),
    named_product=st.sampled_from(["", "製品"]),
    or_equivalent=st.booleans(),
    support=st.sampled_from(["", "派遣"]),
    cost_talk=st.builds(CostTalk, st.sampled_from(["", "課"]), st.booleans(), st.booleans()),
    penalty_text=st.sampled_from(["", "見直す"]),
    evidence_contains_secrets=st.booleans(),
    same_data_valid_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    other_division_asked_on=st.none() | st.dates(date(2024, 1, 1), FAIR.sent_on),
)


@given(DRAFTS, st.integers(1, 60))
def test_more_time_more_reasons_and_fewer_items_never_bring_a_new_finding(draft: Draft, days: int) -> None:
    before = lint(BOOK, draft)
    kinder = dataclasses.replace(
        draft,
        deadline_on=draft.deadline_on + timedelta(days=days),
        reason="わけ",
        level_reason="わけ",
        items=draft.items // 2,
        or_equivalent=True,
        support="派遣",
    )
    assert ids(lint(BOOK, kinder)) <= ids(before)
    assert lint(BOOK, draft) == before
