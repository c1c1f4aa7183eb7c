"""What is on hold is not taken off a sheet, a list or a colleague, by page, by API, or by the verb."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError

from kuramori.ground.people.models import Person
from kuramori.ground.trail.holds import UnderHold, hold, remove
from kuramori.work.checks.delegate import delegate, withdraw
from kuramori.work.checks.evidence import attach_link, remove_evidence
from kuramori.work.checks.models import Delegation, Evidence, Plan
from kuramori.work.checks.plan import Wanted, drop_plan, plan

ITEM = "q13"


@pytest.fixture
def things(acting, steward, sheet, pack):
    return {
        "evidence": attach_link(steward, sheet, pack, ITEM, title="書庫Bの3段目"),
        "plan": plan(steward, sheet, pack, ITEM, Wanted(action="書庫を1本決める")),
        "delegation": delegate(
            steward, sheet, pack, ITEM, person=acting.person("staff"), message="", due_on=None
        ),
    }


def _take_off(steward, pack, things):
    return {
        "evidence": lambda: remove_evidence(steward, things["evidence"], pack),
        "plan": lambda: drop_plan(steward, things["plan"], pack),
        "delegation": lambda: withdraw(steward, things["delegation"], pack),
    }


def _still_there():
    return (
        Evidence.objects.filter(removed_at__isnull=True).count(),
        Plan.objects.filter(dropped_at__isnull=True).count(),
        Delegation.objects.filter(withdrawn_at__isnull=True).count(),
    )


@pytest.mark.parametrize("name", ["evidence", "plan", "delegation"])
def test_a_hold_on_the_sheet_keeps_what_hangs_on_it(steward, sheet, pack, things, name):
    hold(steward, "訴訟", [("sheet", sheet.pk)])
    with pytest.raises(UnderHold):
        _take_off(steward, pack, things)[name]()
    assert _still_there() == (1, 1, 1)


@pytest.mark.parametrize("name", ["evidence", "plan", "delegation"])
def test_without_one_they_are_taken_off_as_ever(steward, sheet, pack, things, name):
    _take_off(steward, pack, things)[name]()
    assert sum(_still_there()) == 2


def test_a_hold_on_the_thing_itself_keeps_it(steward, pack, things):
    hold(steward, "訴訟", [("plan", things["plan"].pk)])
    with pytest.raises(UnderHold):
        drop_plan(steward, things["plan"], pack)
    remove_evidence(steward, things["evidence"], pack)
    assert _still_there() == (0, 1, 1)


def test_the_page_says_why_it_stays_and_whom_to_ask(acting, steward, sheet, things):
    hold(steward, "訴訟", [("sheet", sheet.pk)])
    client = acting.client("steward")
    for address in (
        f"checks/evidence/{things['evidence'].pk}/remove/",
        f"checks/plans/{things['plan'].pk}/drop/",
    ):
        page = client.post(acting.url(address), follow=True).content.decode()
        assert "「消してはいけないもの」に入っている" in page
    assert _still_there() == (1, 1, 1)


def test_a_row_that_others_point_to_is_not_removed(steward, things):
    with pytest.raises(ProtectedError):
        remove(steward, Person.objects.get(pk=things["delegation"].person_id), "退職した")
