"""Workbooks of other programs are read with the same care, and a stencil changes its words and nothing else."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from kuramori.press.reading import BookUnreadable, read_any_book
from kuramori.press.stencil import Stencil, word
from kuramori.press.tests import reading
from kuramori.press.xlsx import Book, Cell, Choice, Row, Sheet, xlsx

KIND = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
    '<table:table table:name="表">'
)
FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"


def ods(rows: str, *, manifest: str = "<m/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", KIND)
        packed.writestr("content.xml", HEAD + rows + FOOT)
        packed.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


FORMULA = cell("1", 'table:formula="of:=1"')
WIDE = cell("x", 'table:number-columns-repeated="9000"')


def read(content: bytes):
    return read_any_book(content, most_rows=100, most_columns=20)


def test_an_ods_is_read_with_its_formulas() -> None:
    rows = (
        f"<table:table-row>{cell('番号')}{cell('答え')}</table:table-row>"
        "<table:table-row>" + FORMULA + f"{cell('できている')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    (sheet,) = read(ods(rows)).sheets
    assert sheet.title == "表"
    assert [list(row) for row in sheet.rows[:2]] == [["番号", "答え"], ["1", "できている"]]
    assert sheet.formulas == {(2, 1)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            ods(f"<table:table-row table:number-rows-repeated='900000'>{cell('x')}</table:table-row>"),
            "too-many-rows",
        ),
        (
            ods("<table:table-row>" + WIDE + "</table:table-row>"),
            "too-wide",
        ),
        (ods("", manifest="<m:encryption-data/>"), "encrypted"),
        (ods("<table:table-row>"), "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken"),
    ],
)
def test_what_is_repeated_locked_or_broken_is_refused_by_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(BookUnreadable) as refused:
        read(content)
    assert refused.value.code == code


def test_a_stencil_changes_its_words_and_nothing_else() -> None:
    rows = (
        Row((Cell(f"{word('partner')} 御中"), Cell("{{other}}"))),
        Row((Cell("答え"), Cell(None, is_open=True))),
    )
    sheet = Sheet("表", (20.0, 20.0), rows, choices=(Choice("B2:B2", ("はい", "いいえ")),), is_protected=True)
    book = Book("題", "見本", "ja", datetime.date(2026, 11, 1), "", (sheet,), (("Number", word("number")),))
    stencil = Stencil(xlsx(book))
    made = stencil.fill({"partner": "=見本 & <金型>_x0041_", "number": "R-1"})
    assert made == stencil.fill({"partner": "=見本 & <金型>_x0041_", "number": "R-1"})
    there = read(made)
    assert there.sheets[0].rows[0] == ("=見本 & <金型>_x0041_ 御中", "{{other}}")
    assert there.properties == {"Number": "R-1"}
    assert not there.sheets[0].formulas
    opened = reading.workbook(made)["表"]
    assert (opened["A1"].protection.locked, opened["B2"].protection.locked) == (True, False)
    assert opened.data_validations.dataValidation[0].formula1 == '"はい,いいえ"'
