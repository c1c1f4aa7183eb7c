"""A list of promises that the register knows already: what differs is shown, and only that is taken in."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.ground.trail.models import Entry
from kuramori.work.requests.models import Promise, PromiseFile, Word
from kuramori.work.requests.promising import book, filed, recording, taking_in
from kuramori.work.requests.promising.planning import What, digest, lacking, steps_of
from kuramori.work.requests.promising.taking_in import FaultsStand, PlanMoved, take_in
from kuramori.work.requests.reading.promises import Filters
from kuramori.work.requests.refusing import NotSo
from kuramori.work.requests.tests.promised import WHAT, asked, customer, day, promise, workbook, yes

pytestmark = pytest.mark.django_db
HEADS = ["番号", "お客様", "求められたこと", "届いた日", "いつまでに", "返事", "答えた日", "約束の中身"]


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    with scope(organisation=cast.organisation):
        yield customer(owner)


def _read(owner, *rows):
    return filed.keep(owner, workbook(HEADS, *rows))


def _steps(owner, *rows):
    return steps_of(_read(owner, *rows))


def test_what_was_taken_out_comes_back_as_it_stands_and_only_what_was_edited_changes(owner, world):
    keeper = recording.record_promise(owner, world, asked("型を\n撮らない"), yes())
    promise(owner, world)
    taken = book.take_out(owner, Filters())
    assert [one.what for one in steps_of(filed.keep(owner, taken))] == [What.SAME] * 2
    edited = openpyxl.load_workbook(io.BytesIO(taken))
    heads = [cell.value for cell in edited.active[1]]
    edited.active.cell(3, heads.index("いつまでに") + 1, "2030/1/31")
    edited.active.cell(3, heads.index("範囲") + 1, None)
    out = io.BytesIO()
    edited.save(out)
    kept = filed.keep(owner, out.getvalue())
    _same, changed = steps_of(kept)
    assert [(one.label, one.after) for one in changed.changes] == [("いつまでに", "2030/01/31")]
    take_in(owner, kept, skips_faults=False)
    row = Promise.objects.get(what=WHAT)
    assert (row.due_on.isoformat(), row.scope, row.revision) == ("2030-01-31", "第2工場", 2)
    assert Promise.objects.get(pk=keeper.pk).revision == 1
    kept.refresh_from_db()
    assert (kept.told["changed"], kept.told["same"], kept.told["new"]) == (1, 1, 0)


def test_an_answer_in_the_list_becomes_the_answer_and_what_stood_is_in_the_trail(owner, world):
    row = promise(owner, world)
    kept = _read(owner, [row.number.lower(), "", "", "", "", "一部", day(-1), "第2工場だけ"])
    assert lacking(kept) == ()
    take_in(owner, kept, skips_faults=False)
    row.refresh_from_db()
    assert (row.word, row.answer, row.answered_on, row.what) == (Word.PART, "第2工場だけ", day(-1), WHAT)
    kinds = [one.event for one in Entry.objects.filter(kind="promise", thing_id=row.pk).order_by("index")]
    assert kinds == ["requests:promise:recorded", "requests:promise:answered"]


def test_words_that_stand_are_known_without_a_number(owner, world):
    promise(owner, world)
    (step,) = _steps(owner, ["", "仮想重機", WHAT, day(-10), day(90)])
    assert (step.what, [one.label for one in step.changes]) == (What.CHANGED, ["いつまでに"])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Y-9999", "仮想重機", "別の求め", day(-3)], "番号"),
        (["Y-0001", "例示表面処理", "", ""], "番号"),
        (["Y-0001", "", "", day(-3), day(-9)], "いつまでに"),
        (["Y-0001", "", "", "", "", "まだ"], "返事"),
        (["Y-0001", "", "", "", "", "いいえ", ""], "答えた日"),
        (["Y-0001", "", "長" * 401], "C 求められたこと"),
        (["", "仮想重機", "新しい求め", day(-3), "", "", "", "書いたのに返事がない"], "返事"),
        (["", "仮想重機", "新しい求め", "1901/1/1"], "届いた日"),
    ],
)
def test_a_row_that_cannot_be_meant_is_told_by_its_column(owner, world, row, column):
    add_partner(owner, PartnerWanted("例示表面処理", is_customer=True))
    promise(owner, world, answer=yes())
    (step,) = _steps(owner, row)
    assert step.what is What.FAULT
    assert column in {where for where, _why in step.faults}


def test_a_list_that_counts_its_rows_itself_is_read_as_a_new_one(owner, world):
    steps = _steps(owner, [1, "仮想重機", "図面を返す", day(-3)], [2, "仮想重機", "型を返す", day(-3)])
    assert [one.what for one in steps] == [What.NEW] * 2


def test_two_rows_that_change_one_promise_are_one_too_many(owner, world):
    row = promise(owner, world)
    first, second = _steps(owner, [row.number, "", "", "", day(50)], [row.number, "", "", "", day(60)])
    assert (first.what, second.what) == (What.CHANGED, What.FAULT)
    assert "2行目" in second.faults[0][1]


def test_what_has_ended_is_left_and_not_begun_again_by_a_number(owner, world):
    row = promise(owner, world)
    recording.end_promise(owner, row, day(0), "取引が終わった", revision=row.revision)
    same, changed = _steps(owner, [row.number, "", WHAT], [row.number, "", "", "", day(60)])
    assert (same.what, changed.what) == (What.SAME, What.FAULT)


def test_what_was_looked_at_is_what_is_taken_in_or_nothing(owner, world):
    row = promise(owner, world)
    kept = _read(owner, [row.number, "", "", "", day(50)])
    shown = digest(steps_of(kept))
    recording.answer_promise(owner, row, yes(), revision=row.revision)
    with pytest.raises(PlanMoved):
        take_in(owner, kept, skips_faults=False, shown=shown)
    take_in(owner, kept, skips_faults=False, shown=digest(steps_of(kept)))
    row.refresh_from_db()
    assert (row.due_on, row.word) == (day(50), Word.YES)


def _worked():
    for job in Job.objects.filter(kind=taking_in.JOB):
        tasks.run.call(str(job.pk))


def test_a_long_list_is_taken_in_by_a_worker_that_goes_on_where_another_died(owner, world, monkeypatch):
    monkeypatch.setattr(taking_in, "AT_ONCE", 3)
    monkeypatch.setattr(taking_in, "SLICE", 2)
    row = promise(owner, world)
    other = promise(owner, world, "型を返す")
    kept = _read(
        owner,
        *(["", "仮想重機", f"求め{n}", day(-3)] for n in range(5)),
        [row.number, "", "", "", day(50)],
        [other.number, "", "", "", day(50)],
    )
    take_in(owner, kept, skips_faults=False, shown=digest(steps_of(kept)))
    take_in(owner, kept, skips_faults=False)
    assert (Job.objects.filter(kind=taking_in.JOB).count(), Promise.objects.count()) == (1, 2)

    class Died(Exception):
        pass

    def dies(done, _total):
        if done == 4:
            raise Died

    with pytest.raises(Died):
        taking_in.go_on(owner, kept, dies)
    assert Promise.objects.count() == 6
    # Meanwhile a colleague changes one of those that were to change.
    recording.answer_promise(owner, other, yes(), revision=other.revision)
    _worked()
    kept.refresh_from_db()
    assert Promise.objects.count() == 7
    assert (kept.told["new"], kept.told["changed"], bytes(kept.sealed)) == (5, 1, b"")
    assert [row for row, _why in kept.told["skipped"]] == [8]
    assert (Promise.objects.get(pk=row.pk).due_on, Promise.objects.get(pk=other.pk).due_on) == (
        day(50),
        day(20),
    )


def test_the_page_shows_what_differs_and_then_how_far_the_worker_is(cast, owner, world, monkeypatch):
    row = promise(owner, world)
    client, page = cast.client("section"), cast.url("requests/promises/import/")
    content = workbook(
        HEADS, [row.number, "", "", "", day(50)], *(["", "仮想重機", f"求め{n}", day(-3)] for n in range(3))
    )
    looked = client.post(page, {"file": SimpleUploadedFile("list.xlsx", content)}, follow=True)
    shown = looked.content.decode()
    assert "いまの記録が変わるもの" in shown
    assert row.number in shown
    with scope(organisation=cast.organisation):
        kept = PromiseFile.objects.get()
    moved = client.post(f"{page}{kept.pk}/take/", {"shown": "0" * 64})
    assert moved.status_code == 409
    assert "まだ取り込んでいません" in moved.content.decode()
    monkeypatch.setattr(taking_in, "AT_ONCE", 2)
    wanted = looked.context["digest"]
    on_the_way = client.post(f"{page}{kept.pk}/take/", {"shown": wanted}, follow=True).content.decode()
    assert "取り込んでいます" in on_the_way
    _worked()
    done = client.get(f"{page}{kept.pk}/").content.decode()
    assert "記録が変わる" in done
    with scope(organisation=cast.organisation):
        assert Promise.objects.count() == 4


def test_three_thousand_rows_are_read_and_one_more_is_not(owner, world):
    rows = [["", "仮想重機", f"求め{n}", day(-3)] for n in range(3_000)]
    assert len(steps_of(_read(owner, *rows))) == 3_000
    with pytest.raises(filed.FileWrong, match="3000行"):
        _read(owner, *rows, ["", "仮想重機", "余る", day(-3)])


def test_the_same_words_of_one_customer_run_once(owner, world):
    row = promise(owner, world)
    with pytest.raises(NotSo) as refused:
        promise(owner, world)
    assert (refused.value.field, row.number in refused.value.sentence) == ("what", True)
    recording.end_promise(owner, row, day(0), "取引が終わった", revision=row.revision)
    assert promise(owner, world).number == "Y-0002"


def test_faults_hold_a_long_list_back_too(owner, world, monkeypatch):
    monkeypatch.setattr(taking_in, "AT_ONCE", 0)
    kept = _read(owner, ["", "ない会社", "求め", day(-3)], ["", "仮想重機", "図面を返す", day(-3)])
    with pytest.raises(FaultsStand):
        take_in(owner, kept, skips_faults=False)
    take_in(owner, kept, skips_faults=True)
    _worked()
    assert [one.what for one in Promise.objects.all()] == ["図面を返す"]
