"""Many entries changed at once: exactly what `change` would do to each, in a few statements."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.ground.search.find import find
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import laying, register
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.models import Asset, Grade, Version
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast: Cast) -> Iterator[Actor]:
    with scope(organisation=cast.organisation):
        yield cast.actor("owner")


def _days_ago(days: int) -> datetime.date:
    return clock.today() - datetime.timedelta(days=days)


def test_each_entry_keeps_its_earlier_days_and_leaves_its_own_line_in_the_trail(owner: Actor) -> None:
    rows = [making.asset(owner, number=f"K-{at}", from_on=_days_ago(30)) for at in range(3)]
    before = Entry.objects.count()

    refused = register.change_all(owner, [(row, wanted(name=f"改めた名{row.number}"), 1) for row in rows])

    assert refused == {}
    for row in rows:
        now = Asset.objects.get(pk=row.pk)
        assert (now.name, now.revision) == (f"改めた名{row.number}", 2)
        believed = Version.objects.filter(asset=row, superseded_at__isnull=True).order_by("from_on")
        assert [one.values["name"] for one in believed] == [row.name, now.name]
        assert believed[0].until_on == _days_ago(1)
        assert [hit.thing_id for hit in find(owner, f"改めた名{row.number}")] == [str(row.pk)]
    entries = Entry.objects.filter(event="ledger:asset:changed")
    assert set(entries.values_list("thing_id", flat=True)) == {str(row.pk) for row in rows}
    assert Entry.objects.count() == before + 3


def test_what_is_refused_is_told_by_its_reason_and_keeps_nobody_else_waiting(owner: Actor) -> None:
    good, stale, graded, senseless = (making.asset(owner, number=f"K-{at}") for at in range(4))
    register.change(owner, stale, wanted(name="先に直した"), revision=1)

    refused = register.change_all(
        owner,
        [
            (good, wanted(what="新しい中身"), 1),
            (stale, wanted(name="遅れて直した"), 1),
            (graded, wanted(grade=Grade.PUBLIC), 1),
            (senseless, wanted(name=""), 1),
        ],
    )

    assert isinstance(refused[stale.pk], laying.StaleEntry)
    assert isinstance(refused[graded.pk], register.ReclassifyInstead)
    assert set(refused) == {stale.pk, graded.pk, senseless.pk}
    assert Asset.objects.get(pk=good.pk).what == "新しい中身"
    assert Asset.objects.get(pk=stale.pk).name == "先に直した"


def test_what_says_so_already_is_left_alone(owner: Actor) -> None:
    row = making.asset(owner)
    assert register.change_all(owner, [(row, wanted(name=row.name), 1)]) == {}
    assert Version.objects.filter(asset=row).count() == 1
    assert Asset.objects.get(pk=row.pk).revision == 1


def test_a_house_that_is_not_ours_is_no_place_to_keep_anything(owner: Actor) -> None:
    row = making.asset(owner)
    nowhere = {"id": "00000000-0000-4000-8000-000000000000", "words": "無い棚"}
    refused = register.change_all(owner, [(row, wanted(place=nowhere), 1)])
    assert isinstance(refused[row.pk], laying.UnknownThing)


def test_ten_take_as_many_questions_as_two(owner: Actor) -> None:
    rows = [making.asset(owner, number=f"K-{at:02}") for at in range(12)]

    def asked(some: list[Asset], name: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            register.change_all(owner, [(row, wanted(name=name), 1) for row in some])
        return sum(not one["sql"].startswith(("INSERT", "UPDATE")) for one in seen)

    assert asked(rows[2:], "十の名") <= asked(rows[:2], "二つの名") + 1
