"""Marks, terms and part numbers: what counts as the same word."""

from __future__ import annotations

import pytest

from kuramori.rules import wording
from kuramori.rules.wording import Mark, MarksUnreadable, read_marks

MARKS = ("社外秘", "極秘", "CONFIDENTIAL", "STRICTLY CONFIDENTIAL")


@pytest.mark.parametrize(
    "text",
    ["社外秘", "【社 外 秘】", "この図面は社外秘です", "社\u200b外秘", "社外秘ＨＤＲ"],
)
def test_a_mark_is_found_however_it_is_spaced(text: str) -> None:
    assert wording.found(text, MARKS) == {"社外秘": 1}


@pytest.mark.parametrize(
    "text",
    ["Confidential", "ＣＯＮＦＩＤＥＮＴＩＡＬ", "C O N F I D E N T I A L", "Company Confidential draft"],
)
def test_a_latin_mark_is_found_in_every_width_and_case(text: str) -> None:
    assert wording.found(wording.normal(text) if "Ｃ" in text else text, MARKS) == {"confidential": 1}


@pytest.mark.parametrize("text", ["Confidentiality agreement", "nonconfidential", "社外の秘密", ""])
def test_a_longer_word_is_no_mark(text: str) -> None:
    assert wording.found(text, MARKS) == {}


def test_the_longer_mark_is_told_too() -> None:
    assert list(wording.found("Strictly Confidential", MARKS)) == ["strictlyconfidential", "confidential"]


@pytest.mark.parametrize(
    ("written", "compared"),
    [("KM-1042", "KM1042"), ("ｋｍ－1042", "KM1042"), ("km1042", "KM1042"), ("AB/12.34_5", "AB12345")],
)
def test_part_numbers_are_compared_without_their_dashes(written: str, compared: str) -> None:
    assert wording.number(written) == compared


@pytest.mark.parametrize("written", ["A-1", "ABCD", "図面12", "", "--", "1" * 41])
def test_what_is_everywhere_is_no_part_number(written: str) -> None:
    assert wording.number(written) == ""


def test_part_numbers_are_found_in_a_text() -> None:
    text = "品番KM-1042（旧 KM-1041/A）の単価は 1250 円、数量 30"
    assert list(wording.numbers_in(text)) == ["KM1042", "KM1041A", "1250"]


def test_the_hash_of_a_part_number_depends_on_the_key() -> None:
    assert wording.number_hash(bytes(32), "KM1042") != wording.number_hash(bytes(range(32)), "KM1042")


def test_marks_are_read_with_their_weight() -> None:
    content = {
        "marks": [{"id": "top", "grade": "top", "words": ["極秘"]}, {"id": "other", "words": ["取扱注意"]}]
    }
    assert read_marks(content) == (Mark("top", "top", ("極秘",)), Mark("other", "", ("取扱注意",)))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (None, "marks"),
        ({"marks": []}, "marks"),
        ({"marks": ["極秘"]}, r"marks\[0\]"),
        ({"marks": [{"id": "a", "words": "極秘"}]}, r"marks\[0\].words"),
        ({"marks": [{"id": "a", "words": ["秘"]}]}, r"marks\[0\].words"),
        ({"marks": [{"id": "a", "grade": "heavy", "words": ["極秘"]}]}, r"marks\[0\].grade"),
        ({"marks": [{"id": "a", "words": ["xx"]}, {"id": "a", "words": ["yy"]}]}, "two of one id"),
    ],
)
def test_a_list_of_marks_that_is_not_in_its_form_is_refused_with_its_place(
    content: object, place: str
) -> None:
    with pytest.raises(MarksUnreadable, match=place):
        read_marks(content)


def test_the_encircled_sign_is_a_mark_and_the_bare_character_is_none() -> None:
    assert wording.found("㊙ 図面", ["㊙"]) == {"マル秘": 1}
    assert wording.found("秘密の部屋", ["㊙", "【秘】"]) == {}
