"""Dates as they are written in Japan."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules.terms import NoSuchDay, OutsideEra, UnreadableDate, era_text, read_day

WRITTEN = [
    (date(2026, 11, 24), "令和8年11月24日（2026年）"),
    (date(2020, 1, 1), "令和2年1月1日（2020年）"),
    (date(2019, 5, 1), "令和元年5月1日（2019年）"),
    (date(2019, 4, 30), "平成31年4月30日（2019年）"),
    (date(1989, 1, 8), "平成元年1月8日（1989年）"),
    (date(1989, 1, 7), "昭和64年1月7日（1989年）"),
    (date(1926, 12, 25), "昭和元年12月25日（1926年）"),
    (date(1926, 12, 24), "1926年12月24日"),
]


@pytest.mark.parametrize(("day", "text"), WRITTEN)
def test_a_day_is_written_with_its_era_and_its_year(day: date, text: str) -> None:
    assert era_text(day) == text
    assert era_text(day, with_year=False) == text.split("（")[0]
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026/3/31",
        "2026/03/31",
        "2026-03-31",
        "2026.3.31",
        "2026年3月31日",
        "20260331",
        "令和8年3月31日",
        "令和 8 年 3 月 31 日",
        "令和8.3.31",
        "R8.3.31",
        "r8/3/31",
        "R08-03-31",
        "２０２６／３／３１",
        "２０２６年３月３１日",
        "Ｒ８．３．３１",
        "２０２６ー３ー３１",
        "2026−3−31",
        "㋿8年3月31日",
        "  2026/3/31 ",
        "令和8年3月31日（2026年）",
    ],
)
def test_what_people_type_is_read(text: str) -> None:
    assert read_day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H1.1.8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("2024/2/29", date(2024, 2, 29)),
    ],
)
def test_the_edges_of_eras_are_read(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("2026/13/01", NoSuchDay, "「2026/13/01」という日はありません"),
        ("令和8年2月30日", NoSuchDay, "という日はありません"),
        ("2025/2/29", NoSuchDay, "という日はありません"),
        ("平成31年5月1日", OutsideEra, "2019年5月1日は平成ではありません（令和元年5月1日）"),
        ("令和元年4月30日", OutsideEra, "（平成31年4月30日）"),
        ("令和0年6月1日", OutsideEra, "令和ではありません"),
        ("昭和元年1月1日", OutsideEra, "この元号より前"),
        ("令和8年3月31日（2025年）", UnreadableDate, "読めません"),
        ("8/3/31", UnreadableDate, "読めません"),
        ("元年3月31日", UnreadableDate, "読めません"),
        ("3/31", UnreadableDate, "読めません"),
        ("来週", UnreadableDate, "2026/3/31 か 令和8年3月31日 のように"),
        ("", UnreadableDate, "読めません"),
        ("2026/3/31 10:00", UnreadableDate, "読めません"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, error: type[UnreadableDate], says: str) -> None:
    with pytest.raises(error) as caught:
        read_day(text)
    assert type(caught.value) is error
    assert says in caught.value.sentence("ja")
    said = caught.value.sentence("en")
    assert re.match("“.*” is not a date|There is no such day|.* does not lie in the era", said)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40_000))
def test_every_day_of_three_eras_comes_back(offset: int) -> None:
    day = date(1926, 12, 25) + timedelta(days=offset)
    assert (
        read_day(era_text(day))
        == read_day(era_text(day, with_year=False))
        == read_day(day.isoformat())
        == day
    )
