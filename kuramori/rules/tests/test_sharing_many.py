"""Thousands at once, and two policies side by side: the answers are those of one question at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.inputs import Direction, Inputs, Layer, Medium, Place, Tag
from kuramori.rules.sharing.many import (
    Item,
    Matrix,
    Pairs,
    Recipient,
    decide_many,
    inputs_of,
    is_covered,
    matrix,
)
from kuramori.rules.sharing.policy_file import read_policy
from kuramori.rules.sharing.simulating import Turn, simulate
from kuramori.rules.tests.asked import COVERING, ON, POLICY, TEXT, agreements, asked, assurances, questions

items = st.builds(
    Item,
    st.sampled_from(Layer),
    st.none() | st.integers(0, 4),
    st.frozensets(st.sampled_from(Tag), max_size=2),
)
recipients = st.builds(
    Recipient,
    st.sampled_from(Direction),
    st.integers(1, 3),
    st.none() | agreements() | st.just(COVERING),
    st.none() | assurances,
    st.integers(0, 1),
    st.sampled_from(Place),
    st.sampled_from(Medium),
)
pairs = st.builds(
    Pairs,
    st.dictionaries(st.integers(0, 4), st.frozensets(st.integers(0, 4))),
    st.dictionaries(st.integers(0, 4), st.frozensets(st.integers(0, 4))),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(items, max_size=4), st.lists(recipients, max_size=4), pairs)
def test_a_matrix_holds_the_answers_of_one_question_at_a_time(
    all_items: list[Item], all_recipients: list[Recipient], known: Pairs
) -> None:
    found: Matrix = matrix(POLICY, all_items, all_recipients, known, ON)
    assert len(found.rows) == len(all_items)
    for i, item in enumerate(all_items):
        for j, recipient in enumerate(all_recipients):
            question = inputs_of(
                item,
                recipient,
                ON,
                covers=is_covered(known, all_recipients, i, j),
                consents=i in known.consented.get(j, frozenset()),
            )
            assert found.decision(i, j) == decide(POLICY, question)


def test_equal_questions_are_asked_once() -> None:
    one = Recipient(Direction.TO_SUPPLIER, 1, COVERING, None, 0, Place.OURS, Medium.FILE)
    found = matrix(POLICY, [Item(Layer.NEVER)] * 30, [one] * 40, Pairs({}, {}), ON)
    assert len(found.decisions) == 1
    assert {found.decision(i, j).outcome for i in range(30) for j in range(40)} == {"DENY"}


@settings(max_examples=30, deadline=None)
@given(st.lists(questions, max_size=8))
def test_many_questions_are_answered_in_their_order(asked_for: list[Inputs]) -> None:
    twice = [*asked_for, *reversed(asked_for)]
    assert decide_many(POLICY, twice) == [decide(POLICY, one) for one in twice]


TURNS: list[tuple[str, str, Callable[[], Inputs], Turn]] = [
    ("A3: {outcome: ALLOW}", "A3: {outcome: ALLOW_WITH, conditions: [C1]}", lambda: asked(), Turn.STRICTER),
    (
        "A0: {outcome: ESCALATE, to: [owner]}",
        "A0: {outcome: ALLOW_WITH, conditions: [C1, C2, C3]}",
        lambda: asked(level=0),
        Turn.WIDER,
    ),
    (
        "A1: {outcome: ALLOW_WITH, conditions: [C1, C2]}",
        "A1: {outcome: ALLOW_WITH, conditions: [C1, C2, C3]}",
        lambda: asked(level=1),
        Turn.OTHER_CONDITIONS,
    ),
]


@pytest.mark.parametrize(("before", "after", "question", "expected"), TURNS)
def test_a_simulation_names_what_turns_and_nothing_else(
    before: str, after: str, question: Callable[[], Inputs], expected: Turn
) -> None:
    assert before in TEXT
    other = read_policy(TEXT.replace(before, after, 1))
    today = [("changed", question()), ("same", asked(layer=Layer.NEVER)), ("again", question())]
    changes = list(simulate(POLICY, other, today))
    assert [(one.key, one.turn) for one in changes] == [("changed", expected), ("again", expected)]
    assert changes[0].before == decide(POLICY, question())
    assert changes[0].after == decide(other, question())


@settings(max_examples=12, deadline=None)
@given(st.lists(questions, max_size=4))
def test_the_same_table_under_another_version_changes_nothing(asked_for: list[Inputs]) -> None:
    other = read_policy(TEXT.replace("version: 1.0.0", "version: 1.0.1", 1))
    assert list(simulate(POLICY, other, enumerate(asked_for))) == []
