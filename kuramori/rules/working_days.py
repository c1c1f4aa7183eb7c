"""Which days are working days in Japan: Monday to Friday, less the national holidays.

Holidays after 国民の祝日に関する法律 (昭和23年法律第178号) as it stands since 2022; the equinoxes by the usual
approximation, which agrees with the published 暦要項 from 1980 to 2099. A house may rest on more days than these.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

FIXED: Final = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS: Final = ((1, 2), (7, 3), (9, 3), (10, 2))
"""Month and which of its Mondays: 成人の日, 海の日, 敬老の日, スポーツの日."""
_DAY: Final = timedelta(days=1)
_SUNDAY, _SATURDAY = 6, 5
_MONDAY: Final = 0


def next_working_day(after: date) -> date:
    """The first working day after a day."""
    found = after + _DAY
    while not is_working_day(found):
        found += _DAY
    return found


def is_working_day(on: date) -> bool:
    return on.weekday() < _SATURDAY and on not in holidays(on.year)


@lru_cache(maxsize=256)
def holidays(year: int) -> frozenset[date]:
    """Every holiday of a year, those in place of a Sunday and those between two others included."""
    named = {date(year, month, day) for month, day in FIXED}
    named |= {_monday(year, month, nth) for month, nth in MONDAYS}
    named |= {date(year, 3, _equinox(year, 20.8431)), date(year, 9, _equinox(year, 23.2488))}
    # 第3条第3項: a day between two holidays is one as well.
    between = {one + _DAY for one in named if one + 2 * _DAY in named and one + _DAY not in named}
    return frozenset(named | between | {_instead(one, named) for one in named if one.weekday() == _SUNDAY})


def _instead(sunday: date, named: set[date]) -> date:
    """第3条第2項: the nearest day after it that is no holiday itself."""
    found = sunday + _DAY
    while found in named:
        found += _DAY
    return found


def _monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7 + 7 * (nth - 1))


def _equinox(year: int, of_1980: float) -> int:
    return int(of_1980 + 0.242194 * (year - 1980) - (year - 1980) // 4)
