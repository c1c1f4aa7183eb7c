"""Workbooks that anybody may have made: what is read of them, and what is refused before it does harm."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib

import pytest
from openpyxl import Workbook

from kuramori.press.reading import BookUnreadable, read_book


def _book(fill) -> bytes:
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read(content: bytes):
    return read_book(content, most_rows=100, most_columns=20)


def _code(content: bytes) -> str:
    with pytest.raises(BookUnreadable) as refused:
        _read(content)
    return refused.value.code


def test_text_numbers_days_and_gaps_come_as_they_stand():
    def fill(sheet):
        sheet["B2"], sheet["C2"], sheet["D2"] = "見本 花子", 7, datetime.date(2026, 4, 1)
        sheet["B4"] = "=1+1"

    (sheet,) = _read(_book(fill))

    assert sheet.rows[0] == (None, None, None, None) or set(sheet.rows[0]) == {""}
    assert sheet.rows[1][1:] == ("見本 花子", 7, datetime.date(2026, 4, 1))
    assert sheet.formulas == {(4, 2)}


def test_a_long_sheet_comes_whole_from_its_first_row_and_column_and_the_next_after_it():
    rows = [(f"K-{at:04}", at, "第1棚") for at in range(1_201)]
    book = Workbook()
    for at, row in enumerate(rows, start=4):
        for column, cell in enumerate(row, start=3):
            book.active.cell(at, column, cell)
    book.create_sheet("空")
    book.create_sheet("次")["A1"] = "終わり"
    out = io.BytesIO()
    book.save(out)

    long, empty, last = read_book(out.getvalue(), most_rows=2_000, most_columns=20)

    assert [row[2:] for row in long.rows[3:]] == rows
    assert (
        {cell for row in long.rows for cell in row[:2]}
        == {""}
        == {cell for row in long.rows[:3] for cell in row}
    )
    assert long.rows[3][4] is long.rows[-1][4]
    assert (empty.title, empty.rows) == ("空", ())
    assert last.rows == (("終わり",),)


def test_hidden_rows_and_merged_cells_are_named():
    def fill(sheet):
        for row in range(1, 6):
            sheet.cell(row, 1, row)
        sheet.row_dimensions[3].hidden = True
        sheet.merge_cells("B4:C5")

    (sheet,) = _read(_book(fill))

    assert sheet.hidden == {3}
    assert sheet.merged == ((4, 2, 5, 3),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"hello", "not-a-workbook"),
        (b"%PDF-1.7", "not-a-workbook"),
        (b"PK\x03\x04 and nothing that follows", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_workbook_is_told_apart(content, code):
    assert _code(content) == code


def _with(name: str, body: bytes) -> bytes:
    """A good workbook with one member replaced or added."""
    good = _book(lambda sheet: sheet.cell(1, 1, "氏名"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, body)
    return out.getvalue()


def test_a_zip_that_swells_is_stopped_at_its_limit():
    assert _code(_with("xl/swollen.xml", b"a" * (60 * 1024 * 1024))) == "too-large"


def test_a_zip_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(_with("xl/swollen.xml", b"a" * (60 * 1024 * 1024)))
    # Both the local and the central header say that the swollen member holds ten bytes.
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = bomb.rfind(
            mark, 0, bomb.rfind(b"xl/swollen.xml") if mark[2] == 1 else bomb.find(b"xl/swollen.xml")
        )
        bomb[place + at : place + at + 4] = struct.pack("<I", 10)
        bomb[place + at - 8 : place + at - 4] = struct.pack("<I", zlib.crc32(b"a" * 10))

    # Either it is seen to be broken, or no more than the ten bytes were unpacked.
    try:
        seen: object = len(_read(bytes(bomb)))
    except BookUnreadable as refused:
        seen = refused.code
    assert seen in {1, "broken", "too-large"}


def test_cells_far_below_or_far_right_are_refused_before_room_is_made_for_them():
    assert _code(_book(lambda sheet: sheet.cell(1_048_576, 1, "x"))) == "too-many-rows"
    assert _code(_book(lambda sheet: sheet.cell(1, 16_384, "x"))) == "too-wide"


def test_entities_that_multiply_are_refused():
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    assert _code(_with("xl/worksheets/sheet1.xml", sheet)) == "broken"


def test_a_sheet_cut_in_the_middle_is_broken():
    assert _code(_with("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")) == "broken"
