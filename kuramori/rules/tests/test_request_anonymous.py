"""What still tells who an anonymous text is about."""

from __future__ import annotations

import pytest

from kuramori.rules.requests.anonymous import Trace, traces

COMPANIES = ("見本金型株式会社", "例示表面処理")


def codes(text: str) -> list[str]:
    return [one.code for one in traces(text, companies=COMPANIES, people=("見本 次郎",))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("棚を客先ごとに色で分けた", []),
        ("お客様ごとに棚を分けた", []),
        ("ミホンではなく見本　金型㈱の棚", ["name", "name", "company"]),
        ("例示表面処理と同じ棚", ["name"]),
        ("次郎が毎週見る", ["name"]),
        ("田中さんが毎週見る", ["person"]),
        ("問合せは info@a.example か 03-0000-0000", ["way", "way"]),
        ("図番 AB-1234 の棚", ["number"]),
        ("どこかの有限会社", ["company"]),
    ],
)
def test_each_trace_is_found_by_its_kind(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_name_holds_back_and_a_number_only_asks() -> None:
    name, number = traces("見本金型の棚は3段", companies=COMPANIES)
    assert (name, name.holds_back) == (Trace("name", "見本金型株式会社"), True)
    assert (number, number.holds_back) == (Trace("number", "3"), False)


def test_a_name_of_one_letter_is_no_name() -> None:
    assert traces("棚を分けた", companies=("棚",)) == ()
