"""Who may move a gap or a talk from where; and that moves that cross lead both sides to the same place."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.requests import gap_states, talk_states
from kuramori.rules.requests.gap_states import ENDED, Moved, Part, State, led_to
from kuramori.rules.requests.talk_states import Step, TalkState
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep

ON = date(2027, 3, 31)

WHERE = [
    # state, what the asked side may do, what the asking side may do
    (State.OPEN, "proposed evidence protected", "accepted withdrawn supported protected"),
    (
        State.PROPOSED,
        "proposed evidence protected",
        "agreed given_back accepted withdrawn supported protected",
    ),
    (State.AGREED, "proposed started evidence protected", "accepted withdrawn supported protected"),
    (State.IN_PROGRESS, "proposed evidence protected", "accepted withdrawn supported protected"),
    (State.EVIDENCE_IN, "evidence protected", "given_back closed accepted withdrawn supported protected"),
    (State.CLOSED, "", ""),
    (State.ACCEPTED, "", ""),
    (State.WITHDRAWN, "", ""),
]


@pytest.mark.parametrize(("state", "asked", "asking"), WHERE)
def test_each_side_may_do_exactly_this_from_here(state: State, asked: str, asking: str) -> None:
    assert " ".join(gap_states.choices(Part.ASKED, state)) == asked
    assert " ".join(gap_states.choices(Part.ASKING, state)) == asking


def asked(turn: int, step: GapStep, **more: object) -> Moved:
    return Moved(turn, Part.ASKED, Part.ASKED, step, **more)  # type: ignore[arg-type]


def asking(turn: int, step: GapStep, **more: object) -> Moved:
    return Moved(turn, Part.ASKING, Part.ASKING, step, **more)  # type: ignore[arg-type]


PLAN = asked(2, GapStep.PROPOSED, plan="金庫を買う", plan_on=ON, interim="紙だけにする")


def test_a_gap_goes_its_way_to_the_end() -> None:
    moves = [
        PLAN,
        asking(3, GapStep.AGREED, upon=2),
        asked(4, GapStep.STARTED),
        asked(5, GapStep.EVIDENCE),
        asking(6, GapStep.CLOSED, upon=5),
    ]
    states = [led_to(moves[:n]).state for n in range(len(moves) + 1)]
    assert states == ["open", "proposed", "agreed", "in_progress", "evidence_in", "closed"]
    now = led_to(moves)
    assert (now.plan, now.plan_on, now.interim, now.lost) == ("金庫を買う", ON, "紙だけにする", frozenset())


def test_nobody_agrees_to_a_plan_they_have_not_seen() -> None:
    other = asked(3, GapStep.PROPOSED, plan="来年にする", plan_on=ON)
    late = asking(4, GapStep.AGREED, upon=2)
    now = led_to([PLAN, other, late])
    assert (now.state, now.plan) == (State.PROPOSED, "来年にする")
    assert now.lost == {(4, Part.ASKING)}


def test_a_demand_that_is_taken_back_while_a_plan_comes_is_taken_back() -> None:
    taken_back = asking(2, GapStep.WITHDRAWN)
    for moves in ([PLAN, taken_back], [taken_back, PLAN]):
        assert led_to(moves).state is State.WITHDRAWN
        assert led_to(moves).lost == {(2, Part.ASKED)}


def test_what_the_other_side_told_by_telephone_counts_as_theirs() -> None:
    told = Moved(2, Part.ASKING, Part.ASKED, GapStep.PROPOSED, plan="x", plan_on=ON)
    assert led_to([told]).state is State.PROPOSED


STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(gap_states.TABLE))), max_size=12)


@given(steps=STEPS, seed=st.integers(0, 99))
def test_the_same_moves_lead_to_the_same_state_in_whatever_order_they_come(
    steps: list[tuple[bool, GapStep]], seed: int
) -> None:
    moves = [
        (asked if is_asked else asking)(2 + n // 2, step, upon=n)
        for n, (is_asked, step) in enumerate(steps)
        if n % 2 == is_asked
    ]
    shuffled = list(moves)
    random.Random(seed).shuffle(shuffled)
    now = led_to(moves)
    assert led_to(shuffled) == now
    if now.state in ENDED:
        assert led_to([*moves, asked(99, GapStep.PROPOSED)]).state is now.state


ASK = Step(1, True, True, TalkStep.ASKED, ON, yen=300_000, words="金庫の費用")
ANSWER = Step(2, False, False, TalkStep.ANSWERED, ON, words="半分を持ちます")


def test_a_talk_goes_from_the_question_to_what_was_agreed() -> None:
    agreed = Step(3, True, True, TalkStep.AGREED, ON, upon=2, yen=150_000)
    talk = talk_states.led_to([agreed, ANSWER, ASK])
    assert talk.state is TalkState.AGREED
    assert (talk.asked, talk.answered, talk.agreed) == (ASK, ANSWER, agreed)


def test_who_was_asked_cannot_end_a_talk_without_an_answer() -> None:
    ends = Step(2, False, False, TalkStep.ENDED, ON)
    assert talk_states.led_to([ASK, ends]).state is TalkState.ASKED
    assert talk_states.led_to([ASK, Step(2, True, True, TalkStep.ENDED, ON)]).state is TalkState.ENDED


def test_of_two_agreements_that_cross_both_sides_keep_the_same_one() -> None:
    ours = Step(3, True, True, TalkStep.AGREED, ON, upon=2, yen=150_000)
    theirs = Step(3, False, False, TalkStep.AGREED, ON, upon=2, yen=100_000)
    for steps in ([ASK, ANSWER, ours, theirs], [theirs, ours, ANSWER, ASK]):
        talk = talk_states.led_to(steps)
        assert talk.agreed == ours
        assert talk.lost == {(3, False)}


def test_an_agreement_upon_an_older_question_does_not_count() -> None:
    again = Step(3, True, True, TalkStep.ASKED, ON, yen=500_000)
    blind = Step(4, False, False, TalkStep.AGREED, ON, upon=1)
    assert talk_states.led_to([ASK, ANSWER, again, blind]).state is TalkState.ASKED
