"""Three decisions, the pressing ones first; and no share of everybody where few have answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kuramori.rules.requests.board import Decision, Facts, Weight, decisions, rate, weight

CALM = Facts(asked=100, answered=95, overdue=0, holders=0, prices=0, weakest=75, fallen=0, ending=0)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (CALM, ["next"]),
        (replace(CALM, ending=3), ["ending", "next"]),
        (replace(CALM, answered=70), ["silent", "next"]),
        (replace(CALM, overdue=1), ["silent", "next"]),
        (replace(CALM, weakest=59, fallen=2), ["weakest", "fallen", "next"]),
        (replace(CALM, weakest=None), ["next"]),
        (
            replace(CALM, holders=1, prices=2, overdue=3, weakest=10, fallen=4, ending=5),
            ["holders", "prices", "silent"],
        ),
    ],
)
def test_what_presses_most_comes_first_and_never_more_than_three(facts, said):
    assert decisions(facts) == tuple(Decision(one) for one in said)


@pytest.mark.parametrize(
    ("asked", "answered", "said"),
    [
        (50, 0, "none"),
        (9, 9, "few"),
        (300, 9, "few"),
        (300, 149, "half"),
        (300, 150, "enough"),
        (10, 10, "enough"),
    ],
)
def test_few_answers_are_called_few(asked, answered, said):
    assert weight(replace(CALM, asked=asked, answered=answered)) is Weight(said)


def test_the_rate_is_rounded_half_up_and_is_nothing_where_nobody_was_asked():
    assert rate(replace(CALM, asked=200, answered=1)) == 1
    assert rate(replace(CALM, asked=0, answered=0)) == 0
