"""Company names that people write differently and mean alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.company_names import plain_company


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社架空精工", "架空精工㈱"),
        ("株式会社架空精工", "架空精工 (株)"),
        ("株式会社　架空精工", "（株）架空精工"),
        ("有限会社齋藤工業", "(有)斎藤工業"),
        ("髙﨑製作所", "高崎製作所"),
        ("𠮷田鐵工", "吉田鉄工"),
        ("キャノンダ", "キヤノンダ"),
        ("ｶｿｳ･ｼﾞｭｳｷ", "カソウ・ジュウキ"),
        ("Kakuu Seiko Co., Ltd.", "ＫＡＫＵＵ　ＳＥＩＫＯ"),
        ("霞ヶ関金属", "霞ケ関金属"),
    ],
)
def test_one_company_written_in_two_ways_is_alike(one, other):
    assert plain_company(one) == plain_company(other)


@pytest.mark.parametrize(
    ("one", "other"), [("架空精工", "架空精機"), ("例示1号店", "例示2号店"), ("ag精機", "精機")]
)
def test_two_companies_are_not_alike(one, other):
    assert plain_company(one) != plain_company(other)


def test_a_name_that_is_only_a_form_stays_a_name():
    assert plain_company("株式会社") == "株式会社"


@given(st.text(min_size=1, max_size=40))
def test_comparing_twice_says_the_same_and_nothing_fails(name):
    plain = plain_company(name)
    assert plain == plain_company(name)
    assert " " not in plain
