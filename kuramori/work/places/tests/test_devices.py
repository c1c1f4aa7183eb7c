"""Devices and media: listed, lost, found, counted, disposed of, brought up to date."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.places import count_devices, patching
from kuramori.work.places.admit_device import (
    NumberMissing,
    NumberTaken,
    Particulars,
    PrivateWithoutTerms,
    StaleDevice,
    admit_device,
    change_device,
)
from kuramori.work.places.dispose_device import AlreadyGone, ErasureMissing, StillOut, dispose_device
from kuramori.work.places.lose_device import NotInUse, NotLost, found_again, report_lost, tick_step
from kuramori.work.places.models import Device, DeviceCountLine, PatchRecord, Seen, Software
from kuramori.work.places.take_out import Wanted, ask, subject_of

USB = Particulars(number="USB-01", kind="usb", name="赤い4GB", is_encrypted=True)


def days(number: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=number)


@pytest.fixture
def section(acting):
    """山﨑さん, 部門担当, in the open scope of 架空精工."""
    return acting.actor("section")


@pytest.fixture
def usb(section) -> Device:
    return admit_device(section, USB)


def events_since(first: int) -> list[str]:
    return list(Entry.objects.order_by("index").values_list("event", flat=True)[first:])


def test_a_device_is_listed_and_corrected_with_an_entry_each(section, acting):
    first = Entry.objects.count()
    made = admit_device(section, USB)
    changed = change_device(
        section, made, Particulars(number="USB-01", kind="usb", owner=acting.person("staff")), revision=1
    )
    same = change_device(
        section, made, Particulars(number="USB-01", kind="usb", owner=acting.person("staff")), revision=2
    )
    assert (changed.name, changed.owner_id, same.revision) == ("", acting.person("staff").pk, 2)
    assert events_since(first) == ["places:device:admitted", "places:device:changed"]


def test_a_number_is_needed_and_used_once(section, usb):
    with pytest.raises(NumberMissing):
        admit_device(section, Particulars(number="  ", kind="pc"))
    with pytest.raises(NumberTaken):
        admit_device(section, Particulars(number=" USB-01 ", kind="pc"))


def test_what_somebody_else_changed_first_is_not_written_over(section, usb):
    change_device(section, usb, Particulars(number="USB-01", kind="usb", name="青"), revision=1)
    with pytest.raises(StaleDevice) as stale:
        change_device(section, usb, Particulars(number="USB-01", kind="usb", name="緑"), revision=1)
    assert stale.value.current.name == "青"


def test_a_private_device_needs_its_condition(section):
    with pytest.raises(PrivateWithoutTerms):
        admit_device(section, Particulars(number="P-1", kind="phone", is_private=True))
    made = admit_device(
        section, Particulars(number="P-1", kind="phone", is_private=True, terms="メールだけ。写真は撮らない")
    )
    assert made.private_terms


def test_only_those_who_keep_the_list_change_it(acting, usb):
    for role in ("staff", "auditor", "expert"):
        with pytest.raises(NotAllowed):
            admit_device(acting.actor(role), Particulars(number="X", kind="pc"))


def test_anybody_who_carries_things_may_say_that_one_is_lost(acting, section, usb):
    lost = report_lost(acting.actor("staff"), usb, lost_on=clock.today(), note="電車の中")
    assert (lost.state, lost.lost_steps) == ("lost", [])
    with pytest.raises(NotInUse):
        report_lost(section, usb, lost_on=clock.today(), note="")
    tick_step(section, usb, "police", done=True)
    ticked = tick_step(section, usb, "tell", done=True)
    assert ticked.lost_steps == ["tell", "police"]
    assert tick_step(section, usb, "police", done=False).lost_steps == ["tell"]
    found = found_again(section, usb, found_on=clock.today(), note="")
    assert (found.state, found.lost_note, found.lost_steps) == ("in_use", "電車の中", ["tell"])
    with pytest.raises(NotLost):
        tick_step(section, usb, "tell", done=True)


def test_nothing_goes_without_the_record_of_its_erasure(acting, section, usb):
    by, today = acting.person("section"), clock.today()
    told = {"on": today, "erased_on": today, "erased_by": by}
    with pytest.raises(ErasureMissing):
        dispose_device(section, usb, erased_how=" ", **told)
    with pytest.raises(ErasureMissing):
        dispose_device(section, usb, erased_how="上書き", **{**told, "erased_on": days(1)})
    gone = dispose_device(section, usb, erased_how="上書き1回、立会い森下", **told)
    assert (gone.state, gone.erased_by_id) == ("disposed", by.pk)
    with pytest.raises(AlreadyGone):
        dispose_device(section, usb, erased_how="上書き", **told)


def test_what_somebody_asked_to_take_along_is_not_disposed_of(acting, section, usb):
    ask(section, subject_of(usb), Wanted("展示会", "見本を見せる", days(2)))
    with pytest.raises(StillOut):
        dispose_device(
            section,
            usb,
            on=clock.today(),
            erased_on=clock.today(),
            erased_how="破壊",
            erased_by=acting.person("section"),
        )


def test_a_count_ends_when_everything_was_looked_for_and_differences_stay_as_tasks(section, usb):
    pc = admit_device(section, Particulars(number="PC-01", kind="pc"))
    count = count_devices.begin_count(section, name="2026年")
    with pytest.raises(count_devices.CountStillOpen):
        count_devices.begin_count(section, name="また")
    lines = {line.device_id: line for line in count.lines.select_related("device", "count")}
    count_devices.see(section, lines[pc.pk], Seen.FOUND)
    with pytest.raises(count_devices.NotAllSeen) as open_ones:
        count_devices.finish_count(section, count)
    assert open_ones.value.left == 1
    count_devices.see(section, lines[usb.pk], Seen.MISSING)
    count_devices.add_extra(section, count, words="番号のない黒いUSB")
    count_devices.finish_count(section, count)
    differing = DeviceCountLine.objects.filter(settled_at__isnull=True, seen__in=("missing", "extra"))
    assert differing.count() == 2
    with pytest.raises(count_devices.CountIsOver):
        count_devices.see(section, lines[usb.pk], Seen.FOUND)
    with pytest.raises(count_devices.WordsMissing):
        count_devices.settle(section, differing[0], words=" ")
    for row in list(differing):
        count_devices.settle(section, row, words="引き出しにあった")
    assert not differing.all().exists()
    count_devices.begin_count(section, name="次の年")


def test_a_count_needs_something_to_count(section):
    with pytest.raises(count_devices.NothingToCount):
        count_devices.begin_count(section, name="空")


def test_one_form_records_an_update_on_many_devices(section, usb):
    pcs = [admit_device(section, Particulars(number=f"PC-{n}", kind="pc")) for n in (1, 2, 3)]
    done = patching.Patched("Windows", "25H2", clock.today(), support_ends_on=days(400))
    assert patching.record_patches(section, pcs, done) == 3
    patching.record_patches(section, pcs[:1], patching.Patched("Windows", "24H2", days(-30)))
    row = Software.objects.get(device=pcs[0])
    assert (row.version, row.patched_on, row.support_ends_on) == ("25H2", clock.today(), days(400))
    assert PatchRecord.objects.filter(software=row).count() == 2
    with pytest.raises(patching.NotYet):
        patching.record_patches(section, pcs, patching.Patched("Windows", "26H1", days(1)))
    with pytest.raises(patching.NoDevices):
        patching.record_patches(section, [], done)
    with pytest.raises(patching.NameMissing):
        patching.record_patches(section, pcs, patching.Patched(" ", "", clock.today()))
    patching.retire_software(section, row)
    patching.record_patches(section, pcs[:1], done)
    assert Software.objects.filter(device=pcs[0]).count() == 2
