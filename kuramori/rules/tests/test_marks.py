"""Marks: the token, the visible line, and which reading counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules import marks
from kuramori.rules.marks import Reading

NUMBERS = st.text(min_size=1, max_size=30).filter(lambda n: n == n.strip() and n.isprintable())


@given(grade=st.sampled_from(sorted(marks.LEVELS)), number=NUMBERS)
def test_a_token_tells_grade_and_number_again(grade: str, number: str) -> None:
    token = marks.token(grade, number)
    assert not set(token) & set(" :,;　\t")
    assert token.isascii()
    assert marks.tokens_in(f"図面, {token}; other") == (marks.Token(grade, number),)


@pytest.mark.parametrize(
    ("grade", "number", "token"),
    [("secret", "K-001", "TSL-2-K-001-"), ("top", "金型 7", "TSL-3-~E9~87~91~E5~9E~8B~207-")],
)
def test_a_token_is_one_word_of_plain_letters(grade: str, number: str, token: str) -> None:
    assert marks.token(grade, number).startswith(token)


def test_a_token_with_one_wrong_sign_is_not_believed() -> None:
    token = marks.token("secret", "K-001")
    wrong = [token[:at] + ("3" if token[at] != "3" else "4") + token[at + 1 :] for at in range(4, len(token))]
    assert [one for one in wrong if marks.tokens_in(one)] == []


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("【社外秘】架空精工 K-1", "internal"),
        ("【 極 秘 】", "top"),
        ("㊙", "secret"),
        ("Confidential", "secret"),
        ("STRICTLY CONFIDENTIAL", "top"),
        ("ＣＯＮＦＩＤＥＮＴＩＡＬ", "secret"),
        ("この書類は社外秘ではありません", None),
        ("【重要】お知らせ", None),
        ("秘密の話", None),
        ("", None),
    ],
)
def test_a_visible_mark_is_told_from_a_mention(text: str, grade: str | None) -> None:
    assert marks.grade_shown(text) == grade


def test_a_house_may_call_its_grades_otherwise() -> None:
    names = {"top": "特級", "secret": "一級", "internal": "二級", "public": "一般"}
    assert marks.grade_named("一級", names) == "secret"
    assert marks.grade_named("秘", names) == "secret"
    assert marks.grade_named("top", names) == "top"
    assert marks.grade_shown("【特級】", names) == "top"
    with pytest.raises(marks.NotAGrade):
        marks.grade_named("超級", names)


@pytest.mark.parametrize("number", ["", "  ", "x" * 31, "a\nb", "\x00"])
def test_a_number_that_cannot_stand_on_paper_is_refused(number: str) -> None:
    with pytest.raises(marks.NotANumber):
        marks.number_written(number)


def test_the_line_leaves_a_missing_company_out() -> None:
    assert marks.line("秘", "架空精工株式会社", "K-001") == "【秘】架空精工株式会社 K-001"
    assert marks.line("秘", "", "K-001") == "【秘】K-001"


def test_the_heaviest_grade_counts_and_the_others_are_told() -> None:
    light, heavy = Reading("keyword", "", "internal", "K-1"), Reading("visible", "slide2", "top")
    verdict = marks.judged([light, heavy, Reading("property", "", "top", "K-1")])
    assert verdict.grade == "top"
    assert verdict.conflicts == (light,)
    assert verdict.numbers == ("K-1",)


def test_another_number_is_a_conflict_even_at_the_same_grade() -> None:
    other = Reading("keyword", "", "secret", "K-2")
    verdict = marks.judged(
        [Reading("property", "", "secret", "K-1"), Reading("side-car", "", "secret", "K-1"), other]
    )
    assert verdict.conflicts == (other,)


def test_nothing_found_is_no_grade() -> None:
    assert marks.judged([]) == marks.Verdict(None, (), ())
