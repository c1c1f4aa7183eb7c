"""Business years: which one a day belongs to, and how it is written: 2026年度（令和8年度）."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuramori.rules.terms.eras import ERAS, Era, OutsideEra, UnreadableDate, era_named, era_of
from kuramori.rules.terms.spans import Span, last_day

APRIL: Final = 4
# 関係省庁連絡会議申合せ (2019-04-02): from the change on, the state's year of 2019 is called 令和元年度 as a whole.
_YEAR_OF_CHANGE: Final = 2019
_TYPED: Final = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])\s*)?(?P<year>元|[0-9]{1,4})\s*年?度", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """``year`` is the calendar year of the first day; both days are included."""

    year: int
    first: date
    last: date


def fiscal_year(day: date, first_month: int = APRIL) -> FiscalYear:
    """The business year of a day, for a house whose years begin with `first_month` (1–12)."""
    return beginning_in(day.year if day.month >= first_month else day.year - 1, first_month)


def beginning_in(year: int, first_month: int = APRIL) -> FiscalYear:
    """The business year that begins in a calendar year."""
    first = date(year, first_month, 1)
    return FiscalYear(year, first, last_day(first, Span(years=1), counts_start=True))


def fiscal_text(year: int) -> str:
    """2026年度（令和8年度）; before 1926, where this product writes no era, 1920年度."""
    era = _era_of(year)
    if era is None:
        return f"{year}年度"
    number = year - era.first.year + 1
    return f"{year}年度（{era.name}{'元' if number == 1 else number}年度）"


def read_fiscal_year(text: str) -> int:
    """The year in 2026年度, 令和8年度 or R8年度; both 平成31年度 and 令和元年度 are 2019.

    Raises `UnreadableDate`, and `OutsideEra` for a year that the era does not have.
    """
    narrow, shown = unicodedata.normalize("NFKC", text).strip(), text.strip()[:40]
    found = _TYPED.fullmatch(narrow)
    if found is None:
        raise UnreadableDate(shown)
    number = 1 if found["year"] == "元" else int(found["year"])
    era = era_named(found["era"])
    if era is None:
        if found["year"] == "元" or not 1000 <= number < 9999:
            raise UnreadableDate(shown)
        return number
    year = era.first.year + number - 1
    if number < 1 or not 1 <= year < 9999:
        raise UnreadableDate(shown)
    if era not in (_era_of(year), era_of(date(year, APRIL, 1))):
        raise OutsideEra(era, date(year, APRIL, 1))
    return year


def _era_of(year: int) -> Era | None:
    return ERAS[0] if year == _YEAR_OF_CHANGE else era_of(date(year, APRIL, 1))
