"""On which day a promise to a customer next needs somebody."""

from __future__ import annotations

import datetime

UNANSWERED, REFUSED, UNSEEN = "not_yet", "no", "unknown"


def next_on(
    word: str,
    kept: str,
    *,
    due_on: datetime.date | None,
    next_check_on: datetime.date | None,
    is_ended: bool = False,
) -> datetime.date | None:
    """`word` is what was said to the demand, `kept` what the last look found; None: no day is known.

    Until it was looked at, the day by which it has to be so counts, or an earlier look; afterwards the next look does.
    What was not promised needs nobody.
    """
    if is_ended or word == REFUSED:
        return None
    if word == UNANSWERED:
        return due_on
    if kept == UNSEEN:
        return min((day for day in (due_on, next_check_on) if day is not None), default=None)
    return next_check_on
