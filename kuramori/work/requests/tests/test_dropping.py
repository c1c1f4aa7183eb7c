"""Filled workbooks dropped at once: read, matched, shown before they count, and each counted exactly once."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django_scopes import scope

from kuramori.ground.contacts import merging
from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.holds import UnderHold, hold
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Said
from kuramori.work.requests.models import (
    Asked,
    Drop,
    DroppedSheet,
    Reply,
    ReplyWay,
    RequestState,
    SheetState,
    Taking,
)
from kuramori.work.requests.reading import bulk_upward
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.workbooks import assigning, dropping, emptying, handing_out, taking
from kuramori.work.requests.workbooks.comparing import differences
from kuramori.work.requests.workbooks.filled import read_filled
from kuramori.work.requests.workbooks.making import workbook_of
from kuramori.work.requests.workbooks.unpacking import DropRefused

pytestmark = pytest.mark.django_db
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def sent(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理", "試料成形"))


def filled(asked, answer="できている", *, but=()):
    """The workbook of a partner with one answer everywhere; `but`: (row, column letter, value)."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(asked)))
    sheet = book.worksheets[1]
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, 5).value = answer
    for row, letter, value in but:
        sheet[f"{letter}{row}"].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


def dropped(owner, *files):
    return dropping.read_soon(owner, dropping.drop(owner, files))


def states(drop):
    rows = DroppedSheet.objects.filter(drop=drop).order_by("at")
    return [(row.state, row.code) for row in rows.defer("sealed")]


def test_everything_in_a_drop_is_told_apart_and_nothing_counts_yet(owner, sent):
    good = filled(sent.asked[0])
    doubtful = filled(sent.asked[1], but=[(5, "E", "たぶん")])
    stranger = filled(sent.asked[2], but=[])
    Asked.objects.filter(pk=sent.asked[2].pk).update(number="R-0000-00001")
    drop = dropped(
        owner,
        ("返信.zip", zipped(("a/見本.xlsx", good), ("__MACOSX/._見本.xlsx", b"x"), ("b.xlsx", good))),
        ("例示.xlsx", doubtful),
        ("他社.xlsx", stranger),
        ("鍵付き.xlsx", LOCKED),
        ("大きい.xlsx", b"PK" + bytes(6 * 1024 * 1024)),
        ("写真.jpg", b"\xff\xd8\xff"),
    )
    assert states(drop) == [
        (SheetState.READY, ""),
        (SheetState.DOUBTS, ""),
        (SheetState.UNKNOWN, "strange-number"),
        (SheetState.UNREADABLE, "encrypted"),
        (SheetState.UNREADABLE, "too-large"),
        (SheetState.UNREADABLE, "not-a-workbook"),
    ]
    assert drop.read_at is not None
    (action,) = bulk_upward.next_actions(owner)
    assert "3通" in action.title
    ready = DroppedSheet.objects.get(drop=drop, at=1)
    assert (ready.asked, ready.changed, ready.name) == (sent.asked[0], 19, "見本.xlsx")
    assert not Reply.objects.exists()
    raw = bytes(DroppedSheet.objects.values_list("sealed", flat=True)[0])
    assert not raw.startswith(b"PK")


def test_only_the_good_ones_then_the_rest_and_each_exactly_once(owner, sent):
    drop = dropped(
        owner,
        ("1.xlsx", filled(sent.asked[0], but=[(4, "J", "一覧 第3版")])),
        ("2.xlsx", filled(sent.asked[1], "一部できている", but=[(6, "E", "たぶん")])),
    )
    drop = taking.begin(owner, drop, Taking.GOOD)
    reply = Reply.objects.get()
    assert (reply.asked, reply.way, reply.disclosure, reply.states) == (
        sent.asked[0],
        ReplyWay.EXCEL,
        "D5",
        "m" * 19,
    )
    assert drop.taken_at is not None
    # Interrupted and done again, by whomever: what counts does not count again.
    assert taking.go_on(owner, drop)
    taking._take(owner, [DroppedSheet.objects.get(at=1).pk])
    assert Reply.objects.count() == 1
    taking.begin(owner, drop, Taking.ALL)
    assert [state for state, _code in states(drop)] == [SheetState.TAKEN] * 2
    assert Reply.objects.get(asked=sent.asked[1]).states == "ppu" + "p" * 16
    assert not any(map(bytes, DroppedSheet.objects.values_list("sealed", flat=True)))
    with pytest.raises(taking.NothingToTake):
        taking.begin(owner, drop, Taking.ALL)


def test_what_differs_from_the_reply_that_counts_is_shown_item_by_item(owner, sent):
    taking.begin(owner, dropped(owner, ("1.xlsx", filled(sent.asked[0]))), Taking.ALL)
    again = filled(sent.asked[0], but=[(4, "E", "予定がある"), (4, "H", "4月までに作る")])
    drop = dropped(owner, ("同じ.xlsx", filled(sent.asked[0])), ("直し.xlsx", again))
    same, corrected = DroppedSheet.objects.filter(drop=drop).order_by("at")
    assert (same.state, corrected.changed) == (SheetState.SAME, 1)
    asked = Asked.objects.get(pk=sent.asked[0].pk)
    (one,) = differences(asked, read_filled(corrected.read))
    assert (one.item, one.before.said, one.after.said) == ("q01", Said.MET, Said.PLANNED)
    # Two of one company in one drop: the second is never taken unseen.
    assert corrected.state == SheetState.DOUBTS


def test_what_a_correction_leaves_open_stays_as_it_was(owner, sent):
    first = filled(sent.asked[0], but=[(5, "J", "棚の一覧")])
    taking.begin(owner, dropped(owner, ("1.xlsx", first)), Taking.ALL)
    only_one = filled(sent.asked[0], None, but=[(4, "E", "予定がある")])
    drop = dropped(owner, ("2.xlsx", only_one))
    assert DroppedSheet.objects.get(drop=drop).changed == 1
    taking.begin(owner, drop, Taking.ALL)
    reply = Reply.objects.get(superseded_at=None)
    assert (reply.round, reply.states, reply.disclosure) == (2, "l" + "m" * 18, "D5")


def test_more_files_join_a_drop_and_the_same_file_only_once(owner, sent, monkeypatch):
    first = filled(sent.asked[0])
    drop = dropped(owner, ("1.xlsx", first))
    drop = dropping.read_soon(
        owner, dropping.add(owner, drop, [("1.xlsx", first), ("2.xlsx", filled(sent.asked[1]))])
    )
    assert [state for state, _code in states(drop)] == [SheetState.READY] * 2
    assert drop.read_at is not None
    monkeypatch.setattr(dropping, "MOST_FILES", 2)
    with pytest.raises(DropRefused):
        dropping.add(owner, drop, [("3.xlsx", filled(sent.asked[2]))])
    assert len(states(drop)) == 2
    emptying.throw_away(owner, drop)
    with pytest.raises(DropRefused) as refused:
        dropping.add(owner, drop, [("3.xlsx", filled(sent.asked[2]))])
    assert refused.value.code == "emptied"


def test_a_withdrawn_request_takes_nothing_and_says_so(owner, sent):
    content = filled(sent.asked[0])
    sent.request.state = RequestState.WITHDRAWN
    sent.request.save()
    assert states(dropped(owner, ("1.xlsx", content))) == [(SheetState.REFUSED, "withdrawn")]


def test_one_that_is_withdrawn_meanwhile_is_left_out_and_the_others_count(owner, sent):
    files = [(f"{n}.xlsx", filled(asked)) for n, asked in enumerate(sent.asked)]
    drop = dropped(owner, *files)
    Asked.objects.filter(pk=sent.asked[1].pk).update(state="withdrawn")
    taking.begin(owner, drop, Taking.GOOD)
    assert [state for state, _code in states(drop)] == ["taken", "refused", "taken"]


def test_what_cannot_be_a_drop_is_refused_as_a_whole(owner, sent, monkeypatch):
    monkeypatch.setattr("kuramori.work.requests.workbooks.unpacking.MOST_FILES", 2)
    three = zipped(*((f"{n}.xlsx", b"PK%d" % n) for n in range(3)))
    for files, code in (
        ([("壊れた.zip", b"PK\x03\x04zzz")], "broken-zip"),
        ([("空.zip", zipped())], "nothing"),
        ([("多い.zip", three)], "too-many"),
    ):
        with pytest.raises(DropRefused) as refused:
            dropping.drop(owner, files)
        assert refused.value.code == code
    assert not Drop.objects.exists()


def test_what_is_thrown_away_is_emptied_unless_it_must_stay(owner, sent):
    drop = dropped(owner, ("1.xlsx", filled(sent.asked[0])))
    hold(owner, "争いの間", [("drop", drop.pk)])
    with pytest.raises(UnderHold):
        emptying.throw_away(owner, drop)
    other = dropped(owner, ("2.xlsx", filled(sent.asked[1])))
    emptying.throw_away(owner, other)
    row = DroppedSheet.objects.get(drop=other)
    assert (bytes(row.sealed), row.read) == (b"", None)
    with pytest.raises(taking.NothingToTake):
        taking.begin(owner, other, Taking.ALL)


def test_the_worker_goes_on_where_the_page_stopped(owner, sent, monkeypatch):
    monkeypatch.setattr(dropping, "AT_ONCE", 1)
    monkeypatch.setattr(dropping, "AT_ONCE_SECONDS", 0.0)
    drop = dropped(owner, *((f"{n}.xlsx", filled(asked)) for n, asked in enumerate(sent.asked)))
    assert drop.read_at is None
    tasks.run.func(str(Job.objects.get(kind=dropping.JOB).pk))
    drop.refresh_from_db()
    assert [state for state, _code in states(drop)] == [SheetState.READY] * 3
    assert drop.read_at is not None


def test_all_workbooks_of_a_request_come_as_one_zip(owner, sent):
    queued = handing_out.ask_for_all(owner, sent.request)
    with scope(organisation=owner.organisation):
        tasks.run.func(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.state, queued.result_name) == ("done", "回答表_R-9001.zip")
    with handing_out.take(owner, queued) as made, zipfile.ZipFile(io.BytesIO(made.read())) as packed:
        assert packed.namelist()[1] == "回答表_R-9001-00002_例示表面処理.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(packed.read(packed.namelist()[1])))
        assert book.worksheets[2]["B1"].value == "R-9001-00002"
    assert Entry.objects.filter(event="requests:workbook:taken_out").exists()


def test_who_may_not_take_replies_in_may_not_drop_them(acting, sent):
    with pytest.raises(NotAllowed):
        dropping.drop(acting.actor("staff"), [("1.xlsx", b"x")])


def nameless(asked, answer="できている"):
    """A workbook that lost its number everywhere."""
    book = openpyxl.load_workbook(io.BytesIO(filled(asked, answer)))
    del book["kuramori"]
    book.custom_doc_props.props.clear()
    cover = book.worksheets[0]
    for row in cover.iter_rows():
        for cell in row:
            if cell.value == asked.number:
                cell.value = None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_file_that_nobody_knows_is_given_to_a_partner_by_hand_and_then_counts_as_any_other(owner, sent):
    one, two, _three = sent.asked
    drop = dropped(owner, (f"返信 {two.number}.xlsx", nameless(two)), ("1.xlsx", filled(one)))
    lost = DroppedSheet.objects.get(drop=drop, at=1)
    assert (lost.state, lost.code) == (SheetState.UNKNOWN, "no-number")
    assert assigning.candidates(lost, "") == [two]
    assert assigning.candidates(lost, "見本　金型") == [one]
    assert assigning.candidates(lost, "r-9001") == list(sent.asked)
    Asked.objects.filter(pk=two.pk).update(number="R26-5CGB-FX2J-K7Q2M4")
    assert assigning.candidates(lost, "回答表_ｒ26-5cgb-fx2j-k7q2m4_例示") == [two]
    Asked.objects.filter(pk=two.pk).update(number=two.number)
    # The others are taken in before or after: it makes no difference.
    taking.begin(owner, drop, Taking.GOOD)
    wrong = assigning.assign(owner, lost, one)
    assert (wrong.state, wrong.asked) == (SheetState.DOUBTS, one)
    for _again in range(2):
        given = assigning.assign(owner, lost, two)
    assert (given.state, given.code, given.changed, given.asked) == (SheetState.READY, "", 19, two)
    assert Entry.objects.filter(event="requests:drop:assigned").count() == 2
    assert not Reply.objects.filter(asked=two).exists()
    for _again in range(2):
        taking._take(owner, [given.pk])
    assert Reply.objects.get(asked=two).states == "m" * 19
    lost.refresh_from_db()
    with pytest.raises(assigning.NotAssigned) as refused:
        assigning.assign(owner, lost, one)
    assert refused.value.code == "over"


def test_what_says_nothing_to_the_request_is_given_to_nobody(owner, sent):
    other = openpyxl.Workbook()
    other.active["A1"] = "見積書"
    out = io.BytesIO()
    other.save(out)
    drop = dropped(owner, ("見積.xlsx", out.getvalue()), ("2.xlsx", filled(sent.asked[1])))
    sheet, known = DroppedSheet.objects.filter(drop=drop).order_by("at")
    with pytest.raises(assigning.NotAssigned) as refused:
        assigning.assign(owner, sheet, sent.asked[0])
    assert refused.value.code == "no-answers"
    sheet.refresh_from_db()
    assert (sheet.state, sheet.asked) == (SheetState.UNKNOWN, None)
    # What says itself whose it is, is nobody else's.
    with pytest.raises(assigning.NotAssigned):
        assigning.assign(owner, known, sent.asked[0])


def test_after_a_month_what_was_not_taken_in_is_emptied_and_the_trail_says_so(owner, sent):
    old, young, kept = (dropped(owner, (f"{n}.xlsx", filled(one))) for n, one in enumerate(sent.asked))
    since = clock.now() - emptying.KEPT
    Drop.objects.filter(pk__in=[old.pk, kept.pk]).update(made_at=since)
    hold(owner, "争いの間", [("drop", kept.pk)])
    assert [emptying.empty_old(owner) for _again in range(2)] == [1, 0]
    assert [bool(bytes(DroppedSheet.objects.get(drop=one).sealed)) for one in (old, young, kept)] == [
        False,
        True,
        True,
    ]
    entry = Entry.objects.get(event="requests:drop:emptied")
    assert entry.thing_id == str(old.pk)


def test_a_workbook_of_a_row_that_was_merged_counts_for_the_one_that_goes_on(owner, sent):
    came = filled(sent.asked[0])
    gone, kept = sent.asked[0].partner, sent.asked[1].partner
    Asked.objects.filter(pk=sent.asked[1].pk).update(state="opened")
    merging.merge(owner, gone, kept)
    drop = dropped(owner, ("見本.xlsx", came))
    assert states(drop) == [(SheetState.READY, "")]
    assert DroppedSheet.objects.get(drop=drop).asked == sent.asked[1]
