"""Real workbooks as they come back, of a short list and of a long one: what can be read counts, the rest is named."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kuramori.ground.packs import own, read
from kuramori.rules.own_list import Row
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests.models import Axis, DroppedSheet, SheetState
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.workbooks import dropping
from kuramori.work.requests.workbooks.filled import read_filled
from kuramori.work.requests.workbooks.making import stencil_of, words_of
from kuramori.work.requests.workbooks.sentences import cell_sentence, file_sentence

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
HEAD = 3
READY, DOUBTS, UNREADABLE = SheetState.READY, SheetState.DOUBTS, SheetState.UNREADABLE


def as_sent(book, sheet, last):
    """Nothing but answers."""


def half_filled(book, sheet, last):
    for row in range(HEAD + 3, last + 1):
        sheet.cell(row, 5).value = None


def wrong_options(book, sheet, last):
    sheet["E4"], sheet["E5"] = "たぶん", "検討します"


def other_languages(book, sheet, last):
    for row in range(HEAD + 1, last + 1):
        sheet.cell(row, 5).value = "Partly in place" if row % 2 else "YES"
    sheet.title = "Answers"
    for at, said in enumerate(("ID", "No.", "Question", "What we ask for", "Response", "Comments"), start=1):
        sheet.cell(HEAD, at).value = said


def moved_columns(book, sheet, last):
    """The answers first, and the headings elsewhere."""
    book.move_sheet(sheet, -1)
    sheet.unmerge_cells("B1:J1")
    sheet.unmerge_cells("B2:J2")
    sheet.move_range(f"A{HEAD}:J{last}", rows=5, cols=4)


def renamed_columns(book, sheet, last):
    sheet["E3"], sheet["F3"], sheet["C3"] = "回 答 欄", "備考（任意）", "設問"


def added_columns(book, sheet, last):
    sheet.cell(HEAD, 11).value, sheet.cell(HEAD + 1, 11).value = "社内の担当", "総務"


def added_rows(book, sheet, last):
    sheet.cell(last + 1, 2).value, sheet.cell(last + 1, 5).value = "計", "できている"


def merged_cells(book, sheet, last):
    sheet["E6"] = None
    sheet.merge_cells("E5:E6")


def formulas(book, sheet, last):
    sheet["E4"] = '=IF(1=1,"できている","")'


def odd_days(book, sheet, last):
    sheet["E4"], sheet["I4"] = "予定がある", "そのうち"
    sheet["E5"], sheet["I5"] = "予定がある", "令和9年3月31日"


def twice_the_same(book, sheet, last):
    sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 5).value = sheet["A4"].value, "予定がある"


def emptied(book, sheet, last):
    for row in range(HEAD + 1, last + 1):
        sheet.cell(row, 5).value = None


def without_headings(book, sheet, last):
    sheet.delete_rows(HEAD)


# What was done to it, the state it is in, the code of its first fault or of the file, the cell that is named, and how
# many answers are missing of those that were asked.
MATRIX = (
    (as_sent, READY, "", "", 0),
    (half_filled, DOUBTS, "half-filled", "", -2),
    (wrong_options, DOUBTS, "wrong-option", "回答!E4", 2),
    (other_languages, READY, "", "", 0),
    (moved_columns, READY, "", "", 0),
    (renamed_columns, READY, "", "", 0),
    (added_columns, READY, "strange-column", "回答!K3", 0),
    (added_rows, DOUBTS, "strange-row", "回答!E{beyond}", 0),
    (merged_cells, DOUBTS, "merged", "回答!E5", 1),
    (formulas, DOUBTS, "formula-empty", "回答!E4", 1),
    (odd_days, DOUBTS, "wrong-day", "回答!I4", 0),
    (twice_the_same, DOUBTS, "twice", "回答!E{beyond}", 0),
    (emptied, UNREADABLE, "nothing-filled", "", None),
    (without_headings, UNREADABLE, "no-answers", "", None),
)


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


def sent_over(owner, items):
    """A request over the shipped list, or over a list of the house's own that is so long."""
    sent = asked_world.sent(owner, tuple(f"見本{n}工業" for n in range(len(MATRIX))))
    if items == len(sent.requirements.required):
        return sent.request, sent.asked
    rows = [Row(n, question=f"設問{n}を守っていますか。", why="図面を預けるため。") for n in range(items)]
    listed = own.accept(owner, own.read_in(owner, "長い一覧", rows))
    pack = read.by_digest(listed.digest)
    wanted = rules.whole_pack(pack, axis=Axis.INFORMATION, why="図面をお預けするため。")
    request = sent.request
    request.pack_id, request.version, request.digest = pack.id, pack.version, pack.digest
    request.content = rules.text_of(wanted)
    request.content_digest = rules.digest_of(request.content)
    request.save()
    return request, sent.asked


@pytest.mark.parametrize("items", [19, 153])
def test_every_way_in_which_people_change_a_workbook(owner, items):
    request, asked = sent_over(owner, items)
    stencil, last, files = stencil_of(request), HEAD + items, []
    for one, (change, *_rest) in zip(asked, MATRIX, strict=True):
        book = openpyxl.load_workbook(io.BytesIO(stencil.fill(words_of(one))))
        sheet = book.worksheets[1]
        for row in range(HEAD + 1, last + 1):
            sheet.cell(row, 5).value = "できている"
        change(book, sheet, last)
        out = io.BytesIO()
        book.save(out)
        files.append((f"{change.__name__}.xlsx", out.getvalue()))
    drop = dropping.drop(owner, files)
    dropping.read_on(drop)
    for sheet, (change, state, code, at, missing) in zip(
        DroppedSheet.objects.filter(drop=drop).order_by("at"), MATRIX, strict=True
    ):
        name = change.__name__
        if missing is None:
            assert (sheet.state, sheet.code) == (state, code), name
            assert "。" in file_sentence(code)
            continue
        filled = read_filled(sheet.read)
        first = filled.faults[0] if filled.faults else None
        assert (sheet.state, first.code if first else "") == (state, code), (name, filled.faults)
        assert (first.at if first else "") == at.format(beyond=last + 1), name
        assert len(filled.answers) == (2 if missing == -2 else items - missing), name
        assert all(cell_sentence(fault).endswith("。") for fault in filled.faults), name


@pytest.mark.parametrize("name", ["answers_19.xls", "answers_19.ods"])
def test_a_workbook_that_another_program_wrote_is_read_with_its_days(owner, name):
    """Filled in Excel's form and kept by LibreOffice in that of 1997 and in its own; the properties are lost there."""
    sent = asked_world.sent(owner, ("見本金型",))
    drop = dropping.drop(owner, [(name, (FILES / name).read_bytes())])
    dropping.read_on(drop)
    sheet = DroppedSheet.objects.get(drop=drop)
    filled = read_filled(sheet.read)
    assert (sheet.asked, sheet.changed, filled.given_by) == (sent.asked[0], 19, "見本 次郎")
    day = datetime.date(2027, 3, 31)
    assert filled.answers["q02"] == Given(Said.PART, words="棚は済み、机はまだ")
    assert filled.answers["q03"] == Given(Said.PLANNED, plan="鍵を替える", plan_on=day)
    assert filled.evidence == (("q01", "一覧 第3版"),)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("answers_locked.xlsx", "回答.xlsx"),
        ("answers_locked.xlsx", "回答.xls"),
        ("answers_locked.xls", "回答.xls"),
        ("answers_locked.xls", "回答.xlsx"),
    ],
)
def test_a_workbook_that_is_really_locked_is_named_whatever_it_is_called(owner, file, name):
    """Encrypted as Excel does, today's (agile, AES-256) and that of 1997 (RC4); another name opens neither."""
    drop = dropping.drop(owner, [(name, (FILES / file).read_bytes())])
    dropping.read_on(drop)
    row = DroppedSheet.objects.get(drop=drop)
    assert (row.state, row.code, row.asked) == (UNREADABLE, "encrypted", None)


def locked_xls():
    """The record that says "locked" where the format has it: the first after the workbook's beginning."""
    content = bytearray((FILES / "answers_19.xls").read_bytes())
    begin = content.index(b"\x09\x08\x10\x00") + 20
    content[begin : begin + 2] = b"\x2f\x00"
    return bytes(content)


def locked_ods():
    out = io.BytesIO()
    with zipfile.ZipFile(FILES / "answers_19.ods") as packed, zipfile.ZipFile(out, "w") as fresh:
        for name in packed.namelist():
            more = b"<manifest:encryption-data/>" if name == "META-INF/manifest.xml" else b""
            fresh.writestr(name, packed.read(name) + more)
    return out.getvalue()


def test_what_is_locked_broken_or_too_large_is_refused_with_what_to_do(owner):
    whole = (FILES / "answers_19.xls").read_bytes()
    large = b"PK" + bytes(50 * 1024 * 1024)
    drop = dropping.drop(
        owner,
        [
            ("locked.xls", locked_xls()),
            ("locked.ods", locked_ods()),
            ("half.xls", whole[: len(whole) // 2]),
            ("large.xlsx", large),
            ("word.docx", b"PK\x03\x04"),
        ],
    )
    dropping.read_on(drop)
    rows = DroppedSheet.objects.filter(drop=drop).order_by("at")
    assert [(row.state, row.code) for row in rows] == [
        (UNREADABLE, "encrypted"),
        (UNREADABLE, "encrypted"),
        (UNREADABLE, "broken"),
        (UNREADABLE, "too-large"),
        (UNREADABLE, "not-a-workbook"),
    ]
    assert "外したものを、もう一度もらってください" in file_sentence("encrypted")
    # Of what is too large nothing is kept.
    assert (rows[3].size, bytes(rows[3].sealed)) == (len(large), b"")
