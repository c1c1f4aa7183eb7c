"""A long work holds the others up for a moment only, on a slow machine as well."""

from __future__ import annotations

import gc

import pytest

from kuramori.ground.people.pace import HELD_SECONDS, Pace, without_collecting


def test_what_takes_too_long_is_cut_in_halves_down_to_a_few() -> None:
    pace = Pace(100, 1_000, 10)
    pace.took(HELD_SECONDS * 2)
    assert pace.most == 50
    for _time in range(9):
        pace.took(HELD_SECONDS * 2)
    assert pace.most == 10


def test_what_is_quick_grows_up_to_the_largest_and_then_stays() -> None:
    pace = Pace(300, 1_000, 10)
    pace.took(HELD_SECONDS / 10)
    assert pace.most == 600
    pace.took(HELD_SECONDS / 2)
    assert pace.most == 600
    pace.took(0.0)
    assert pace.most == 1_000


def test_rings_are_looked_for_again_whatever_ended_the_work() -> None:
    with pytest.raises(ZeroDivisionError), without_collecting():
        1 / gc.isenabled()  # only where it is off
    assert gc.isenabled()


def test_whoever_had_it_off_already_finds_it_off() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
