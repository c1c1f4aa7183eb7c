"""Keys for many rows at once: each its own, in order, and of the form that everybody knows."""

from __future__ import annotations

import datetime

from kuramori.ground.people.ordered import keys
from kuramori.outside import clock


def test_keys_of_one_call_rise_and_none_comes_twice() -> None:
    drawn = keys(5_000)
    assert drawn == sorted(drawn)
    assert len(set(drawn)) == 5_000
    assert {(key.version, str(key.variant)) for key in drawn} == {(7, "specified in RFC 4122")}


def test_a_key_of_a_later_moment_is_larger() -> None:
    moment = datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
    with clock.standing_at(moment):
        earlier = keys(50)
    with clock.standing_at(moment + datetime.timedelta(milliseconds=2)):
        later = keys(50)
    assert max(earlier) < min(later)
    assert earlier[0].int >> 80 == int(moment.timestamp() * 1000)
