"""What falls due, what hangs on one person, and the numbers that other rooms read."""

from __future__ import annotations

import datetime

import pytest

from kuramori.outside import clock
from kuramori.work.places import cloud_review, patching, read, take_out, trip
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.cloud_items import items
from kuramori.work.places.cloud_service import Described, admit_cloud
from kuramori.work.places.lose_device import report_lost


def days(number: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=number)


def titles(actor) -> list[str]:
    return [one.title for one in read.next_actions(actor)]


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def test_days_of_return_reviews_and_support_are_told_between_two_days(acting, steward):
    pc = admit_device(steward, Particulars(number="PC-01", kind="pc"))
    patching.record_patches(
        steward, [pc], patching.Patched("Windows", "25H2", clock.today(), support_ends_on=days(9))
    )
    asked = take_out.ask(steward, take_out.subject_of(pc), take_out.Wanted("先", "目的", days(5)))
    take_out.approve(acting.actor("owner"), asked)
    cloud = admit_cloud(steward, Described("見本ストレージ"))
    answers = {item.id: {"answer": "yes", "where": "第8条"} for item in items()}
    cloud_review.review_cloud(steward, cloud, answers, on=clock.today(), review_on=days(7))
    told = [(one.on, one.title) for one in read.deadlines(steward, days(0), days(9))]
    assert told == [
        (days(5), "PC-01 パソコン を戻す"),
        (days(7), "「見本ストレージ」の規約を見直す"),
        (days(9), "PC-01 の Windows のサポートが終わる"),
    ]
    assert read.deadlines(steward, days(10), days(20)) == ()
    assert [one.title for one in read.deadlines(acting.actor("staff"), days(5), days(5))] == []


def test_the_numbers_say_of_how_many_they_are(acting, steward):
    for number, encrypted in (("PC-01", True), ("PC-02", False)):
        admit_device(steward, Particulars(number=number, kind="pc", is_encrypted=encrypted))
    admit_cloud(steward, Described("見本ストレージ", may_lie="secret"))
    told = {one.id: (one.value, one.of) for one in read.indicators()}
    assert told == {
        "devices.encrypted": (1, 2),
        "devices.up_to_date": (0, 2),
        "clouds.agreed": (0, 1),
        "clouds.bare": (1, 1),
    }


def test_what_hangs_on_one_person_is_named_when_they_go(acting, steward):
    person = acting.person("staff")
    admit_device(steward, Particulars(number="PC-01", kind="pc", owner=person))
    admit_cloud(steward, Described("見本ストレージ", owner=person))
    assert read.mentions_out(person.pk) == (
        "端末・媒体 PC-01 パソコン",
        "クラウド「見本ストレージ」の契約",
    )


def test_new_terms_after_a_check_ask_for_another_one(acting, steward):
    cloud = admit_cloud(steward, Described("見本ストレージ", may_lie="internal"))
    assert "秘密を置くクラウドの約束を確かめる" in titles(steward)
    answers = {item.id: {"answer": "yes", "where": "第8条"} for item in items()}
    cloud_review.review_cloud(steward, cloud, answers, on=clock.today(), review_on=None)
    assert "「見本ストレージ」の新しい規約を確かめる" not in titles(steward)
    with clock.standing_at(clock.now() + datetime.timedelta(days=1)):
        cloud_review.keep_terms(steward, cloud, cloud_review.Terms(clock.today(), text="変わりました。"))
        assert "「見本ストレージ」の新しい規約を確かめる" in titles(steward)
        assert "「見本ストレージ」の新しい規約を確かめる" not in titles(acting.actor("staff"))


def test_a_loss_and_a_trip_come_to_those_who_act_on_them(acting, steward):
    staff = acting.actor("staff")
    usb = admit_device(steward, Particulars(number="USB-01", kind="usb"))
    report_lost(staff, usb, lost_on=clock.today(), note="")
    told = trip.Journey(acting.person("staff"), "TH", "見本工業団地", "立上げ", days(3), days(5))
    made = trip.plan_trip(staff, told)
    assert "なくした USB-01 USBメモリ の手順を進める" in titles(steward)
    assert titles(staff) == ["出張の前の確認: 見本工業団地"]
    trip.tick(staff, made, "least", done=True)
    assert titles(staff) == []
    with clock.standing_at(clock.now() + datetime.timedelta(days=6)):
        assert titles(staff) == ["出張から戻った後の確認: 見本工業団地"]
