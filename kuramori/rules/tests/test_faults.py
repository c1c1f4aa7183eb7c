"""Every rule speaks both languages and means the same in them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from kuramori.rules.fault_sentences import SENTENCES
from kuramori.rules.faults import Fault, Refused, shown, words

ROOMS = Path(__file__).resolve().parents[2]


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_rule_has_a_japanese_and_an_english_sentence_with_the_same_values(rule: str) -> None:
    japanese, english = SENTENCES[rule]
    assert re.search("[ぁ-ん]", japanese)
    assert re.search("[A-Za-z]{3}", english)
    assert not re.search("[ぁ-んァ-ン一-龥]", english)
    extra = {"detail"} if rule == "not-readable" else set()  # the parser's own words are English
    assert blanks(english) - extra == blanks(japanese)


def test_every_rule_is_used_and_every_used_rule_has_sentences() -> None:
    used: set[str] = set()
    for path in ROOMS.rglob("*.py"):
        if path.name != "fault_sentences.py" and "tests" not in path.parts:
            used |= set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', path.read_text("utf-8")))
    computed = {f"{verb}-{group}" for verb in ("unknown", "unused") for group in ("measure", "step", "field")}
    assert set(SENTENCES) - computed - used == set()


def test_a_fault_names_file_line_place_and_sentence() -> None:
    fault = Fault("a.yaml", 12, 3, "level-out-of-range", "answers.q05", words({"value": 7, "best": 3}))
    assert fault.full_line("ja") == (
        "a.yaml 12行目 answers.q05: 「7」は段階の範囲の外です。0から3までの整数を書いてください。"
    )
    assert fault.full_line("en") == (
        "a.yaml, line 12, answers.q05: “7” is out of range. Please write a whole number from 0 to 3."
    )


def test_a_fault_without_a_place_is_its_sentence_alone() -> None:
    assert Fault("", None, None, "empty-file").full_line("ja") == "ファイルが空です。"


def test_a_hostile_value_is_repeated_short_and_on_one_line() -> None:
    assert shown("a\nb\x1b[31m" + "x" * 1000) == "a·b·[31m" + "x" * 51 + "…"
    assert "{" in Fault("", None, None, "unknown-key", "", words({"key": "{key.__class__}"})).sentence("ja")


@pytest.mark.parametrize(
    ("value", "said"),
    [(True, "true"), (False, "false"), (None, "null"), ([1], "[…]"), ({"a": 1}, "{…}"), (1.5, "1.5")],
)
def test_a_value_is_repeated_as_it_is_written_in_a_file(value: object, said: str) -> None:
    assert shown(value) == said


def test_a_refusal_without_a_fault_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refused([])
