"""Somebody's roles and line of the roster at a moment, read from the trail alone, are what the tables say of it."""

from __future__ import annotations

import datetime
import random

import pytest

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.enrol import Particulars, amend
from kuramori.ground.people.invite import invite
from kuramori.ground.people.leave import change_role, renew
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.people.settle import change_organisation
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.replay import replay
from kuramori.outside import clock

pytestmark = pytest.mark.django_db
BEGAN = datetime.datetime(2027, 2, 1, 9, tzinfo=clock.TOKYO)


def roles_by_replay(owner, person, moment: datetime.datetime, day: datetime.date) -> set[str]:
    known = replay(owner.organisation_id, "person", person.pk, until=moment)[""]["roles"]
    return {
        role
        for role, from_on, until_on, _department in known
        if from_on <= day.isoformat() and (until_on is None or until_on >= day.isoformat())
    }


@pytest.mark.parametrize("seed", range(3))
def test_roles_replayed_are_those_of_the_reader_of_days(seed, cast, acting):
    draw, owner = random.Random(seed), cast.actor("owner")
    with clock.standing_at(BEGAN):
        person = invite(owner, name="見本 花子", email="", role=Role.STAFF).invitation.person
    names, moments = {}, []
    for hour in range(20, 20 * 20, 20):
        with clock.standing_at(BEGAN + datetime.timedelta(hours=hour)):
            today = clock.today()
            match draw.randrange(3):
                case 0:
                    role = draw.choice([Role.STAFF, Role.SECTION, Role.AUDITOR])
                    change_role(owner, person, role=role, until_on=today + datetime.timedelta(days=60))
                case 1:
                    renew(owner, person, until_on=today + datetime.timedelta(days=30 + draw.randrange(60)))
                case _:
                    amend(owner, person, Particulars(name=f"見本 {draw.randrange(9)}子"))
            names[clock.now()] = Person.objects.get(pk=person.pk).name
            moments.append(clock.now())
    for _ in range(40):
        moment = draw.choice(moments) + datetime.timedelta(minutes=draw.randrange(1, 600))
        day = BEGAN.date() + datetime.timedelta(days=draw.randrange(-3, 120))
        held = Membership.objects.filter(held_on(day, moment), person=person)
        assert roles_by_replay(owner, person, moment, day) == set(held.values_list("role", flat=True))
        last = max(one for one in moments if one <= moment)
        assert replay(owner.organisation_id, "person", person.pk, until=moment)[""]["name"] == names[last]


def test_settings_of_the_organisation_tell_before_and_after(cast, acting):
    owner = cast.actor("owner")
    change_organisation(owner, name="架空精工", kinds=[], headcount=41)
    change_organisation(owner, name="架空精工", kinds=[], headcount=42)
    entry = Entry.objects.filter(event="people:organisation:changed").order_by("-index")[0]
    assert entry.detail["changed"] == {"headcount": [41, 42]}


def test_a_name_of_the_roster_stands_in_no_payload(cast, acting):
    owner = cast.actor("owner")
    person = invite(owner, name="見本 花子", email="hanako@example.jp", role=Role.STAFF).invitation.person
    amend(owner, person, Particulars(name="例示 花子", number="M7"))
    for entry in Entry.objects.filter(kind="person", thing_id=str(person.pk)):
        plain = {name: value for name, value in entry.detail.items() if name not in entry.parts.personal}
        assert not [word for word in ("花子", "example.jp", "M7") if word in repr(plain)]
