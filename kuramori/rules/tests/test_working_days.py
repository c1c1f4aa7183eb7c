"""Working days against the calendar that the Cabinet Office publishes."""

from __future__ import annotations

from datetime import date

import pytest

from kuramori.rules.working_days import holidays, is_working_day, next_working_day

# 内閣府「国民の祝日について」: the days of 2026, with the substitute of 5 May 3rd and the day between in September.
OF_2026 = [
    "0101",
    "0112",
    "0211",
    "0223",
    "0320",
    "0429",
    "0503",
    "0504",
    "0505",
    "0506",
    "0720",
    "0811",
    "0921",
    "0922",
    "0923",
    "1012",
    "1103",
    "1123",
]
# 2027: 2/11 Thu, 3/21 is a Sunday, so that the Monday after it rests.
OF_2027 = [
    "0101",
    "0111",
    "0211",
    "0223",
    "0321",
    "0322",
    "0429",
    "0503",
    "0504",
    "0505",
    "0719",
    "0811",
    "0920",
    "0923",
    "1011",
    "1103",
    "1123",
]


@pytest.mark.parametrize(("year", "days"), [(2026, OF_2026), (2027, OF_2027)])
def test_the_holidays_of_a_year_are_those_that_were_published(year: int, days: list[str]) -> None:
    assert sorted(f"{one:%m%d}" for one in holidays(year)) == days


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday; Monday is 勤労感謝の日
        (date(2026, 5, 1), date(2026, 5, 7)),
        (date(2026, 9, 18), date(2026, 9, 24)),
        (date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_working_day_passes_over_weekends_and_holidays(after: date, found: date) -> None:
    assert next_working_day(after) == found
    assert is_working_day(found)
