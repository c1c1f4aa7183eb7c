"""From when to when an agreement runs: its periods one by one, its end, and the last day for notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kuramori.rules.terms.agreements import Terms
from kuramori.rules.terms.spans import LONGEST_MONTHS, Span, before, last_day, shifted

MOST_PERIODS = 2_000


@dataclass(frozen=True, slots=True)
class Period:
    """The ``number``-th one, from 1. ``last`` None: it runs on without an end. ``notice_by``: the last day to decline
    the next one; None where none follows by itself or no time is set."""

    number: int
    first: date
    last: date | None
    notice_by: date | None = None


def periods(agreement: Terms, until: date) -> tuple[Period, ...]:
    """Every period that begins by a day. The agreement's dates do not contradict each other."""
    found = []
    for period in _running(agreement):
        if period.first > until:
            break
        found.append(period)
    return tuple(found)


def period_on(agreement: Terms, on: date) -> Period | None:
    """The period of a day, or None where the agreement does not run on it."""
    return next((one for one in periods(agreement, on) if one.last is None or one.last >= on), None)


def end(agreement: Terms) -> date | None:
    """The last day, where it is known: None for one that runs on, or renews itself with no notice given."""
    last = agreement.until_on if agreement.renewal is None else None
    if agreement.renewal is not None and agreement.notice_given_on is not None:
        last = next((period.last for period in _planned(agreement) if _is_declined(agreement, period)), None)
    if agreement.ended_on is None:
        return last
    return agreement.ended_on if last is None else min(last, agreement.ended_on)


def _running(agreement: Terms) -> Iterator[Period]:
    """Period after period; the last one is the one declined, cut short, or without an end."""
    for period in _planned(agreement):
        if agreement.ended_on is not None and (period.last is None or period.last >= agreement.ended_on):
            yield Period(period.number, period.first, agreement.ended_on)
            return
        if _is_declined(agreement, period):
            yield Period(period.number, period.first, period.last)
            return
        yield period


def _planned(agreement: Terms) -> Iterator[Period]:
    """The periods as agreed, without notice or an early end.

    Each end is counted from the first, so that a month's end stays one: 1月31日, 2月28日, 3月31日.
    """
    first, last, renewal = agreement.from_on, agreement.until_on, agreement.renewal
    yield Period(1, first, last, _notice_by(agreement, last))
    if last is None or renewal is None:
        return
    start = shifted(last, 1)
    for number in range(1, MOST_PERIODS):
        following = _counted(start, number * renewal.months)
        if following == date.max:
            return  # beyond the calendar nothing renews
        yield Period(number + 1, shifted(last, 1), following, _notice_by(agreement, following))
        last = following


def _counted(start: date, months: int) -> date:
    """The last day of so many months from `start`, which may be more than one span holds."""
    while months > LONGEST_MONTHS:
        start = shifted(last_day(start, Span(months=LONGEST_MONTHS), counts_start=True), 1)
        months -= LONGEST_MONTHS
    return last_day(start, Span(months=months), counts_start=True)


def _notice_by(agreement: Terms, last: date | None) -> date | None:
    if last is None or agreement.renewal is None or agreement.renewal.notice is None:
        return None
    return before(last, agreement.renewal.notice)


def _is_declined(agreement: Terms, period: Period) -> bool:
    """Whether the notice given came in time for this period: by its last day for notice, or else by its last day."""
    given = agreement.notice_given_on
    if given is None or agreement.renewal is None or period.last is None:
        return False
    return given <= (period.notice_by or period.last)
