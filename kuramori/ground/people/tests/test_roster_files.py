"""What is read from a roster file: headings, days, kinds as people write them, and a sentence for whatever is wrong."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.importing.columns import recognised
from kuramori.ground.people.importing.file import FileWrong, read
from kuramori.ground.people.models import Kind
from kuramori.ground.people.tests.roster_files import HANAKO, HEAD, TARO, book


def _reasons(content: bytes, name: str = "名簿.xlsx") -> list[tuple[int, str, str]]:
    return [(f.row, f.column, f.reason) for line in read(name, content).lines for f in line.faults]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("氏　名", "name"),
        ("社員Ｎｏ．", "number"),
        ("ﾌﾘｶﾞﾅ", "kana"),
        ("雇用形態", "kind"),
        ("所属部署（任意）", "department"),
        ("入社\n年月日", "joined_on"),
        ("退社日", "left_on"),
        ("E-mail", "email"),
        ("血液型", ""),
    ],
)
def test_headings_are_known_by_what_they_mean(heading, field):
    assert recognised([heading]).get(0, "") == field


def test_a_row_is_read_with_its_days_and_kinds():
    lines = read("名簿.xlsx", book(HANAKO, TARO)).lines

    assert lines[0].joined_on == datetime.date(2020, 4, 1)
    assert lines[1].joined_on == datetime.date(2024, 4, 1)
    assert [line.kind for line in lines] == [Kind.EMPLOYEE, Kind.DISPATCHED]
    assert [line.row for line in lines] == [2, 3]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026/4/1", datetime.date(2026, 4, 1)),
        ("２０２６年４月１日", datetime.date(2026, 4, 1)),
        ("令和8年4月1日", datetime.date(2026, 4, 1)),
        ("H31.4.1", datetime.date(2019, 4, 1)),
        (46113, datetime.date(2026, 4, 1)),
        ("46113", datetime.date(2026, 4, 1)),
        (datetime.datetime(2026, 4, 1, 9, 30), datetime.date(2026, 4, 1)),  # noqa: DTZ001  a cell has no zone
    ],
)
def test_days_are_read_however_they_are_written(written, day):
    row = ("M1", "見本 花子", None, None, None, written, None, None)

    (line,) = read("名簿.xlsx", book(row)).lines

    assert (line.joined_on, line.faults) == (day, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_the_codes_that_offices_save(encoding):
    content = "氏名,部署\r\n見本 花子,製造部\r\n".encode(encoding)

    (line,) = read("名簿.csv", content).lines

    assert (line.name, line.department) == ("見本 花子", "製造部")


def test_a_title_above_the_headings_and_the_example_row_are_passed_over():
    rows = (("名簿 2026年4月",), (), HEAD, (None, "（例）見本 次郎"), HANAKO)

    found = read("名簿.xlsx", book(*rows, head=("株式会社 見本",)))

    assert [line.name for line in found.lines] == ["見本 花子"]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("", ""), None, ""),
        (("M1", "見本 花子", None, "正規の人"), "D 区分", "区分「正規の人」が分かりません"),
        (("M1", "見本 花子", None, None, None, "2026/2/30"), "F 入社日", "2026/2/30"),
        (("M1", "見本 花子", None, None, None, "2026/4/1", "2026/3/1"), "退職日", "入社日より前"),
        (("M1", None, "ミホン"), "氏名", "氏名が空です"),
        (("M1", "見本 花子", None, None, None, None, None, "hanako＠"), "H メール", "読めません"),
        (("M1", "=A1&B1"), "B 氏名", "計算式"),
        (("M1", "見" * 61), "B 氏名", "60文字"),
    ],
)
def test_what_is_wrong_names_row_column_and_what_to_write(row, column, says):
    found = _reasons(book(HANAKO, row))

    if column is None:
        assert found == []
    else:
        assert [(3, column)] == [(at, where) for at, where, _ in found]
        assert says in found[0][2]


def test_hidden_rows_and_merged_cells_are_faults_of_their_rows():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.merge_cells("C3:D3")

    found = _reasons(book(HANAKO, TARO, more=hide))

    assert [at for at, _, _ in found] == [2, 3]
    assert "隠れている行" in found[0][2]
    assert "結合したセル" in found[1][2]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("名簿.xlsx", b"", "空です"),
        ("名簿.xlsx", b"%PDF-1.7 ...", "Excel（.xlsx）か CSV のファイルではありません"),
        ("名簿.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "古い形"),
        (
            "名簿.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "パスワード",
        ),
        ("名簿.xlsx", b"PK\x03\x04broken", "壊れて"),
        ("名簿.xlsx", b"x" * (5 * 1024 * 1024 + 1), "5MB"),
        ("名簿.csv", b"\xff\xfe\x00a", "CSV のファイルではありません"),
        ("名簿.csv", "氏名\n見本\n".encode("utf-16-le"), "CSV のファイルではありません"),
        ("名簿.csv", "名無し,部署\nx,y\n".encode(), "「氏名」という見出し"),
        ("名簿.csv", '氏名\n"見本'.encode(), "引用符"),
        ("名簿.csv", "氏名,部署\n".encode(), "1人も書かれていません"),
        ("名簿.csv", ("氏名\n" + "見本\n" * 5_100).encode(), "5,000行"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, content, says):
    with pytest.raises(FileWrong, match=says):
        read(name, content)


def test_a_book_without_a_word_in_it_is_called_empty():
    with pytest.raises(FileWrong, match="何も書かれていません"):
        read("名簿.xlsx", book(head=()))
