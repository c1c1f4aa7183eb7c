"""What to do next, what would follow, and where one stands: with the numbers of the result page that was drawn."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.building import build
from kuramori.rules.catalogue import Pack
from kuramori.rules.next_steps import propose, raised, strengths, weaknesses, what_if
from kuramori.rules.scoring import score
from kuramori.rules.tests.small import SUM, as_files, documents, given, made

# The drawn page: 28 of 54 points, one item not applicable, shares 67 56 83 33 67 50 50 44 33.
DRAWN: list[int | str] = [2, 2, 1, 2, 3, 2, 1, 2, 2, 1, 2, 1, 2, 1, 1, "ない", 2, 1, 0]


def drawn(pack: Pack) -> dict[str, Answer]:
    return given(**{item.id: level for item, level in zip(pack.items, DRAWN, strict=True)})


def with_actions(**actions: list[dict[str, Any]]) -> Pack:
    """The small pack with these actions; the others reach their best in 1,000 minutes."""
    files = documents(na_allowed=["i1", "i2", "i3"])
    for item in files["items.yaml"]["items"]:
        fallback = [{"reaches": 3, "minutes": 1000, "cost": "high", "yen": None}]
        item["actions"] = copy.deepcopy(actions.get(item["id"], fallback))
        words = {"title": "始める", "detail": "こうします。", "cost": "0円"}
        files["texts/ja.yaml"]["items"][item["id"]]["actions"] = [words] * len(item["actions"])
    return build(as_files(files))


def action(reaches: int, minutes: int, cost: str = "none") -> dict[str, Any]:
    return {"reaches": reaches, "minutes": minutes, "cost": cost, "yen": 0 if cost == "none" else None}


def test_the_drawn_page_has_these_numbers(tics: Pack) -> None:
    found = score(tics, drawn(tics))
    assert (found.total.points, found.total.max, found.total.score) == (28, 54, 52)
    assert [group.percent for group in found.measures] == [67, 56, 83, 33, 67, 50, 50, 44, 33]
    assert [group.percent for group in found.steps] == [60, 42]


def test_three_actions_are_proposed_by_gain_for_their_time(tics: Pack) -> None:
    proposals = propose(tics, drawn(tics))
    assert len(proposals) == 3
    rates = [proposal.gain_points / proposal.minutes for proposal in propose(tics, drawn(tics), count=99)]
    assert rates == sorted(rates, reverse=True)
    for proposal in proposals:
        assert tics.text("ja").items[proposal.item].actions[proposal.position].title


def test_the_gain_is_what_the_score_shown_would_rise_by(tics: Pack) -> None:
    answers = drawn(tics)
    for proposal in propose(tics, answers, count=99):
        after = what_if(tics, answers, [proposal.item])
        assert after.total.points == 28 + proposal.gain_points
        assert after.total.score == 52 + proposal.gain_score


def test_ticking_three_adds_their_points(tics: Pack) -> None:
    answers = drawn(tics)
    chosen = propose(tics, answers)
    after = what_if(tics, answers, [proposal.item for proposal in chosen])
    assert after.total.points == 28 + sum(proposal.gain_points for proposal in chosen)


def test_the_first_action_above_the_present_level_counts() -> None:
    pack = with_actions(i1=[action(2, 10), action(3, 20)])
    for level, reaches, gain in ((0, 2, 2), (1, 2, 1), (2, 3, 1)):
        best = propose(pack, given(i1=level, i2=3, i3=3))[0]
        assert (best.item, best.level, best.reaches, best.gain_points) == ("i1", level, reaches, gain)


def test_nothing_is_proposed_where_all_is_at_its_best() -> None:
    assert propose(with_actions(), given(i1=3, i2=3, i3="ない")) == ()


def test_equal_gains_go_by_cost_and_then_by_the_order_of_the_pack() -> None:
    pack = with_actions(i1=[action(3, 30, "low")], i2=[action(3, 30, "none")], i3=[action(3, 30, "none")])
    assert [proposal.item for proposal in propose(pack, given(i1=0, i2=0, i3=0))] == ["i2", "i3", "i1"]


def test_an_open_item_counts_as_level_0_but_stands_last() -> None:
    pack = with_actions(i1=[action(3, 1)], i2=[action(3, 1000)], i3=[action(3, 1000)])
    proposals = propose(pack, given(i2=2, i3="ない"))
    assert [(proposal.item, proposal.level, proposal.gain_points) for proposal in proposals] == [
        ("i2", 2, 1),
        ("i1", None, 3),
    ]


def test_where_whole_groups_count_the_action_that_completes_one_comes_first() -> None:
    groups = {"a": ["i1", "i2"], "b": ["i3"]}
    pack = made(groups, profile={**SUM, "method": "all_met"})
    proposals = propose(pack, given(i1=0, i2=0, i3=0))
    assert [(proposal.item, proposal.gain_score) for proposal in proposals] == [
        ("i3", 50),
        ("i1", 0),
        ("i2", 0),
    ]


def test_what_if_leaves_not_applicable_and_the_best_alone() -> None:
    pack = with_actions()
    answers = given(i1=3, i2="ない", i3=1)
    assert raised(pack, answers, ["i1", "i2", "i3", "i3"]) == {**answers, "i3": Answered(3)}


def test_what_if_of_an_unknown_item_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        what_if(with_actions(), {}, ["i9"])


def test_what_if_of_nothing_is_the_score(tics: Pack) -> None:
    assert what_if(tics, drawn(tics), []) == score(tics, drawn(tics))


def test_the_drawn_page_is_strong_in_three_and_weak_in_four_and_nine(tics: Pack) -> None:
    strong, weak = strengths(tics, drawn(tics)), weaknesses(tics, drawn(tics))
    assert [(s.measure, s.percent, s.item, s.level) for s in strong] == [("m3", 83, "q05", 3)]
    assert [(s.measure, s.percent, s.item, s.level) for s in weak] == [
        ("m4", 33, "q07", 1),
        ("m9", 33, "q19", 0),
    ]
    assert tics.text("ja").items["q05"].strong
    assert tics.text("ja").items["q19"].weak


def test_one_who_is_best_everywhere_is_weak_nowhere(tics: Pack) -> None:
    answers = {item.id: Answered(3) for item in tics.items}
    # Of nine equals the two with most questions: ⑧ has four, ② and ⑨ three.
    assert [standing.measure for standing in strengths(tics, answers)] == ["m2", "m8"]
    assert weaknesses(tics, answers) == ()


def test_one_who_begins_is_strong_nowhere(tics: Pack) -> None:
    answers = {item.id: Answered(0) for item in tics.items}
    assert strengths(tics, answers) == ()
    assert [standing.measure for standing in weaknesses(tics, answers)] == ["m2", "m8"]


def test_a_measure_with_an_open_question_is_not_judged(tics: Pack) -> None:
    assert strengths(tics, {"q05": Answered(3)}) == ()
    assert weaknesses(tics, {"q13": Answered(0)}) == ()


def test_a_measure_that_does_not_apply_is_neither_strong_nor_weak() -> None:
    pack = with_actions()
    answers = given(i1=2, i2=2, i3="ない")
    assert [standing.measure for standing in strengths(pack, answers)] == ["a"]
    assert weaknesses(pack, answers) == ()


def test_exactly_two_thirds_is_strong_and_not_weak() -> None:
    pack = with_actions()
    assert [standing.percent for standing in strengths(pack, given(i1=2, i2=2, i3=1))] == [67]
    assert [standing.measure for standing in weaknesses(pack, given(i1=2, i2=2, i3=1))] == ["b"]


ANSWER = st.integers(0, 3).map(Answered) | st.just(NotApplicable("ない"))


@settings(max_examples=25, deadline=None)
@hypothesis_given(st.lists(ANSWER | st.none(), min_size=19, max_size=19))
def test_a_proposal_always_lifts_and_never_touches_what_does_not_apply(
    tics: Pack, given_: list[Answer | None]
) -> None:
    answers = {item.id: answer for item, answer in zip(tics.items, given_, strict=True) if answer}
    proposals = propose(tics, answers, count=99)
    assert len({proposal.item for proposal in proposals}) == len(proposals)
    for proposal in proposals:
        assert not isinstance(answers.get(proposal.item), NotApplicable)
        assert proposal.reaches > (proposal.level or 0)
        assert proposal.gain_points > 0
    open_ones = [proposal.level is None for proposal in proposals]
    assert open_ones == sorted(open_ones)
    for standing in strengths(tics, answers):
        assert standing.share >= 2 / 3
    for standing in weaknesses(tics, answers):
        assert standing.share < 2 / 3
