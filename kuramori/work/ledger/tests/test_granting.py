"""Who may know, day by day, resolved to the people of that day."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.leave import leave
from kuramori.ground.people.models import Membership, Placement
from kuramori.ground.people.roles import Role
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger.granting import DaysReversed, Subject, TwoSubjects, end_grant, grant
from kuramori.work.ledger.knowing import house_on, knowers
from kuramori.work.ledger.models import Asset, Grant
from kuramori.work.ledger.register import ReasonMissing
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def known_by(asset: Asset, on: datetime.date | None = None) -> set[str]:
    granted = Grant.objects.filter(held_on(on), asset=asset).select_related("person")
    return {one.person.name for one in knowers(granted, None, house_on(on))}


@pytest.fixture
def made(acting: Cast) -> Asset:
    """A 秘 asset; everybody of the cast has been in the house for a year."""
    Membership.objects.update(from_on=clock.today() - 365 * DAY)
    return making.asset(acting.actor("steward"))


def test_a_department_lets_in_whoever_works_there(acting: Cast, made: Asset) -> None:
    steward = acting.actor("steward")
    production = open_department(steward, name="製造部")
    Placement.objects.create(
        organisation=acting.organisation,
        person=acting.person("staff"),
        department=production,
        from_on=clock.today() - 10 * DAY,
        recorded_at=clock.now(),
    )
    grant(
        steward, made, Subject(department=production), reason="日々の作業", from_on=clock.today() - 20 * DAY
    )
    assert known_by(made) == {"西村 直"}
    assert known_by(made, clock.today() - 15 * DAY) == set()


def test_a_role_or_everybody_and_the_expert_from_outside_is_not_everybody(acting: Cast, made: Asset) -> None:
    steward = acting.actor("steward")
    grant(steward, made, Subject(role=Role.AUDITOR), reason="監査のため")
    assert known_by(made) == {"三枝 和子"}
    grant(steward, made, Subject(), reason="社内で使う")
    assert known_by(made) == {"田所 勝", "森下 健一", "山﨑 文", "西村 直", "三枝 和子"}


def test_a_grant_ends_with_a_day_and_earlier_days_stay(acting: Cast, made: Asset) -> None:
    steward = acting.actor("steward")
    ten_days_ago = clock.today() - 10 * DAY
    grant(steward, made, Subject(person=acting.person("staff")), reason="手伝い", from_on=ten_days_ago)
    assert end_grant(steward, Grant.objects.get(superseded_at__isnull=True))
    assert known_by(made) == set()
    assert known_by(made, clock.today() - DAY) == {"西村 直"}
    assert not end_grant(steward, Grant.objects.get(superseded_at__isnull=True))
    assert Entry.objects.filter(event="ledger:asset:grant_ended").count() == 1


def test_a_grant_ends_in_view_when_the_person_leaves(acting: Cast, made: Asset) -> None:
    owner = acting.actor("owner")
    grant(
        owner, made, Subject(person=acting.person("staff")), reason="作業", from_on=clock.today() - 30 * DAY
    )
    leave(owner, acting.person("staff"), until_on=clock.today())
    assert known_by(made) == {"西村 直"}
    assert known_by(made, clock.today() + DAY) == set()


def test_a_grant_wants_a_reason_days_in_order_and_one_subject(acting: Cast, made: Asset) -> None:
    steward = acting.actor("steward")
    with pytest.raises(ReasonMissing):
        grant(steward, made, Subject(), reason="  ")
    with pytest.raises(DaysReversed):
        grant(steward, made, Subject(), reason="作業", until_on=clock.today() - DAY)
    with pytest.raises(TwoSubjects):
        Subject(person=acting.person("staff"), role=Role.STAFF)
    assert not Grant.objects.exists()


def test_the_same_grant_twice_leaves_one_line(acting: Cast, made: Asset) -> None:
    steward = acting.actor("steward")
    assert grant(steward, made, Subject(), reason="作業")
    assert not grant(steward, made, Subject(), reason="作業")
    assert Entry.objects.filter(event="ledger:asset:granted").count() == 1


def test_whoever_may_not_grant_is_refused(acting: Cast, made: Asset) -> None:
    with pytest.raises(NotAllowed):
        grant(acting.actor("section"), made, Subject(), reason="作業")
