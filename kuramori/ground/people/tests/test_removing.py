"""What may be removed is removed for good, by the one way: the holds are asked, and the trail tells of it."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.departments import (
    WasUsed,
    close_department,
    open_department,
    remove_department,
)
from kuramori.ground.people.enrol import Particulars, enrol
from kuramori.ground.people.importing.draft import keep, throw_away
from kuramori.ground.people.importing.file import read
from kuramori.ground.people.models import Department, DepartmentTerm, Placement, RosterDraft
from kuramori.ground.trail.holds import UnderHold, hold, lift
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

ROSTER = "氏名,部署\n見本 花子,検査課\n".encode()


def _removed(cast):
    """The kinds of what was removed, oldest first."""
    entries = Entry.objects.filter(organisation_id=cast.organisation.pk, event="trail:row:removed")
    return [entry.kind for entry in entries.order_by("index")]


def test_a_department_opened_by_mistake_goes_with_its_names(acting):
    owner = acting.actor("owner")
    made = open_department(owner, name="けんさか")
    key = str(made.pk)
    remove_department(owner, made)
    assert not Department.objects.exists()
    assert not DepartmentTerm.objects.exists()
    assert _removed(acting) == ["departmentterm", "department"]
    told = Entry.objects.filter(event="trail:row:removed").last()
    assert told.thing_id == key
    assert len(told.detail["hash"]) == 64


def test_one_in_which_somebody_worked_stays_even_after_they_moved(acting):
    owner = acting.actor("owner")
    made = open_department(owner, name="検査課")
    enrol(owner, Particulars(name="見本 花子", department=made))
    Placement.objects.update(superseded_at=clock.now())
    with pytest.raises(WasUsed):
        remove_department(owner, made)
    assert Department.objects.get() == made
    close_department(owner, made, until_on=clock.today())
    assert _removed(acting) == []


def test_nothing_under_a_hold_goes_until_it_is_lifted(acting):
    owner = acting.actor("owner")
    made = open_department(owner, name="検査課")
    draft = keep(owner, read("名簿.csv", ROSTER), ROSTER)
    placed = hold(owner, "調べのため", [("organisation", owner.organisation_id)])
    for attempt in (lambda: remove_department(owner, made), lambda: throw_away(owner, draft)):
        with pytest.raises(UnderHold):
            attempt()
    assert (Department.objects.count(), RosterDraft.objects.count(), _removed(acting)) == (1, 1, [])
    lift(owner, placed, "調べが済んだ")
    remove_department(owner, made)
    throw_away(owner, draft)
    assert (Department.objects.count(), RosterDraft.objects.count()) == (0, 0)
    assert _removed(acting) == ["departmentterm", "department", "rosterdraft"]


def test_a_file_that_was_taken_in_keeps_what_it_tells(acting):
    owner = acting.actor("owner")
    draft = keep(owner, read("名簿.csv", ROSTER), ROSTER)
    RosterDraft.objects.update(begun_at=clock.now() - datetime.timedelta(minutes=1), told={"new": 1})
    throw_away(owner, draft)
    draft.refresh_from_db()
    assert (bytes(draft.sealed), draft.told) == (b"", {"new": 1})
    assert _removed(acting) == []


def test_the_pages_remove_and_say_so(cast):
    client = cast.client("owner")
    client.post(cast.url("people/organisation/departments/"), {"name": "けんさか"})
    page = client.get(cast.url("people/organisation/")).content.decode()
    assert "まちがえて足したので、消す" in page
    made = Department.everywhere.get()
    done = client.post(cast.url(f"people/organisation/departments/{made.pk}/remove/"), follow=True)
    assert "部門を消しました" in done.content.decode()
    assert not Department.everywhere.exists()


def test_the_page_says_why_a_held_file_stays(cast, acting):
    draft = keep(cast.actor("owner"), read("名簿.csv", ROSTER), ROSTER)
    hold(cast.actor("owner"), "調べのため", [("rosterdraft", draft.pk)])
    told = cast.client("owner").post(cast.url(f"people/import/{draft.pk}/drop/"), follow=True)
    assert "残してあります" in told.content.decode()
    assert RosterDraft.objects.get().sealed
