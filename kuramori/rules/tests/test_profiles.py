"""The other families of profiles: each has its own way to count, and all keep the same promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from kuramori.rules.answers import Answered
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Total, score
from kuramori.rules.tests.small import SUM, given, made

GROUPS = {"a": ["i1", "i2"], "b": ["i3"], "c": ["i4", "i5"]}
ITEMS = [item for group in GROUPS.values() for item in group]


def pack(
    method: str, *, best: int = 3, ready: int = 2, weights: dict[str, float] | None = None, **more: Any
) -> Pack:
    profile = {**SUM, "method": method, "best": best, "ready": ready, **more}
    return made(GROUPS, profile=profile, weights=weights, na_allowed=ITEMS)


ALL_MET = pack("all_met")
MEANS = pack("maturity", best=5, ready=3, within="mean", across="mean", weights={"i1": 3})
MINIMA = pack("maturity", best=5, ready=3, within="minimum", across="minimum")
NESTED = pack(
    "nested_levels",
    levels=[
        {"level": 1, "items": ["i1", "i3"]},
        {"level": 2, "items": ["i2", "i4"]},
        {"level": 3, "items": ["i5"]},
    ],
)
# As NIST SP 800-171 assessments count: a fixed start, 5, 3 or 1 taken away, below zero where it comes to that.
NIST = pack(
    "sum_with_penalties",
    best=1,
    ready=1,
    start=10,
    floor=None,
    score="points",
    weights={"i1": 5, "i2": 5, "i3": 3, "i4": 1, "i5": 1},
)
STEPPED = pack("sum_with_penalties", penalties={"i1": {"0": 5, "1": 3}})
FLOORED = pack("sum_with_penalties", start=3, weights={"i1": 5})
FROM_SUM = pack("sum_with_penalties", start="sum", penalties={item: {"0": 1} for item in ITEMS})


def levels(*values: int | str | None) -> dict[str, Any]:
    return given(**dict(zip(ITEMS, values, strict=True)))


CASES: list[tuple[str, Pack, tuple[int | str | None, ...], Total]] = [
    ("all met: two of three groups", ALL_MET, (2, 3, 2, 2, 1), Total(2, 3, 67)),
    ("all met: one weak item fails its whole group", ALL_MET, (3, 1, 3, 3, 1), Total(1, 3, 33)),
    ("all met: N/A items are not asked", ALL_MET, (3, "x", 1, 3, "x"), Total(2, 3, 67)),
    ("all met: a group of N/A only leaves the denominator", ALL_MET, (3, 3, "x", 1, 1), Total(1, 2, 50)),
    ("means: weighted within, plain across", MEANS, (5, 1, 3, 2, 3), Total(19 / 6, 5, 63)),
    ("means: N/A leaves the mean", MEANS, (5, "x", 3, 2, 2), Total(10 / 3, 5, 67)),
    ("minima: the weakest decides", MINIMA, (5, 4, 5, 2, 5), Total(2, 5, 40)),
    ("minima: N/A cannot be the weakest", MINIMA, (5, 4, 5, "x", 5), Total(4, 5, 80)),
    ("nested: the first level", NESTED, (2, 1, 2, 3, 3), Total(1, 3, 33)),
    ("nested: a gap below stops it", NESTED, (1, 3, 3, 3, 3), Total(0, 3, 0)),
    ("nested: two levels", NESTED, (2, 2, 2, 2, 1), Total(2, 3, 67)),
    ("nested: a level of N/A only leaves both sides", NESTED, (2, 2, 2, 2, "x"), Total(2, 2, 100)),
    ("NIST: nothing missing is the start", NIST, (1, 1, 1, 1, 1), Total(10, 10, 10)),
    ("NIST: a heavy item costs five", NIST, (0, 1, 1, 1, 1), Total(5, 10, 5)),
    ("NIST: the score goes below zero", NIST, (0, 0, 0, 1, 1), Total(-3, 10, -3)),
    ("NIST: N/A takes nothing away", NIST, ("x", 1, 1, 1, 0), Total(9, 10, 9)),
    ("penalties per level", STEPPED, (1, 3, 3, 3, 3), Total(6, 9, 67)),
    ("penalties: below ready an unlisted item costs its weight", STEPPED, (2, 1, 2, 2, 2), Total(8, 9, 89)),
    ("penalties stop at the floor", FLOORED, (0, 0, 0, 0, 0), Total(0, 3, 0)),
    ("penalties on a sum", FROM_SUM, (3, 3, 0, 3, 3), Total(11, 15, 73)),
]


@pytest.mark.parametrize(("profile", "answers", "total"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_total_of_a_family(profile: Pack, answers: tuple[int | str | None, ...], total: Total) -> None:
    found = score(profile, levels(*answers)).total
    assert found.points == pytest.approx(total.points)
    assert (found.max, found.score) == (total.max, total.score)


def test_a_group_of_all_met_is_met_or_not() -> None:
    found = score(ALL_MET, levels(2, 1, 2, "x", "x"))
    assert [(group.points, group.max, group.share) for group in found.measures] == [
        (0, 1, 0),
        (1, 1, 1),
        (0, 0, None),
    ]
    assert [(group.points, group.max) for group in found.steps] == [(1, 2)]


def test_a_group_of_maturity_has_its_own_level() -> None:
    found = score(MEANS, levels(5, 1, 3, 2, 3))
    assert [group.points for group in found.measures] == [4, 3, 2.5]


def test_a_group_under_penalties_is_never_negative() -> None:
    found = score(NIST, levels(0, 0, 0, 0, 1))
    assert [(group.points, group.max) for group in found.measures] == [(0, 10), (0, 3), (1, 2)]


def test_an_unfinished_list_is_provisional_in_every_family() -> None:
    for one in (ALL_MET, MEANS, MINIMA, NESTED, NIST, STEPPED, FLOORED, FROM_SUM):
        found = score(one, levels(1, None, 1, 1, 1))
        assert found.total.score is None
        assert found.provisional is not None
        assert found.provisional.score is not None


RISING = [
    ALL_MET,
    MEANS,
    MINIMA,
    NESTED,
    STEPPED,
    FLOORED,
    FROM_SUM,
    pack("sum", weights={"i2": 7, "i3": 0.5}),
]


@pytest.mark.parametrize("one", [*RISING, NIST], ids=lambda one: f"{one.profile.method}-{one.digest[:4]}")
def test_everything_at_its_best_is_the_whole(one: Pack) -> None:
    best = one.profile.best
    found = score(one, levels(*[best] * 5))
    assert found.total.points == found.total.max
    assert found.total.score == (10 if one is NIST else 100)
    assert {group.share for group in found.measures} == {1.0}


@pytest.mark.parametrize("one", RISING, ids=lambda one: f"{one.profile.method}-{one.digest[:4]}")
def test_everything_at_its_worst_is_nothing(one: Pack) -> None:
    found = score(one, levels(0, 0, 0, 0, 0))
    assert found.total.score == 0
    assert {group.points for group in found.measures} == {0}


@settings(max_examples=60, deadline=None)
@hypothesis_given(
    st.sampled_from([*RISING, NIST]),
    st.lists(st.one_of(st.integers(0, 5), st.just("x"), st.none()), min_size=5, max_size=5),
    st.sampled_from(ITEMS),
    st.integers(1, 5),
)
def test_raising_an_answer_never_lowers_anything(one: Pack, values: list[Any], item: str, by: int) -> None:
    best = one.profile.best
    answers = levels(*[min(value, best) if isinstance(value, int) else value for value in values])
    answer = answers.get(item)
    if not isinstance(answer, Answered):
        return
    before = score(one, answers)
    after = score(one, {**answers, item: Answered(min(best, answer.level + by))})
    assert after.total.points >= before.total.points
    assert (after.total.score is None) == (before.total.score is None)
    if after.total.score is not None and before.total.score is not None:
        assert after.total.score >= before.total.score
    for ours, theirs in zip(after.measures + after.fields, before.measures + before.fields, strict=True):
        assert ours.points >= theirs.points
