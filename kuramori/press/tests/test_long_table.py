"""A long workbook opens in another library, line by line as it was told."""

from __future__ import annotations

import datetime
import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from kuramori.press import long_table
from kuramori.press.long_table import LongBook, LongSheet, TooManyRows, write


def book(*sheets: LongSheet, foot: str = "架空精工　台帳 & 控え") -> LongBook:
    return LongBook(
        title="台帳", author="架空精工", made_on=datetime.date(2026, 11, 22), foot=foot, sheets=sheets
    )


def written(*sheets: LongSheet) -> io.BytesIO:
    out = io.BytesIO()
    write(out, book(*sheets))
    out.seek(0)
    return out


def sheet(*rows: Sequence[str], title: str = "情報管理台帳", columns: int = 2) -> LongSheet:
    return LongSheet(title=title, widths=(14.0,) * columns, head=("番号", "名前")[:columns], rows=rows)


def test_every_line_is_read_again_as_it_was_written() -> None:
    odd = ("K-001", '1行目\n<2行目> & "引用" _x000D_ 　空白 '), ("", "\x07鳴る"), ("=1+1", "")
    read = load_workbook(written(sheet(*odd))).worksheets[0]
    # Excel and calamine read _x005F_ as the sign that it is, openpyxl only elsewhere than in a cell.
    rows = [
        tuple(str(cell or "").replace("_x005F_", "_") for cell in row)
        for row in read.iter_rows(values_only=True)
    ]
    assert rows == [("番号", "名前"), odd[0], ("", "〓鳴る"), ("=1+1", "")]
    again = CalamineWorkbook.from_filelike(written(sheet(*odd))).get_sheet_by_index(0).to_python()
    assert again[1][1] == odd[0][1]


def test_what_looks_like_a_formula_stays_text() -> None:
    for text in ("=1+1", "+81", "-5", "@SUM(A1)", "＝1"):
        cell = load_workbook(written(sheet((text, "")))).worksheets[0]["A2"]
        assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, text)


def test_the_head_stays_in_view_and_on_every_printed_page() -> None:
    found = load_workbook(written(sheet(("1", "2")), sheet(title="書き方: [い]"))).worksheets
    assert [one.title for one in found] == ["情報管理台帳", "書き方   い "]
    assert {one.freeze_panes for one in found} == {"A2"}
    assert {one.print_title_rows for one in found} == {"$1:$1"}
    assert found[0].oddFooter.right.text == "&P / &N"
    assert found[0].oddFooter.left.text == "架空精工　台帳 && 控え"


def test_a_cell_holds_no_more_than_excel_takes() -> None:
    cell = load_workbook(written(sheet(("あ" * 40_000, "")))).worksheets[0]["A2"]
    assert len(cell.value) == long_table.LONGEST
    assert cell.value.endswith("…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_table, "MOST_ROWS", 3)
    written(sheet(("1", ""), ("2", "")))
    with pytest.raises(TooManyRows):
        written(sheet(("1", ""), ("2", ""), ("3", "")))


def test_the_same_rows_give_the_same_bytes() -> None:
    assert written(sheet(("1", "2"))).getvalue() == written(sheet(("1", "2"))).getvalue()


def test_columns_beyond_z_have_two_letters() -> None:
    columns = LongSheet("台帳", (8.0,) * 30, [str(at) for at in range(30)], [])
    assert load_workbook(written(columns)).worksheets[0]["AD1"].value == "29"


def test_rows_are_let_go_as_soon_as_they_are_written(tmp_path) -> None:
    def rows() -> Iterator[Sequence[str]]:
        for at in range(20_000):
            yield (f"K-{at:06}", "温度と圧力の組み合わせ" * 8)

    with (tmp_path / "long.xlsx").open("wb") as out:
        tracemalloc.start()
        write(out, book(LongSheet("台帳", (14.0, 40.0), ("番号", "名前"), rows())))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4_000_000
    with zipfile.ZipFile(tmp_path / "long.xlsx") as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > 2 * peak
