"""Five tries in any hour: a million guesses come to nothing."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.tries import MOST, WINDOW_SECONDS, free_again, left, may_try, within

MOMENTS = st.lists(st.floats(0, 20_000), max_size=40)


def _let_through(moments: list[float]) -> list[float]:
    past: tuple[float, ...] = ()
    through: list[float] = []
    for moment in moments:
        past = within(past, moment)
        if may_try(past, moment):
            past += (moment,)
            through.append(moment)
    return through


def test_a_million_guesses_in_a_day_are_a_hundred_and_twenty_tries():
    luck = random.Random(7)
    guesses = sorted(luck.uniform(0, 24 * 3600) for _ in range(1_000_000))
    through = _let_through(guesses)
    assert len(through) <= 24 * MOST
    assert max(sum(start <= other < start + WINDOW_SECONDS for other in through) for start in through) == MOST


@given(MOMENTS)
def test_no_hour_anywhere_holds_more_than_five(moments: list[float]):
    through = _let_through(sorted(moments))
    for start in through:
        assert sum(start <= other < start + WINDOW_SECONDS for other in through) <= MOST


@given(MOMENTS, st.floats(0, 20_000))
def test_whoever_waits_as_long_as_told_may_try(past: list[float], now: float):
    moment = free_again(past, now)
    assert (moment == now) is may_try(past, now)
    later = max(moment, now)
    counting = [at for at in within(past, now) if at + WINDOW_SECONDS > later]
    assert len(counting) < MOST
    assert left(past, now) == max(0, MOST - len(within(past, now)))


def test_a_clock_that_is_put_back_opens_nothing():
    past = [1000.0] * MOST
    assert not may_try(past, 10.0)
    assert free_again(past, 10.0) == 1000.0 + WINDOW_SECONDS
