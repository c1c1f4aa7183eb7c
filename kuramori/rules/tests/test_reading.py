"""Texts from strangers: what is read, what is refused, and that a refusal is quick and names its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules.document import Limits
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.reading import read

M = 1_000_000


def refusal(source: bytes | str, path: str = "") -> Refused:
    with pytest.raises(Refused) as caught:
        read(source, path)
    return caught.value


READ: list[tuple[str, bytes | str, Any]] = [
    (
        "block YAML",
        "a: 1\nb: [x, 'y']\nc:\n  - id: q1\n    w: 1.5\n",
        {"a": 1, "b": ["x", "y"], "c": [{"id": "q1", "w": 1.5}]},
    ),
    (
        "no, yes, on and off stay words",
        "a: no\nb: yes\nc: on\nd: off",
        {"a": "no", "b": "yes", "c": "on", "d": "off"},
    ),
    (
        "true and null are themselves",
        "a: true\nb: null\nc: ~\nd:\n",
        {"a": True, "b": None, "c": None, "d": None},
    ),
    ("a day stays text", "a: 2026-11-21", {"a": "2026-11-21"}),
    ("a quoted number stays text", "a: '2'\nb: \"3\"", {"a": "2", "b": "3"}),
    ("sixty-base numbers are text", "a: 12:30:45", {"a": "12:30:45"}),
    ("a number as key is text", "1: a", {"1": "a"}),
    ("JSON", '{"a": [1, -2.5, true, null, "理由"]}', {"a": [1, -2.5, True, None, "理由"]}),
    ("braces of YAML", "{a: 1, b: {na: 理由}}", {"a": 1, "b": {"na": "理由"}}),
    ("a byte-order mark in front", b"\xef\xbb\xbfa: 1", {"a": 1}),
    ("Windows line ends", b"a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ("folded text", "a: >-\n  x\n  y\n", {"a": "x y"}),
    ("rare characters", "a: 𠮷髙﨑①㈱", {"a": "𠮷髙﨑①㈱"}),
]


@pytest.mark.parametrize(("source", "value"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_what_people_write_is_read(source: bytes | str, value: Any) -> None:
    assert read(source).value == value


REFUSED: list[tuple[str, bytes | str, str, int | None]] = [
    ("an anchor", "a: 1\nb: &x [1]\n", "alias", 2),
    ("an alias", "a: *x\n", "alias", 1),
    ("the billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "alias", 1),
    ("a Python tag", "a: !!python/object:os.system x", "tag", 1),
    ("a plain tag", "a: !x 1", "tag", 1),
    ("a core tag", "a: !!str 1", "tag", 1),
    ("a merge key", "a: {b: 1}\n<<: {c: 1}", "merge-key", 2),
    ("a key twice", "a: 1\nb: 2\na: 3", "duplicate-key", 3),
    ("a key twice, once quoted", 'a: 1\n"a": 3', "duplicate-key", 2),
    ("a key twice in JSON", '{"a": 1,\n "a": 2}', "duplicate-key", 2),
    ("a list as key", "? [a]\n: b", "key-not-text", 1),
    ("two documents", "a: 1\n---\nb: 2", "several-documents", 2),
    ("not a number", "a: .nan", "not-a-number", 1),
    ("infinity", "a: -.inf", "not-a-number", 1),
    ("NaN in JSON", '{"a": NaN}', "not-a-number", 1),
    ("Infinity in JSON", '{"a": -Infinity}', "not-a-number", 1),
    ("a number beyond every float", '{"a": 1e999}', "not-a-number", 1),
    ("five thousand digits", "a: " + "1" * 5000, "not-a-number", 1),
    ("a NUL", "a: x\0", "control-character", 1),
    ("an escaped NUL", 'a: 1\nb: "\\0"', "control-character", 2),
    ("an escaped NUL in JSON", '{"a": "\\u0000"}', "control-character", 1),
    ("a lone surrogate", "a: \ud800", "control-character", 1),
    ("an escaped lone surrogate", '{"a": "\\ud800"}', "control-character", 1),
    ("an escaped lone surrogate in YAML", 'a: "\\uD800"', "control-character", 1),
    ("a sign that turns the writing round", "a: x\u202ey", "control-character", 1),
    ("UTF-16", "a: 1".encode("utf-16"), "not-utf8", 1),
    ("Shift_JIS", "a: 1\nb: 理由".encode("shift_jis"), "not-utf8", 2),
    ("a tab as indent", "a:\n\tb: 1", "tab-indent", 2),
    ("a missing bracket", "a: [1, 2", "not-readable", 1),
    ("JSON that ends early", '{"a": 1', "not-readable", 1),
    ("an escape beyond Unicode", 'a: "\\UFFFFFFFF"', "not-readable", 1),
    ("nothing", "", "empty-file", None),
    ("spaces", " \n\n", "empty-file", None),
    ("a comment only", "# x\n", "empty-file", 1),
]


@pytest.mark.parametrize(
    ("source", "rule", "line"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_could_mislead_is_refused_with_its_line(
    source: bytes | str, rule: str, line: int | None
) -> None:
    fault = refusal(source).faults[-1]
    assert (fault.rule, fault.line) == (rule, line)


def test_every_duplicate_key_is_named_with_its_place() -> None:
    faults = refusal("a: {x: 1, x: 2}\nb: 1\nb: 2").faults
    assert [(fault.place, fault.line) for fault in faults] == [("a.x", 1), ("b", 3)]


def test_a_json_name_is_not_read_as_yaml() -> None:
    assert refusal("a: 1", "x.kuramori.json").faults[0].rule == "not-readable"


def test_a_place_counts_entries_from_one_and_uses_their_ids() -> None:
    document = read("items:\n  - id: q01\n    w: 1\nlist:\n  - 5\n")
    assert document.place(("items", 0, "w")) == "items.q01.w"
    assert document.place(("list", 0)) == "list[1]"
    assert document.places["items", 0, "w"] == (3, 8)


def test_the_characters_of_a_number_are_kept() -> None:
    assert read("version: 1.0").written[("version",)] == "1.0"


DEEP = {
    "brackets": "[" * M,
    "brackets with values": "[a," * (M // 3),
    "dashes": "- " * (M // 2),
    "JSON objects": '{"a":' * (M // 5),
    "indents": "".join(" " * n + "a:\n" for n in range(1400)),
    "question marks": "? " * (M // 2),
    "many JSON values": "[" + "1," * (M // 2 - 5) + "1]",
    "many lines": "a:\n" + "  b\n" * (M // 4),
    "blank lines": "\n" * (M - 10) + "a: 1",
    "two megabytes": "a: " + "x" * 2 * M,
    "exclamation marks": "!" * (M - 10),
    "a text block of spaces": "a: |" + " " * (M - 10),
    "many words": "a:\n" + ("  " + "b " * 23 + "\n") * 19_000,
    "one key, again and again": "a: a\n" * 19_000,
    "a bomb of nine floors": "\n".join(
        f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 10)
    ),
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP.keys())
def test_a_hostile_megabyte_is_refused_at_once(source: str) -> None:
    # Each takes 0.01 to 0.4 s; a reader that expanded or recursed would not come back within the suite's patience.
    assert refusal(source).faults[-1].rule in (
        "too-deep",
        "too-many-values",
        "too-many-lines",
        "too-many-words",
        "line-too-long",
        "duplicate-key",
        "too-large",
        "alias",
        "key-not-text",
    )


def test_too_many_values_are_refused_before_they_are_all_read() -> None:
    with pytest.raises(Refused) as caught:
        read("- a\n" * 15_000, limits=Limits(values=1000))
    assert caught.value.faults[0].rule == "too-many-values"


def test_a_million_characters_of_prose_are_not_too_many_words() -> None:
    prose = ("keep the drawings of customers in the locked cabinet and write down who took them\n  " * 400)[
        :-2
    ]
    assert len(read("a:\n  " + prose).value["a"]) > 30_000


def test_one_long_line_of_json_is_read() -> None:
    assert read('{"a": "' + "x" * 900_000 + '"}').value["a"][:3] == "xxx"


def test_the_first_twenty_duplicates_are_named_and_then_it_is_enough() -> None:
    assert len(refusal("a: 1\n" * 100).faults) == 20


def test_limits_are_told_in_bytes_of_utf8() -> None:
    assert read("あ" * 3, limits=Limits(size=9)).value == "あああ"
    with pytest.raises(Refused) as caught:
        read("あ" * 4, limits=Limits(size=9))
    assert "12" in caught.value.sentences("ja")[0]


def faults_in(source: bytes | str) -> tuple[Fault, ...]:
    try:
        read(source)
    except Refused as refused:
        return refused.faults
    return ()


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("abq01:-[]{},'\"\\&*!|>%@`#?~\n \t.ué"), max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks(source: str) -> None:
    assert all(fault.sentence("ja") and fault.sentence("en") for fault in faults_in(source))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_but_never_break(source: bytes) -> None:
    assert all(fault.rule for fault in faults_in(source))
