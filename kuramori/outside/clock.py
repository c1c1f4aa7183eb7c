"""The only place that asks what time it is.

A day is a calendar day in Asia/Tokyo. Tests put another clock in place with `standing_at`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def _system() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


_source: list[Callable[[], datetime.datetime]] = [_system]


def now() -> datetime.datetime:
    """This moment, timezone-aware, in UTC."""
    return _source[-1]()


def today() -> datetime.date:
    """The calendar day in Asia/Tokyo."""
    return now().astimezone(TOKYO).date()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The calendar day in Asia/Tokyo that holds this aware moment."""
    return moment.astimezone(TOKYO).date()


@contextmanager
def standing_at(moment: datetime.datetime) -> Iterator[None]:
    """Let the clock stand still at an aware moment (tests and the synthetic world)."""
    _source.append(lambda: moment)
    try:
        yield
    finally:
        _source.pop()
