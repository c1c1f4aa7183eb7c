"""Spans of days, months and years, counted as 民法 140–143 count them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST_MONTHS: Final = 1200  # a hundred years; what runs longer is written without an end


class SpanUnusable(ValueError):
    """A span is one day at least and a hundred years at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many years, months and days, one after the other. Raises `SpanUnusable`."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        parts = (self.years, self.months, self.days)
        if min(parts) < 0 or not any(parts) or self.in_months > LONGEST_MONTHS or self.days > 36_600:
            raise SpanUnusable(f"{self.years} years, {self.months} months, {self.days} days")

    @property
    def in_months(self) -> int:
        return self.years * 12 + self.months


def last_day(start: date, span: Span, *, counts_start: bool) -> date:
    """The last day of a span; 9999-12-31 where it would lie beyond the calendar.

    `counts_start`: it begins with that day, as a term from April 1st does; else with the next (初日不算入, 民法140条),
    as five years from a hand-over do. It ends on the day before the one that corresponds to its first; where the month
    has no such day, on the month's last (民法143条). Days off are not skipped: 民法142条 is about acts, not secrecy.
    """
    first = start if counts_start else shifted(start, 1)
    if span.in_months:
        year, month = _month(first, span.in_months)
        if year > date.max.year:
            return date.max
        length = calendar.monthrange(year, month)[1]
        has_such_day = first.day <= length
        last = shifted(date(year, month, first.day), -1) if has_such_day else date(year, month, length)
        if not span.days:
            return last
        first = shifted(last, 1)
    return shifted(first, span.days - 1)


def before(end: date, span: Span) -> date:
    """The last day on which something can be done that is due a span before `end`: 「満了の3か月前までに」.

    The same day of the earlier month, or that month's last; the calendar's first day where there is no such month.
    """
    year, month = _month(end, -span.in_months)
    if year < date.min.year:
        return date.min
    day = min(end.day, calendar.monthrange(year, month)[1])
    return shifted(date(year, month, day), -span.days)


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; at most the calendar's last day and at least its first."""
    number = day.toordinal() + days
    return date.fromordinal(max(date.min.toordinal(), min(date.max.toordinal(), number)))


def _month(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1
