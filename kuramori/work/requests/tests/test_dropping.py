"""Filled workbooks dropped at once: read, matched, shown before they count, and each counted exactly once."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django_scopes import scope

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.holds import UnderHold, hold
from kuramori.ground.trail.models import Entry
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
from kuramori.work.requests.workbooks import dropping, handing_out, taking
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
    assert "2通" in action.title
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
    taking._take(owner, DroppedSheet.objects.get(at=1).pk)
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
    dropping.throw_away(owner, drop)
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
        dropping.throw_away(owner, drop)
    other = dropped(owner, ("2.xlsx", filled(sent.asked[1])))
    dropping.throw_away(owner, other)
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
