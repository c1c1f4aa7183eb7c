"""The plan: who does what until when, and what happens when two people touch it."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.work.checks import read
from kuramori.work.checks.answer import UnknownItem
from kuramori.work.checks.models import Plan
from kuramori.work.checks.plan import (
    ActionMissing,
    PlanClosed,
    StalePlan,
    Wanted,
    change_plan,
    drop_plan,
    finish_plan,
    plan,
    reopen_plan,
)

LOCK = Wanted(action="鍵付きの書庫を1本決める", minutes=60, yen=0, reaches=2)


@pytest.fixture
def made(steward, sheet, pack):
    return plan(steward, sheet, pack, "q13", LOCK)


def test_a_plan_goes_from_made_to_done_and_back(steward, made, pack, entries):
    finish_plan(steward, made, pack)
    assert Plan.objects.get().done_on == clock.today()
    finish_plan(steward, made, pack)
    reopen_plan(steward, made, pack)
    reopen_plan(steward, made, pack)
    assert Plan.objects.get().done_on is None
    assert entries() == ["checks:plan:done", "checks:plan:reopened"]


def test_a_change_on_old_ground_is_refused(acting, steward, made, pack):
    change_plan(acting.actor("owner"), made, pack, Wanted("書庫を2本決める"), revision=1)
    with pytest.raises(StalePlan) as refused:
        change_plan(steward, made, pack, Wanted("別の書庫"), revision=1)
    assert refused.value.current.action == "書庫を2本決める"


def test_a_change_that_says_the_same_is_none(steward, made, pack, entries):
    assert change_plan(steward, made, pack, LOCK, revision=0).revision == 1
    assert entries() == []


def test_what_is_done_or_dropped_is_not_changed(steward, made, pack):
    finish_plan(steward, made, pack)
    with pytest.raises(PlanClosed):
        change_plan(steward, made, pack, Wanted("別"), revision=2)
    drop_plan(steward, made, pack)
    for verb in (drop_plan, finish_plan, reopen_plan):
        with pytest.raises(PlanClosed):
            verb(steward, made, pack)
    assert Plan.objects.get().dropped_at is not None


def test_a_plan_says_what_to_do_and_for_which_item(steward, sheet, pack):
    with pytest.raises(ActionMissing):
        plan(steward, sheet, pack, "q13", Wanted(action=" \u202e"))
    with pytest.raises(UnknownItem):
        plan(steward, sheet, pack, "q99", LOCK)
    assert not Plan.objects.exists()


def test_staff_finish_their_own_plans_and_no_others(acting, steward, sheet, pack, made):
    staff = acting.actor("staff")
    theirs = plan(steward, sheet, pack, "q14", Wanted("表示を1枚はる", owner=acting.person("staff")))
    finish_plan(staff, theirs, pack)
    with pytest.raises(NotAllowed):
        finish_plan(staff, made, pack)
    assert [line.action for line in read.plans_page(staff).done] == ["表示を1枚はる"]
    assert read.plans_page(staff).open == ()
    assert [line.action for line in read.plans_page(acting.actor("auditor")).open] == [LOCK.action]


def test_open_plans_stand_by_day_and_the_overdue_ones_are_marked(steward, sheet, pack):
    today = clock.today()
    for days in (40, -2, None, 3):
        due_on = None if days is None else today + datetime.timedelta(days=days)
        plan(steward, sheet, pack, "q13", Wanted(f"{days}", due_on=due_on, minutes=10))
    page = read.plans_page(steward)
    assert [line.action for line in page.open] == ["-2", "3", "40", "None"]
    assert [line.is_overdue for line in page.open] == [True, False, False, False]
    assert (page.overdue, page.minutes, page.open[0].days_over) == (1, 40, 2)
