"""A sheet that is taken for ordinary at a glance is one in which a walk through its cells finds nothing."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.press import unbinding
from kuramori.press.unbinding import Unreadable, is_ordinary

HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="x" xmlns:y="x"><cols hidden="1"/><sheetData>'
PARTS = [
    '<row r="1">', '<row r="2" hidden="1">', "<row\thidden='true'>", '<row r="3" spans="1:4">', "</row>",
    '<c r="A1">', '<c r="B2" t="s">', '<c s="1" r="C3">', "<c>", "<c/>", '<y:c r="A1"/>', '<c r="a1">',
    '<c r="&#65;9">', '<row a=">" hidden="1">',
    '<c r="D1">', '<c r="A21">', '<c r="A20"/>', '<c r="A0000001">', '<c r="AA1">', '<c r="A1"s="2">',
    "<v>1</v>", "<is><t>字</t></is>", "<f>1+1</f>", "<f/>", "<y:f>1</y:f>", "<y:v>1</y:v>", "<!-- x -->", "</c>", "字",
]  # fmt: skip
ROWS, COLUMNS = 20, 3


def _found(xml: bytes) -> object:
    """What a walk finds that looks at every cell."""
    walk = unbinding._Walk(ROWS, COLUMNS)
    with mock.patch.object(unbinding, "is_ordinary", return_value=False):
        try:
            walk.walk(xml)
        except Unreadable as why:
            return why.code
    return [*walk.hidden, *walk.formulas]


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_what_a_glance_passes_over_holds_nothing_for_a_walk(parts: list[str]) -> None:
    told = f"{HEAD}{''.join(parts)}</sheetData></worksheet>".encode()
    if is_ordinary(told, ROWS, COLUMNS):
        assert _found(told) in ([], "broken")


def test_the_sheets_of_everyday_programs_are_ordinary_and_each_oddity_is_looked_at() -> None:
    plain = HEAD + '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="C20"/></row></sheetData></worksheet>'
    assert is_ordinary(plain.encode(), ROWS, COLUMNS)
    everyday = {
        '<row r="1">', '<row r="3" spans="1:4">', "</row>", '<c r="A1">', '<c r="B2" t="s">', '<c r="A20"/>', "</c>",
        "<v>1</v>", "<is><t>字</t></is>", "字",
    }  # fmt: skip
    for part in PARTS:
        told = plain.replace("</row>", f"{part}</row>").encode()
        fits = part in everyday
        assert is_ordinary(told, ROWS, COLUMNS) is fits, part
    assert not is_ordinary(plain.encode("utf-16"), ROWS, COLUMNS)


@pytest.mark.parametrize("most", [1, 25, 26, 27, 52, 120, 701, 702])
def test_columns_after_the_last_one_are_known_by_their_letters(most: int) -> None:
    beyond = re.compile(unbinding._beyond_columns(most))
    for column in range(1, 760):
        assert bool(beyond.fullmatch(_letters(column))) is (column > most)


@pytest.mark.parametrize("most", [1, 9, 10, 99, 5_020, 100_020, 999_999])
def test_rows_after_the_last_one_are_known_by_their_digits(most: int) -> None:
    beyond = re.compile(unbinding._beyond_rows(most))
    for row in {*range(1, 200), *range(max(1, most - 30), most + 30), *range(7, 9_999_999, 99_991)}:
        assert bool(beyond.fullmatch(str(row))) is (row > most)


def _letters(column: int) -> str:
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(65 + rest) + told
    return told
