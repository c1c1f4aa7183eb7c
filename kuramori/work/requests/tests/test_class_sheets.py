"""Classes from a table: each row is looked at first, faults are told by row, and all of it can be undone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuramori.ground.contacts.importing.table import FileWrong
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.requests import counting, tiering
from kuramori.work.requests.classing import book, planning, reading, taking
from kuramori.work.requests.classing.planning import What
from kuramori.work.requests.matching import Choice, matching
from kuramori.work.requests.models import Asked, ClassSheet, ReplyWay, Standing, Tally, Tiering
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world, asking_world

pytestmark = pytest.mark.django_db
NAMES = ("甲金型", "乙鍍金", "丙運輸")


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def partners(owner):
    found = asking_world.suppliers(owner, *NAMES)
    Partner.objects.filter(pk=found[0].pk).update(code="S0001")
    tiering.decide(owner, found[1], tiering.Decided({"info_secret": True}, "B", employees=30))
    return found


def _csv(*rows):
    return "\n".join(("取引先コード,会社名,ランク,理由,従業員数", *rows)).encode("cp932")


def _standing(partner):
    row = Tiering.objects.filter(partner=partner, superseded_at__isnull=True).first()
    return (row.klass, row.reason, row.employees) if row else None


def _quiet(done, total):
    assert done <= total


def test_rows_find_their_partner_by_code_number_or_name_and_each_fault_is_told_by_its_row(owner, partners):
    sheet = reading.keep(
        owner,
        _csv(
            "Ｓ0001,,A,極秘を預ける,1200人",
            ",乙鍍金株式会社,C,,",
            "X9,,B,,",
            ",丙運輸,,,",
            ",丙運輸,B,,-3",
            "S0001,,B,,",
        ),
    )
    steps = planning.plan(reading.kept(sheet)).steps
    assert [one.what for one in steps[:2]] == [What.NEW, What.CHANGED]
    assert [(one.at, one.what) for one in steps[2:]] == [(n, What.FAULT) for n in (4, 5, 6, 7)]
    assert (steps[0].klass, steps[0].employees) == ("A", 1200)
    assert "X9" in steps[2].why
    assert all(one.why for one in steps[2:])
    assert not Tiering.objects.filter(partner=partners[0]).exists()


def test_a_table_is_taken_in_with_its_reasons_and_undone_to_what_stood_before(owner, partners):
    before = [_standing(one) for one in partners]
    sheet = reading.keep(owner, _csv(",甲金型,A,極秘を預けるため,", ",乙鍍金,C,,", ",丙運輸,C,,8"))
    shown = planning.plan(reading.kept(sheet)).digest()
    with pytest.raises(tiering.TieringRefused) as refused:
        taking.take(owner, sheet, shown=shown, reason="", skips_faults=False)
    assert refused.value.field == "reason"
    taking.take(owner, sheet, shown=shown, reason="年次の会議", skips_faults=False)
    taking.take_in(owner, sheet, "年次の会議", _quiet)
    assert [_standing(one) for one in partners] == [
        ("A", "極秘を預けるため", None),
        ("C", "年次の会議", 30),
        ("C", "年次の会議", 8),
    ]
    sheet.refresh_from_db()
    assert (bytes(sheet.sealed), sheet.count) == (b"", 3)
    assert taking.take_in(owner, sheet, "もう一度", _quiet) == 0
    tiering.decide(owner, partners[2], tiering.Decided({}, "C", "話して決めた"))
    taking.undo(owner, sheet)
    taking.put_back(owner, sheet, _quiet)
    assert [_standing(one) for one in partners] == [before[0], before[1], ("C", "話して決めた", None)]
    told = {one.event for one in Entry.objects.filter(event__startswith="requests:classes:")}
    assert {"requests:classes:put_back", "requests:classes:ended"} <= told
    with pytest.raises(tiering.TieringRefused):
        taking.undo(owner, sheet)


def test_a_register_that_moved_since_the_look_is_shown_anew(owner, partners):
    sheet = reading.keep(owner, _csv(",甲金型,A,極秘,"))
    shown = planning.plan(reading.kept(sheet)).digest()
    tiering.decide(owner, partners[0], tiering.Decided({"info_secret": True}, "B"))
    with pytest.raises(taking.PlanMoved):
        taking.take(owner, sheet, shown=shown, reason="", skips_faults=False)


def test_wrong_rows_are_passed_over_only_where_somebody_says_so(owner, acting, partners):
    client = acting.client("owner")
    file = SimpleUploadedFile("区分.csv", _csv(",甲金型,AA,極秘,", "X9,,B,,"))
    looked = client.post(acting.url("requests/profiles/tiers/file/"), {"file": file}, follow=True)
    text = looked.content.decode()
    assert "3行目" in text
    assert "初めて出てくる区分があります: AA" in text
    sheet = ClassSheet.objects.get()
    at = acting.url(f"requests/profiles/tiers/file/{sheet.pk}/")
    shown = planning.plan(reading.kept(sheet)).digest()
    assert client.post(f"{at}take/", {"shown": shown}).status_code == 422
    assert client.post(f"{at}take/", {"shown": shown, "skips_faults": "on"}).status_code == 302
    assert client.post(f"{at}take/", {"shown": shown, "skips_faults": "on"}).status_code in {409, 422}
    assert client.post(f"{at}drop/", follow=True).status_code == 200
    assert ClassSheet.objects.count() == 1


@pytest.mark.parametrize("content", [b"", "会社名,わけ\n甲金型,x\n".encode(), "区分,わけ\nA,x\n".encode()])
def test_a_file_without_the_columns_is_refused_with_what_is_wanted(owner, content):
    with pytest.raises(FileWrong):
        reading.keep(owner, content)
    assert not ClassSheet.objects.exists()


def test_the_form_that_is_given_out_is_read_again_and_changes_nothing(owner, acting, partners):
    sheet = reading.keep(owner, book.form(owner))
    steps = planning.plan(reading.kept(sheet)).steps
    assert {one.name: one.what for one in steps}["乙鍍金"] == What.SAME
    with pytest.raises(NotAllowed):
        reading.keep(acting.actor("staff"), b"x")


@pytest.mark.parametrize("asked_when", ["before", "while it stood"])
def test_who_had_no_class_has_none_and_counts_where_it_did_before_when_a_table_is_undone(owner, asked_when):
    world = asked_world.sent(owner, ("丁研磨", "戊塗装"), klass="Z")
    if asked_when == "before":
        _answered(owner, world)
    sheet = reading.keep(owner, _csv(",丁研磨,A,極秘,", ",戊塗装,A,極秘,"))
    ClassSheet.objects.filter(pk=sheet.pk).update(taken_at=clock.now())
    taking.take_in(owner, sheet, "", _quiet)
    if asked_when != "before":
        Asked.objects.update(klass="A")
        _answered(owner, world)
    assert set(Standing.objects.values_list("klass", flat=True)) == {"A"}
    assert not counting.differing()
    sheet.refresh_from_db()
    taking.put_back(owner, sheet, _quiet)
    assert not Tiering.objects.filter(superseded_at__isnull=True).exists()
    assert not matching(Choice(klass="A")).exists()
    assert matching(Choice(klass="?")).count() == 2
    assert set(Standing.objects.values_list("klass", flat=True)) == {"Z"}
    assert {one.klass: one.partners for one in Tally.objects.filter(partners__gt=0)} == {"Z": 2}
    assert not counting.differing()
    _answered(owner, world)
    assert set(Standing.objects.values_list("klass", flat=True)) == {"Z"}


def _answered(owner, world):
    given = asked_world.answers(world.requirements, 1)
    for row in world.asked:
        take_in(owner, row, asked_world.seen(world.requirements, given), way=ReplyWay.LINK)


def test_a_longer_table_asks_the_database_no_more_often(owner):
    names = [f"見本{n:02}工業" for n in range(24)]
    asking_world.suppliers(owner, *names)

    def statements(klass, most):
        sheet = reading.keep(owner, _csv(*(f",{name},{klass},見直し," for name in names[:most])))
        told = []
        for work in (taking.take_in, lambda actor, row, _why, quiet: taking.put_back(actor, row, quiet)):
            with CaptureQueriesContext(connection) as asked:
                work(owner, sheet, "", _quiet)
            sheet.refresh_from_db()
            told.append(len(asked.captured_queries))
        return told

    few = statements("A", 3)
    # Whoever had none before is ended, not put back: now everybody has one.
    taking.take_in(owner, reading.keep(owner, _csv(*(f",{n},B,見直し," for n in names))), "", _quiet)
    assert max(statements("C", 24)) <= max(few) + 4
