"""The arithmetic, as the product states it: points out of 3 per item, half rounds up, N/A leaves the denominator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Total, round_half_up, rounded_percent, score
from kuramori.rules.tests.small import SUM, given, made

PACK = made()
EIGHT = made({"a": [f"i{n}" for n in range(1, 9)]}, na_allowed=[f"i{n}" for n in range(1, 9)])

TOTALS: list[tuple[str, dict[str, Any], Total, Total | None]] = [
    ("everything at its best", {"i1": 3, "i2": 3, "i3": 3}, Total(9, 9, 100), None),
    ("everything at 0", {"i1": 0, "i2": 0, "i3": 0}, Total(0, 9, 0), None),
    ("something in between", {"i1": 3, "i2": 1, "i3": 0}, Total(4, 9, 44), None),
    ("N/A leaves the denominator", {"i1": 3, "i2": 1, "i3": "ない"}, Total(4, 6, 67), None),
    ("one open: provisional over the answered", {"i1": 3, "i2": 1}, Total(4, 9, None), Total(4, 6, 67)),
    ("open beside N/A", {"i1": 2, "i3": "ない"}, Total(2, 6, None), Total(2, 3, 67)),
    ("nothing yet", {}, Total(0, 9, None), Total(0, 0, None)),
    ("only N/A yet", {"i3": "ない"}, Total(0, 6, None), Total(0, 0, None)),
]


@pytest.mark.parametrize(
    ("levels", "total", "provisional"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS]
)
def test_the_total(levels: dict[str, Any], total: Total, provisional: Total | None) -> None:
    found = score(PACK, given(**levels))
    assert (found.total, found.provisional) == (total, provisional)


@pytest.mark.parametrize(
    ("points", "maximum", "shown"),
    [
        (1, 8, 13),
        (3, 8, 38),
        (5, 8, 63),
        (7, 8, 88),
        (1, 200, 1),
        (1, 3, 33),
        (2, 3, 67),
        (28, 54, 52),
        (199, 200, 100),
    ],
)
def test_a_half_goes_up_and_never_to_the_even_neighbour(points: int, maximum: int, shown: int) -> None:
    assert rounded_percent(points, maximum) == shown


def test_a_half_goes_up_below_zero_too() -> None:
    halves = [Fraction(n, 2) for n in (-3, -1, 1, 3, 5)]
    assert [round_half_up(half) for half in halves] == [-1, 0, 1, 2, 3]


def test_three_of_twenty_four_is_thirteen() -> None:
    found = score(EIGHT, given(i1=3, **{f"i{n}": 0 for n in range(2, 9)}))
    assert found.total == Total(3, 24, 13)  # 12.5, which banker's rounding would make 12


def test_groups_count_their_own_items() -> None:
    found = score(PACK, given(i1=3, i2=1, i3="ない"))
    a, b = found.measures
    assert (a.id, a.points, a.max, a.share, a.percent, a.items, a.applicable) == ("a", 4, 6, 4 / 6, 67, 2, 2)
    assert (b.id, b.points, b.max, b.share, b.percent, b.items, b.applicable) == ("b", 0, 0, None, None, 1, 0)
    assert found.measure("b") is b
    assert [(g.points, g.max) for g in (*found.steps, *found.fields)] == [(4, 6), (4, 6)]


def test_an_open_item_stays_in_the_denominator_of_its_group() -> None:
    found = score(PACK, given(i1=3))
    assert [(g.points, g.max, g.answered, g.is_complete) for g in found.measures] == [
        (3, 6, 1, False),
        (0, 3, 0, False),
    ]


def test_answered_counts_not_applicable_and_applicable_does_not() -> None:
    found = score(PACK, given(i1=0, i3="ない"))
    assert (found.items, found.answered, found.applicable, found.is_complete) == (3, 2, 2, False)


def test_an_item_counts_in_every_field_it_lists(tics: Pack) -> None:
    found = score(tics, {"q17": Answered(3)})
    assert [field.id for field in found.fields if field.points] == ["practice", "cyber", "prevent", "limit"]
    assert {field.points for field in found.fields} == {0, 3}


def test_only_not_applicable_gives_no_score() -> None:
    everything = {item.id: NotApplicable("ない") for item in EIGHT.items}
    found = score(EIGHT, everything)
    assert (found.total, found.provisional, found.applicable) == (Total(0, 0, None), None, 0)


def test_a_weight_of_three_to_one_is_seventy_five_to_twenty_five() -> None:
    pack = made({"a": ["i1"], "b": ["i2"]}, weights={"i1": 3}, na_allowed=())
    assert score(pack, given(i1=3, i2=0)).total == Total(9, 12, 75)
    assert score(pack, given(i1=0, i2=3)).total == Total(3, 12, 25)


def test_fractions_of_weights_are_exact() -> None:
    pack = made(
        {"a": [f"i{n}" for n in range(1, 11)]}, weights={f"i{n}": 0.1 for n in range(1, 11)}, na_allowed=()
    )
    everything = given(**{f"i{n}": 3 for n in range(1, 11)})
    assert score(pack, everything).total == Total(3, 3, 100)  # ten times 0.1 as floats is 0.9999999999999999
    assert score(pack, {**everything, "i1": Answered(0)}).total == Total(2.7, 3, 90)


def test_other_scales_are_data() -> None:
    pack = made(profile={**SUM, "best": 1, "ready": 1})
    assert score(pack, given(i1=1, i2=0, i3=1)).total == Total(2, 3, 67)
    assert score(pack, given(i1=1, i2=0, i3="ない")).total == Total(1, 2, 50)


@pytest.mark.parametrize("answers", [{"i9": Answered(1)}, {"i1": Answered(4)}, {"i1": Answered(-1)}])
def test_answers_that_were_never_checked_are_a_mistake(answers: dict[str, Answer]) -> None:
    with pytest.raises(ValueError, match=r"i9|level"):
        score(PACK, answers)


def test_a_score_names_the_edition_it_was_made_with(tics: Pack) -> None:
    found = score(tics, {})
    assert (found.pack, found.version, found.digest, found.profile) == (
        "jp/meti/tics",
        tics.version,
        tics.digest,
        "kuramori-v1",
    )


LEVELS = st.lists(st.integers(0, 3), min_size=19, max_size=19)


@settings(max_examples=40, deadline=None)
@hypothesis_given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(tics: Pack, levels: list[int], chance: Any) -> None:
    pairs = [(item.id, Answered(level)) for item, level in zip(tics.items, levels, strict=True)]
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert score(tics, dict(pairs)) == score(tics, dict(shuffled))


@settings(max_examples=40, deadline=None)
@hypothesis_given(LEVELS, st.sets(st.sampled_from(["q04", "q11", "q13", "q16", "q17", "q19"])))
def test_the_total_is_the_sum_of_the_measures_and_of_the_steps(
    tics: Pack, levels: list[int], na: set[str]
) -> None:
    answers: dict[str, Answer] = {
        item.id: NotApplicable("ない") if item.id in na else Answered(level)
        for item, level in zip(tics.items, levels, strict=True)
    }
    found = score(tics, answers)
    for groups in (found.measures, found.steps):
        assert (found.total.points, found.total.max) == (
            sum(g.points for g in groups),
            sum(g.max for g in groups),
        )
    assert found.total.max == 3 * (19 - len(na))
    assert found.total.points == sum(
        level for i, level in zip(tics.items, levels, strict=True) if i.id not in na
    )


@settings(max_examples=40, deadline=None)
@hypothesis_given(st.lists(st.integers(0, 3), min_size=8, max_size=8), st.integers(0, 7))
def test_not_applicable_is_as_if_the_item_were_not_there(levels: list[int], out: int) -> None:
    answers = given(**{f"i{n + 1}": level for n, level in enumerate(levels)})
    answers[f"i{out + 1}"] = NotApplicable("ない")
    rest = levels[:out] + levels[out + 1 :]
    assert score(EIGHT, answers).total == Total(sum(rest), 21, rounded_percent(sum(rest), 21))
