"""On which day a promise next needs somebody."""

from __future__ import annotations

import datetime

import pytest

from kuramori.rules.requests.promise_days import next_on

DUE, LOOK = datetime.date(2030, 4, 1), datetime.date(2030, 3, 1)


@pytest.mark.parametrize(
    ("word", "kept", "due_on", "look_on", "told"),
    [
        ("not_yet", "unknown", DUE, None, DUE),
        ("not_yet", "unknown", None, None, None),
        ("yes", "unknown", DUE, None, DUE),
        ("yes", "unknown", DUE, LOOK, LOOK),
        ("part", "unknown", None, LOOK, LOOK),
        ("yes", "kept", DUE, LOOK, LOOK),
        ("yes", "kept", DUE, None, None),
        ("yes", "broken", DUE, LOOK, LOOK),
        ("no", "unknown", DUE, LOOK, None),
    ],
)
def test_the_next_day_follows_from_what_was_said_and_seen(word, kept, due_on, look_on, told):
    assert next_on(word, kept, due_on=due_on, next_check_on=look_on) == told


def test_what_ended_needs_nobody():
    assert next_on("yes", "unknown", due_on=DUE, next_check_on=LOOK, is_ended=True) is None
