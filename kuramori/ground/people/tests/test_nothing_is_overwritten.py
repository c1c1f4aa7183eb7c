"""Whatever is corrected afterwards: what was known at any earlier moment is still told in the same words."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.db import transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuramori.ground.people.appointing import LastDayMissing
from kuramori.ground.people.departments import (
    AlreadyClosed,
    NameTaken,
    StillHasPeople,
    close_department,
    open_department,
    rename_department,
)
from kuramori.ground.people.enrol import Particulars, amend, enrol
from kuramori.ground.people.leave import NobodyLeaves, change_role, leave
from kuramori.ground.people.models import Department, Employment, Kind, Placement
from kuramori.ground.people.roles import Role
from kuramori.ground.people.roster import standing_on
from kuramori.outside import clock

START = clock.now() + datetime.timedelta(days=10)
DAYS = [clock.day_of(START) + datetime.timedelta(days=n) for n in (-60, 0, 8, 25, 60)]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("kind"), st.sampled_from(list(Kind))),
        st.tuples(st.just("move"), st.sampled_from(["製造部", "設計部", "総務部"])),
        st.tuples(st.just("joined"), st.integers(-300, 30)),
        st.tuples(st.just("role"), st.sampled_from([Role.STAFF, Role.SECTION, Role.AUDITOR])),
        st.tuples(st.just("leave"), st.integers(-30, 40)),
        st.tuples(st.just("rename"), st.sampled_from(["製造部", "設計部", "総務部", "生産部"])),
        st.tuples(st.just("close"), st.integers(-5, 10)),
    ),
    min_size=2,
    max_size=10,
)


def _do(actor, person, what, value):
    today = clock.today()
    if what == "kind":
        amend(actor, person, Particulars(kind=value))
    elif what == "move":
        amend(actor, person, Particulars(department=open_department(actor, name=value)))
    elif what == "joined":
        amend(actor, person, Particulars(joined_on=today + datetime.timedelta(days=value)))
    elif what == "role":
        change_role(actor, person, role=value)
    elif what == "leave":
        leave(actor, person, until_on=today + datetime.timedelta(days=value))
    elif what == "rename":
        rename_department(actor, Department.objects.order_by("pk")[0], name=value)
    else:
        last = today + datetime.timedelta(days=value)
        close_department(actor, Department.objects.order_by("pk")[0], until_on=last)


def _answers(known_at):
    return {day: standing_on(day, known_at) for day in DAYS}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=steps)
def test_every_earlier_answer_stays_what_it_was_through_any_corrections(cast, plan):
    with scope(organisation=cast.organisation), transaction.atomic():
        with clock.standing_at(START):
            actor = cast.actor("owner")
            person = enrol(
                actor,
                Particulars(name="見本 花子", number="M1", department=open_department(actor, name="製造部")),
            )
        told = []
        for at, (what, value) in enumerate(plan, start=1):
            moment = START + datetime.timedelta(days=3 * at)
            with clock.standing_at(moment):
                try:
                    with transaction.atomic():
                        _do(actor, person, what, value)
                except (NobodyLeaves, NameTaken, StillHasPeople, AlreadyClosed, LastDayMissing):
                    pass
            asked_at = moment + datetime.timedelta(hours=1)
            told.append((asked_at, _answers(asked_at)))
            for model in (Employment, Placement):
                _lines_never_overlap(model, person)
        for earlier, answer in told:
            assert _answers(earlier) == answer
        transaction.set_rollback(True)


def _lines_never_overlap(model, person):
    rows = list(model.objects.filter(person=person, superseded_at__isnull=True).order_by("from_on"))
    for row, after in itertools.pairwise(rows):
        assert row.until_on is not None
        assert row.until_on < after.from_on


def _standing(person, on, known_at=None):
    return next((one for one in standing_on(on, known_at) if one.id == person.pk), None)


def test_who_was_in_which_department_on_a_day_is_told_as_it_was_known_then(cast, acting):
    actor, today = cast.actor("owner"), clock.today()
    person = enrol(
        actor,
        Particulars(name="見本 花子", department=open_department(actor, name="製造部"), joined_on=today),
    )
    before = clock.now()
    with clock.standing_at(clock.now() + datetime.timedelta(days=30)):
        amend(actor, person, Particulars(department=open_department(actor, name="設計部")))
        moved_on = clock.today()

        assert _standing(person, moved_on).department == "設計部"
        assert _standing(person, moved_on - datetime.timedelta(days=1)).department == "製造部"
        # As it was believed before the move, nothing was going to change.
        assert _standing(person, moved_on, known_at=before).department == "製造部"


def test_a_renamed_department_is_called_by_its_older_name_on_older_days(cast, acting):
    actor, today = cast.actor("owner"), clock.today()
    department = open_department(actor, name="製造部")
    person = enrol(actor, Particulars(name="見本 花子", department=department))
    with clock.standing_at(clock.now() + datetime.timedelta(days=10)):
        rename_department(actor, department, name="生産部")

        assert _standing(person, clock.today()).department == "生産部"
        assert _standing(person, today).department == "製造部"
        other = open_department(actor, name="設計部")
        with pytest.raises(NameTaken):
            rename_department(actor, other, name="生産部")


def test_a_department_with_people_in_it_is_not_closed(cast, acting):
    actor = cast.actor("owner")
    department = open_department(actor, name="製造部")
    person = enrol(actor, Particulars(name="見本 花子", department=department))

    with pytest.raises(StillHasPeople):
        close_department(actor, department, until_on=clock.today())
    leave(actor, person, until_on=clock.today())
    close_department(actor, department, until_on=clock.today())

    with clock.standing_at(clock.now() + datetime.timedelta(days=1)), pytest.raises(AlreadyClosed):
        rename_department(actor, department, name="生産部")


def test_a_kind_that_changes_holds_from_the_day_it_was_told(cast, acting):
    actor = cast.actor("owner")
    first = datetime.date(2025, 4, 1)
    person = enrol(actor, Particulars(name="見本 花子", kind=Kind.DISPATCHED, joined_on=first))

    amend(actor, person, Particulars(kind=Kind.EMPLOYEE))

    yesterday = clock.today() - datetime.timedelta(days=1)
    assert _standing(person, yesterday).kind == Kind.DISPATCHED
    assert _standing(person, clock.today()).kind == Kind.EMPLOYEE
    assert _standing(person, first - datetime.timedelta(days=1)) is None


def test_a_corrected_first_day_moves_the_beginning_and_leaves_the_older_belief_readable(cast, acting):
    actor = cast.actor("owner")
    person = enrol(actor, Particulars(name="見本 花子", joined_on=datetime.date(2025, 4, 1)))
    believed = clock.now()
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=1)):
        assert amend(actor, person, Particulars(joined_on=datetime.date(2024, 4, 1))) == ("joined_on",)
        assert amend(actor, person, Particulars(joined_on=datetime.date(2024, 4, 1))) == ()

        day = datetime.date(2024, 6, 1)
        assert _standing(person, day) is not None
        assert _standing(person, day, known_at=believed) is None
