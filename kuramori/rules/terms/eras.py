"""Dates as they are written in Japan: 令和8年11月24日（2026年） out, and what people type in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Era:
    """An era with its first and last day; ``last`` is None for the present one."""

    name: str
    letter: str
    first: date
    last: date | None

    def day(self, year: int, month: int, day_of_month: int) -> date:
        """The day in this era; raises ValueError for a day that no calendar has, OutsideEra for one beyond it."""
        found = date(self.first.year + year - 1, month, day_of_month)
        if found < self.first or (self.last is not None and found > self.last):
            raise OutsideEra(self, found)
        return found


# 元号を改める政令 (Cabinet orders of 1989-01-07 and 2019-04-01) and 昭和改元の詔書 (1926-12-25).
ERAS: Final = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
)

_TYPED: Final = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])\s*)?(?P<year>元|[0-9]{1,4})\s*[年/.-]\s*"
    r"(?P<month>[0-9]{1,2})\s*[月/.-]\s*(?P<day>[0-9]{1,2})\s*日?(?:\s*\((?P<same>[0-9]{4})年\))?",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")


class UnreadableDate(ValueError):
    """The text is not written like a date."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)

    def sentence(self, lang: str = "ja") -> str:
        """What to write instead."""
        if lang == "ja":
            return (
                f"「{self.text}」は日付として読めません。2026/3/31 か 令和8年3月31日 のように書いてください。"
            )
        return f"“{self.text}” is not a date. Please write it like 2026-03-31."


class NoSuchDay(UnreadableDate):
    """Written like a date, but no calendar has that day."""

    def sentence(self, lang: str = "ja") -> str:
        """That the day does not exist."""
        if lang == "ja":
            return f"「{self.text}」という日はありません。月と日を確かめてください。"
        return f"There is no such day as “{self.text}”. Please check month and day."


class OutsideEra(UnreadableDate):
    """The day exists but lies outside the era it names, as 平成31年5月1日 does."""

    def __init__(self, era: Era, found: date) -> None:
        self.era = era
        self.found = found
        super().__init__(found.isoformat())

    def sentence(self, lang: str = "ja") -> str:
        """Which era that day has."""
        if lang == "ja":
            right = era_text(self.found, with_year=False) if era_of(self.found) else "この元号より前"
            day = f"{self.found.year}年{self.found.month}月{self.found.day}日"
            return f"{day}は{self.era.name}ではありません（{right}）。"
        return f"{self.found.isoformat()} does not lie in the era {self.era.name}."


def era_text(day: date, *, with_year: bool = True) -> str:
    """令和8年11月24日（2026年）; before 1926-12-25, where this product writes no era, 1920年4月1日."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - era.first.year + 1
    text = f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{text}（{day.year}年）" if with_year else text


def read_day(text: str) -> date:
    """The day in 2026/3/31, 2026-03-31, 2026年3月31日, 20260331, 令和8年3月31日 or R8.3.31.

    Full-width signs count as their narrow ones. Raises UnreadableDate, NoSuchDay or OutsideEra.
    """
    narrow = re.sub("[‐‑‒–—−ー]", "-", unicodedata.normalize("NFKC", text)).strip()
    shown = text.strip()[:40]
    found = _TYPED.fullmatch(narrow) or _COMPACT.fullmatch(narrow)
    if found is None:
        raise UnreadableDate(shown)
    parts = found.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    month, day_of_month = int(parts["month"]), int(parts["day"])
    era = era_named(parts.get("era"))
    if era is None and (parts["year"] == "元" or year < 1000):
        raise UnreadableDate(shown)
    try:
        day = era.day(year, month, day_of_month) if era else date(year, month, day_of_month)
        # Both years were written and contradict each other: which one is meant cannot be guessed.
        if parts.get("same") and int(parts["same"]) != day.year:
            raise UnreadableDate(shown)
        return day
    except UnreadableDate:
        raise
    except ValueError:
        raise NoSuchDay(shown) from None


def era_named(written: str | None) -> Era | None:
    """The era with this name or letter; None for none of ours."""
    return next((era for era in ERAS if written and written.upper() in (era.name, era.letter)), None)


def era_of(day: date) -> Era | None:
    """The era of a day; None before the first of ours."""
    return next((era for era in ERAS if era.first <= day), None)
