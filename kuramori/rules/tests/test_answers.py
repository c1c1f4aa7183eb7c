"""The answer file: what travels, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules.answers import (
    Answer,
    Answered,
    AnswerFile,
    NotApplicable,
    answer_from,
    plain_answers,
    read,
    read_score,
    write,
)
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.rules.tests.small import made

PACK = made()


def find(name: str) -> Pack | None:
    return PACK if name in (PACK.id, "small") else None


def text(**changes: Any) -> str:
    plain = {"pack": PACK.id, "answers": {"i1": 2, "i3": {"na": "持っていない"}}, **changes}
    return json.dumps({key: value for key, value in plain.items() if value is not ...})


def refusals(source: str | bytes, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read(source, find, **more)
    return [(fault.place, fault.rule) for fault in caught.value.faults]


def test_levels_and_reasons_are_read() -> None:
    file = read(text(version="1.0.0", official_score=61.5, note="控え"), find)
    assert file == AnswerFile(
        PACK.id, "1.0.0", {"i1": Answered(2), "i3": NotApplicable("持っていない")}, 61.5, "控え"
    )


def test_yaml_is_read_as_json_is() -> None:
    assert read("pack: jp/test/small\nanswers: {i1: 2, i3: {na: 持っていない}}\n", find) == read(text(), find)


def test_null_is_none_everywhere() -> None:
    file = read(text(version=None, official_score=None, note=None, answers={"i1": None}), find)
    assert file == AnswerFile(PACK.id, None, {}, None, None)


def test_a_short_name_becomes_the_id() -> None:
    assert read(text(pack="small"), find).pack == PACK.id


def test_an_unquoted_version_is_compared_as_it_is_written() -> None:
    with pytest.raises(Refused) as caught:
        read("pack: jp/test/small\nversion: 1.0\nanswers: {}", find)
    assert "版1.0の答えですが、いまの版は1.0.0です" in caught.value.sentences()[0]


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("an unknown key", {"score": 3}, "score", "unknown-key"),
    ("no pack", {"pack": ...}, "pack", "missing-key"),
    ("no answers", {"answers": ...}, "answers", "missing-key"),
    ("an unknown pack", {"pack": "jp/other"}, "pack", "unknown-pack"),
    ("a pack of null", {"pack": None}, "pack", "no-pack"),
    ("an empty pack", {"pack": ""}, "pack", "no-pack"),
    ("an empty version", {"version": ""}, "version", "no-version"),
    ("a pack that is a list", {"pack": ["jp/test/small"]}, "pack", "unknown-pack"),
    ("another version", {"version": "0.9.0"}, "version", "other-version"),
    ("a version that is a number", {"version": 1}, "version", "other-version"),
    ("answers that are a list", {"answers": [2, 3]}, "answers", "not-a-mapping"),
    ("an unknown item", {"answers": {"i9": 1}}, "answers.i9", "unknown-answer"),
    ("a level below 0", {"answers": {"i1": -1}}, "answers.i1", "level-out-of-range"),
    ("a level above the best", {"answers": {"i1": 4}}, "answers.i1", "level-out-of-range"),
    ("true as a level", {"answers": {"i1": True}}, "answers.i1", "level-not-whole"),
    ("false as a level", {"answers": {"i1": False}}, "answers.i1", "level-not-whole"),
    ("two and a half", {"answers": {"i1": 2.5}}, "answers.i1", "level-not-whole"),
    ("two point zero", {"answers": {"i1": 2.0}}, "answers.i1", "level-not-whole"),
    ("a level as text", {"answers": {"i1": "2"}}, "answers.i1", "level-not-whole"),
    ("a level as a list", {"answers": {"i1": [2]}}, "answers.i1", "answer-form"),
    ("N/A without a reason", {"answers": {"i3": {"na": ""}}}, "answers.i3.na", "na-without-reason"),
    ("N/A with null", {"answers": {"i3": {"na": None}}}, "answers.i3.na", "na-without-reason"),
    ("N/A with nothing", {"answers": {"i3": {}}}, "answers.i3.na", "na-without-reason"),
    ("N/A with spaces", {"answers": {"i3": {"na": "  \n"}}}, "answers.i3.na", "na-without-reason"),
    (
        "N/A with full-width spaces",
        {"answers": {"i3": {"na": "\u3000\u3000"}}},
        "answers.i3.na",
        "na-without-reason",
    ),
    (
        "N/A with invisible marks",
        {"answers": {"i3": {"na": "\u200b\u2060"}}},
        "answers.i3.na",
        "na-without-reason",
    ),
    ("N/A with a number", {"answers": {"i3": {"na": 5}}}, "answers.i3.na", "wants-text"),
    ("N/A where it may not be", {"answers": {"i1": {"na": "x"}}}, "answers.i1", "na-not-allowed"),
    ("N/A with more", {"answers": {"i3": {"na": "x", "by": "y"}}}, "answers.i3.by", "unknown-key"),
    ("a reason of 501", {"answers": {"i3": {"na": "あ" * 501}}}, "answers.i3.na", "too-long"),
    ("a reason that rings", {"answers": {"i3": {"na": "x\x07"}}}, "", "control-character"),
    ("a note of 2001", {"note": "あ" * 2001}, "note", "too-long"),
    ("a note that is a list", {"note": ["x"]}, "note", "wants-text"),
    ("101 points", {"official_score": 101}, "official_score", "official-score"),
    ("minus one point", {"official_score": -1}, "official_score", "official-score"),
    ("true points", {"official_score": True}, "official_score", "official-score"),
    ("points as text", {"official_score": "61"}, "official_score", "official-score"),
]


@pytest.mark.parametrize(
    ("changes", "place", "rule"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_meant_is_refused_by_name(changes: dict[str, Any], place: str, rule: str) -> None:
    assert refusals(text(**changes)) == [(place, rule)]


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("", None),
        (" \u3000", None),
        ("64", 64),
        ("64.50", 64.5),
        ("６４．２５点", 64.25),
        ("64.5 点", 64.5),
        ("0", 0),
        ("100.00", 100),
    ],
)
def test_the_publishers_score_is_read_as_people_type_it(typed: str, score: float | None) -> None:
    assert read_score(typed) == score


@pytest.mark.parametrize("typed", ["1_0", "100.01", "64.555", "-1", "1e1", "nan", "六十四", "64,5", "0x1"])
def test_what_is_no_score_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        read_score(typed)
    assert f"「{typed}」は読めません" in caught.value.faults[0].sentence("ja")


def test_of_a_number_with_many_decimals_two_are_kept() -> None:
    assert read(text(official_score=51.125), find).official_score == 51.13


@pytest.mark.parametrize("source", ["[]", '"x"', "5", "- a", "x"])
def test_what_is_no_mapping_is_refused(source: str) -> None:
    assert refusals(source) == [("", "not-a-mapping")]


def test_the_longest_reason_and_note_are_kept_whole() -> None:
    file = read(text(answers={"i3": {"na": "あ" * 500}}, note="い" * 2000), find)
    assert file.answers == {"i3": NotApplicable("あ" * 500)}
    assert file.note == "い" * 2000


def test_all_faults_come_at_once_in_the_order_of_the_text() -> None:
    source = 'pack: jp/test/small\nextra: 1\nanswers:\n  i2: 9\n  i1: "2"\n  i7: 1\nnote: [1]\n'
    assert refusals(source) == [
        ("extra", "unknown-key"),
        ("answers.i2", "level-out-of-range"),
        ("answers.i1", "level-not-whole"),
        ("answers.i7", "unknown-answer"),
        ("note", "wants-text"),
    ]


def test_a_megabyte_and_a_byte_is_too_large() -> None:
    assert refusals(text(note="x" * 1_000_000)) == [("", "too-large")]


@pytest.mark.parametrize("pack", ["jp/test/small", "jp/nowhere"])
def test_answers_to_another_list_are_refused_where_one_is_asked_for(pack: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text(pack=pack), find, only="jp/meti/tics")
    assert caught.value.faults[0].sentence() == (
        f"このファイルは「{pack}」の答えです。ここでは「jp/meti/tics」の答えだけを読み込めます。"
    )


def test_one_answer_from_a_form_obeys_the_same_rules() -> None:
    assert answer_from(PACK, "i1", 2) == Answered(2)
    assert answer_from(PACK, "i1", None) is None
    assert answer_from(PACK, "i3", {"na": "一行目\r\n二行目"}) == NotApplicable("一行目\n二行目")
    for item, value in (
        ("i1", 4),
        ("i1", {"na": "x"}),
        ("i9", 1),
        ("i3", {"na": "x\x00"}),
        ("i3", {"na": "\u202e"}),
    ):
        with pytest.raises(Refused):
            answer_from(PACK, item, value)


def test_the_travel_file_holds_five_things_and_nothing_else() -> None:
    written = write(AnswerFile(PACK.id, "1.0.0", {"i1": Answered(2)}))
    assert json.loads(written) == {
        "pack": PACK.id,
        "version": "1.0.0",
        "answers": {"i1": 2},
        "official_score": None,
        "note": None,
    }
    assert written.endswith("}\n")


def test_japanese_is_written_as_it_is() -> None:
    assert "髙﨑①" in write(AnswerFile(PACK.id, None, {"i3": NotApplicable("髙﨑①")}))


# Whatever could be taken for syntax, and letters of one to four bytes.
WORDS = st.text(st.sampled_from("あ𠮷é①aN0 \n\t\"'\\:#{}[]&*!%~\u3000"), max_size=40).filter(
    lambda t: t.strip()
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "i1": st.integers(0, 3).map(Answered),
        "i2": st.integers(0, 3).map(Answered),
        "i3": st.integers(0, 3).map(Answered) | WORDS.map(lambda words: NotApplicable("理由" + words)),
    },
)


@settings(max_examples=60, deadline=None)
@given(
    ANSWERS,
    st.none() | st.integers(0, 100) | st.floats(0, 100).map(lambda told: round(told, 2)),
    st.none() | WORDS,
)
def test_what_is_written_is_read_again(
    answers: dict[str, Answer], official_score: float | None, note: str | None
) -> None:
    file = AnswerFile(PACK.id, PACK.version, answers, official_score, note)
    assert read(write(file), find, path="x.kuramori.json") == file
    assert read(write(file).encode(), find) == file
    assert list(plain_answers(answers)) == list(answers)
