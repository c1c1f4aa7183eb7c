"""The workbook of a partner says whose it is; filled in, moved about and come back, its answers are read."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from kuramori.outside import clock
from kuramori.press.reading import BookUnreadable, read_any_book
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.workbooks import words
from kuramori.work.requests.workbooks.filled import Filled, read_filled, text_of
from kuramori.work.requests.workbooks.making import items_of, name_of, workbook_of
from kuramori.work.requests.workbooks.unpicking import NoAnswerSheet, unpicked

pytestmark = pytest.mark.django_db
HEAD = 3


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def sent(owner):
    return asked_world.sent(owner, ("見本金型 & <試作>", "例示表面処理"))


@pytest.fixture
def book(sent):
    return openpyxl.load_workbook(io.BytesIO(workbook_of(sent.asked[0])))


def fill(book, row, said, **other):
    """Type into one row of the answer sheet, whichever its columns are."""
    sheet = next(one for one in book.worksheets if one.cell(HEAD, 1).value == "設問ID" or one.max_column > 5)
    heads = {cell.value: cell.column for cell in sheet[HEAD]}
    sheet.cell(HEAD + row, heads["答え"]).value = said
    for heading, value in other.items():
        sheet.cell(HEAD + row, heads[heading]).value = value
    return sheet


def read(sent, book) -> Filled:
    out = io.BytesIO()
    book.save(out)
    return read_bytes(sent, out.getvalue())


def read_bytes(sent, content) -> Filled:
    there = read_any_book(content, most_rows=2_000, most_columns=60)
    return unpicked(
        there, read_requirements(sent.request.content), items_of(sent.request), today=clock.today()
    )


def codes(filled):
    return {fault.code for fault in filled.faults}


def test_a_workbook_says_whose_it_is_what_is_asked_and_takes_only_answers(sent, book):
    cover, answers, hidden = book.worksheets
    said = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert "見本金型 & <試作> 御中" in said
    assert "図面をお預けしており、扱いを確かめたいため。" in said
    assert hidden.sheet_state == "hidden"
    assert {row[0].value: row[1].value for row in hidden.iter_rows()} == {
        words.NUMBER: "R-9001-00001",
        words.CONTENT: sent.request.content_digest,
        words.VERSION: words.FORM,
    }
    assert {one.name: one.value for one in book.custom_doc_props.props}[words.NUMBER] == "R-9001-00001"
    assert answers.protection.sheet
    assert (answers["E4"].protection.locked, answers["C4"].protection.locked) == (False, True)
    assert answers.column_dimensions["A"].hidden
    assert answers.data_validations.dataValidation[0].sqref == "E4:E22"
    assert answers["A4"].value == "q01"
    assert name_of(sent.asked[0]) == "回答表_R-9001-00001_見本金型 & <試作>.xlsx"


def test_what_is_filled_in_is_read_with_days_of_every_kind(sent, book):
    fill(book, 1, "できている", 根拠の名前="守るべき情報の一覧 第3版")
    fill(book, 2, "一部できている", 説明と代わりの方法="棚は済み、机はまだ")
    fill(book, 3, "予定がある", これからの計画="鍵を替える", いつまでに=datetime.date(2027, 3, 31))
    fill(book, 4, "該当しない", 該当しない理由="外に頼む仕事がない")
    fill(book, 5, "予定がある", いつまでに="令和9年3月31日")
    fill(book, 6, "予定がある", いつまでに=46112)
    fill(book, 7, "代わりの方法がある", 説明と代わりの方法="見張りを置く")
    cover = book.worksheets[0]
    label = next(cell for row in cover.iter_rows() for cell in row if cell.value == "回答した方")
    cover.cell(label.row, 2).value = "見本 次郎"
    cover.cell(label.row + 1, 2).value = "R8.11.20"
    filled = read(sent, book)
    day = datetime.date(2027, 3, 31)
    assert filled.answers["q01"] == Given(Said.MET)
    assert filled.answers["q03"] == Given(Said.PLANNED, plan="鍵を替える", plan_on=day)
    assert filled.answers["q04"] == Given(Said.NA, words="外に頼む仕事がない")
    assert filled.answers["q05"].plan_on == day
    assert filled.answers["q06"].plan_on == datetime.date(2026, 3, 31)
    assert filled.answers["q07"].said is Said.ALTERNATIVE
    assert (filled.given_by, filled.given_on) == ("見本 次郎", datetime.date(2026, 11, 20))
    assert filled.evidence == (("q01", "守るべき情報の一覧 第3版"),)
    assert codes(filled) == {"half-filled"}
    assert read_filled(text_of(filled)) == filled


def test_moved_renamed_and_added_columns_are_found_by_their_words(sent, book):
    sheet = fill(book, 1, "In place")
    fill(book, 2, "×")
    sheet.title = "控え（提出用）"
    heads = {cell.value: cell.column for cell in sheet[HEAD]}
    sheet.cell(HEAD, heads["答え"]).value = "回 答"
    sheet.cell(HEAD, heads["設問ID"]).value = "消した"
    sheet.unmerge_cells("B1:J1")
    sheet.unmerge_cells("B2:J2")
    sheet.insert_cols(2, 2)
    sheet.cell(HEAD, 2).value = "社内の担当"
    sheet.cell(HEAD + 1, 2).value = "総務"
    sheet.insert_rows(1, 4)
    del book["kuramori"]
    filled = read(sent, book)
    assert filled.answers == {"q01": Given(Said.MET), "q02": Given(Said.NOT)}
    assert filled.number == "R-9001-00001"
    assert codes(filled) == {"half-filled", "strange-column"}


def test_what_cannot_be_read_is_named_with_its_cell(sent, book):
    sheet = fill(book, 1, "たぶん")
    fill(book, 2, None, 説明と代わりの方法="書いたが選んでいない")
    fill(book, 3, "予定がある", いつまでに="そのうち")
    fill(book, 5, "該当しない", 該当しない理由="ない")
    fill(book, 6, '=IF(1=1,"できている","")')
    fill(book, 8, "できている", 説明と代わりの方法="長" * 1_500)
    sheet.cell(30, 1).value, sheet.cell(30, 5).value = "q99", "できている"
    sheet.merge_cells("E13:E14")
    filled = read(sent, book)
    at = {fault.code: fault.at for fault in filled.faults}
    assert at["wrong-option"] == "回答!E4"
    assert at["no-answer"] == "回答!E5"
    assert at["wrong-day"] == "回答!I6"
    assert at["strange-row"] == "回答!E30"
    assert at["merged"] == "回答!E13"
    assert at["formula-empty"] == "回答!E9"
    assert {"na-not-taken", "too-long", "half-filled"} <= codes(filled)
    assert filled.answers["q03"] == Given(Said.PLANNED)
    assert len(filled.answers["q08"].words) == 1_000


def test_what_is_no_answer_workbook_is_said_plainly(sent):
    other = openpyxl.Workbook()
    other.active["A1"] = "見積書"
    with pytest.raises(NoAnswerSheet):
        read(sent, other)
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for content, code in ((locked, "encrypted"), (b"", "empty"), (b"%PDF-1.7", "not-a-workbook")):
        with pytest.raises(BookUnreadable) as refused:
            read_bytes(sent, content)
        assert refused.value.code == code
