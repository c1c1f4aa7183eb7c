"""What a partner holds instead of answers can be said in its workbook; and the workbook comes in English too."""

from __future__ import annotations

import dataclasses
import datetime
import io

import openpyxl
import pytest

from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Said
from kuramori.rules.requests.reply_text import read_shown
from kuramori.rules.requests.requirements import Equivalent, digest_of, text_of
from kuramori.work.requests.asking_content import equivalents
from kuramori.work.requests.models import DroppedSheet, Reply, SheetState, Taking
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.workbooks import dropping, taking
from kuramori.work.requests.workbooks.filled import read_filled
from kuramori.work.requests.workbooks.making import name_of, workbook_of

pytestmark = pytest.mark.django_db
ANSWERS, HELD = 1, 2
ISMS = next(one.as_rule() for one in equivalents() if one.id == "isms")
SOME = Equivalent("tics", "TICSの認証書の写し", ("q01", "q02", "q03"), 4)


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def asked(owner):
    return asked_with(owner, SOME, ISMS)


def asked_with(owner, *accepted):
    sent = asked_world.sent(owner, ("見本金型",))
    content = text_of(dataclasses.replace(sent.requirements, equivalents=accepted))
    sent.request.content, sent.request.content_digest = content, digest_of(content)
    sent.request.save()
    return sent.asked[0]


def opened(asked, lang="ja"):
    return openpyxl.load_workbook(io.BytesIO(workbook_of(asked, lang)))


def hold(book, row, mark, number=None, until=None):
    for column, said in zip("DEF", (mark, number, until), strict=True):
        book.worksheets[HELD][f"{column}{row}"].value = said


def dropped(owner, book, name="返信.xlsx"):
    out = io.BytesIO()
    book.save(out)
    drop = dropping.read_soon(owner, dropping.drop(owner, [(name, out.getvalue())]))
    return drop, DroppedSheet.objects.get(drop=drop)


def test_what_is_held_stands_for_its_items_and_the_reply_says_number_and_last_day(owner, asked):
    book, until = opened(asked), clock.today() + datetime.timedelta(days=200)
    hold(book, 4, "○", "T-0001", until)
    book.worksheets[ANSWERS]["E7"].value = "できている"
    drop, sheet = dropped(owner, book)
    assert (sheet.state, sheet.changed) == (SheetState.DOUBTS, 4)
    assert [one.code for one in read_filled(sheet.read).faults] == ["half-filled"]
    taking.begin(owner, drop, Taking.ALL)
    reply = Reply.objects.get()
    assert reply.states == "mmmm" + "u" * 15
    given = read_shown(reply.content).answers["q02"]
    assert (given.said, given.words) == (
        Said.ALTERNATIVE,
        f"TICSの認証書の写し（T-0001、〜{until:%Y/%m/%d}）",
    )
    # Nothing but a correction of one answer: what was held stays as it was.
    again = opened(asked)
    again.worksheets[ANSWERS]["E7"].value = "一部できている"
    drop, sheet = dropped(owner, again, "直し.xlsx")
    assert sheet.changed == 1
    taking.begin(owner, drop, Taking.ALL)
    assert Reply.objects.get(superseded_at=None).states == "mmmp" + "u" * 15


def test_what_is_held_for_all_needs_no_answer_at_all(owner, asked):
    book = opened(asked)
    hold(book, 5, "はい", "IS 1")
    drop, sheet = dropped(owner, book)
    assert (sheet.state, sheet.changed, sheet.faults) == (SheetState.READY, 19, 0)
    taking.begin(owner, drop, Taking.GOOD)
    assert Reply.objects.get().states == "m" * 19


def test_what_is_wrong_about_it_is_named_with_its_cell_and_stands_for_nothing(owner, asked):
    ended = clock.today() - datetime.timedelta(days=1)
    for row, mark, number, until, code, at in (
        (4, "○", "T-1", ended, "held-ended", "認証など!F4"),
        (4, "○", "T-1", "来年", "wrong-held-day", "認証など!F4"),
        (4, None, "T-1", None, "held-no-mark", "認証など!D4"),
        (4, "申請中", None, None, "wrong-held", "認証など!D4"),
        (6, "○", "Pマーク", None, "strange-held", "認証など!D6"),
    ):
        book = opened(asked)
        hold(book, row, mark, number, until)
        book.worksheets[ANSWERS]["E4"].value = "できている"
        _drop, sheet = dropped(owner, book)
        found = read_filled(sheet.read)
        assert (found.faults[0].code, found.faults[0].at, found.held) == (code, at, ())
        assert set(found.answers) == {"q01"}


def test_a_request_that_accepts_nothing_instead_asks_for_nothing_such(owner):
    asked = asked_world.sent(owner, ("例示表面処理",)).asked[0]
    assert [sheet.title for sheet in opened(asked)] == ["はじめに", "回答", "kuramori"]


def test_the_workbook_in_english_has_both_languages_and_is_read_alike(owner, asked):
    book = opened(asked, "en")
    answers, held = book.worksheets[ANSWERS], book.worksheets[HELD]
    heads = [cell.value for cell in answers[3]]
    assert heads[4] == "Answer"
    question = answers["C4"].value
    japanese = opened(asked).worksheets[ANSWERS]["C4"].value.splitlines()
    assert question.isascii() is False
    assert japanese[0] in question
    assert question.splitlines()[0].isascii()
    assert "A copy of an ISMS" in held["B5"].value
    assert ISMS.words in held["B5"].value
    assert name_of(asked, "en").startswith("Answers_R-9001-00001")
    for row in range(4, 23):
        answers.cell(row, 5).value = "In place"
    held["D5"].value = "yes"
    drop, sheet = dropped(owner, book)
    assert (sheet.state, sheet.faults) == (SheetState.READY, 0)
    taking.begin(owner, drop, Taking.GOOD)
    assert Reply.objects.get().states == "m" * 19
