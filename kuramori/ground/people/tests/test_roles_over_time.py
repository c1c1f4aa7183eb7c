"""Roles from a day until a day: nothing is overwritten, and an owner always stays."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.appointing import LastDayMissing, LastDayPast
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.enrol import Particulars, amend, enrol
from kuramori.ground.people.invite import accept, invite
from kuramori.ground.people.leave import LastOwner, NobodyLeaves, change_role, leave
from kuramori.ground.people.models import Account, Kind, Membership, Person, Token
from kuramori.ground.people.read import line_of, roster
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.tokens import issue
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

TODAY = datetime.date(2026, 11, 24)


def _at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=clock.TOKYO)


def _roles(person, on=None, known_at=None) -> set[str]:
    return set(Membership.objects.filter(held_on(on, known_at), person=person).values_list("role", flat=True))


def test_a_changed_role_holds_from_today_and_the_old_one_until_yesterday(cast, acting):
    section = cast.person("section")
    with clock.standing_at(_at(clock.today() + datetime.timedelta(days=10))):
        today = clock.today()
        change_role(cast.actor("owner"), section, role=Role.AUDITOR)

        assert _roles(section) == {"auditor"}
        assert _roles(section, today - datetime.timedelta(days=1)) == {"section"}


def test_what_was_known_earlier_stays_readable_after_a_change(cast, acting):
    section = cast.person("section")
    before = clock.now()
    later = clock.today() + datetime.timedelta(days=10)
    with clock.standing_at(_at(later)):
        change_role(cast.actor("owner"), section, role=Role.AUDITOR)

        # As it was known before the change, the old role had no end.
        assert _roles(section, later, known_at=before) == {"section"}
        assert _roles(section, later) == {"auditor"}


def test_a_change_marks_the_older_row_and_alters_neither_its_days_nor_its_role(cast, acting):
    section = cast.person("section")
    row = Membership.objects.get(person=section)
    with clock.standing_at(_at(clock.today() + datetime.timedelta(days=3))):
        change_role(cast.actor("owner"), section, role=Role.STAFF)
        after = Membership.objects.get(pk=row.pk)

        assert after.superseded_at == clock.now()
        assert (after.role, after.from_on, after.until_on) == (row.role, row.from_on, row.until_on)
        assert Membership.objects.filter(person=section).count() == 3


def test_a_role_given_and_changed_on_one_day_never_held_by_itself(cast, acting):
    staff = cast.person("staff")
    change_role(cast.actor("owner"), staff, role=Role.SECTION)

    assert _roles(staff) == {"section"}
    assert Membership.objects.filter(person=staff, superseded_at__isnull=True).count() == 1


def test_a_change_is_told_in_the_trail_of_the_person(cast, acting):
    staff = cast.person("staff")
    change_role(cast.actor("owner"), staff, role=Role.SECTION)

    entry = Entry.objects.latest("index")
    assert (entry.event, entry.thing_id) == ("people:membership:given", str(staff.pk))
    assert entry.person_id == cast.person("owner").pk


def test_the_last_owner_can_neither_leave_nor_take_another_role(cast, acting):
    actor, owner = cast.actor("owner"), cast.person("owner")

    with pytest.raises(LastOwner):
        leave(actor, owner, until_on=clock.today())
    with pytest.raises(LastOwner):
        change_role(actor, owner, role=Role.STEWARD)

    assert _roles(owner) == {"owner"}


def test_the_last_owner_cannot_be_given_a_last_day_by_changing_the_role(cast, acting):
    with pytest.raises(LastOwner):
        change_role(cast.actor("owner"), cast.person("owner"), role=Role.OWNER, until_on=clock.today())


def test_an_owner_who_never_came_in_does_not_count_as_the_one_who_stays(cast, acting):
    actor = cast.actor("owner")
    invite(actor, name="田所 学", email="", role=Role.OWNER)

    with pytest.raises(LastOwner):
        leave(actor, cast.person("owner"), until_on=clock.today())


def test_an_owner_with_a_last_day_does_not_count_as_the_one_who_stays(cast, acting):
    actor = cast.actor("owner")
    later = clock.today() + datetime.timedelta(days=30)
    invited = invite(actor, name="田所 学", email="", role=Role.OWNER, until_on=later)
    accept(invited.invitation, Account.objects.create_user("manabu@kakuu-seiko.example", "kura-no-kagi-2026"))

    with pytest.raises(LastOwner):
        leave(actor, cast.person("owner"), until_on=clock.today())


def test_an_owner_may_leave_once_another_has_come_in(cast, acting):
    actor = cast.actor("owner")
    invited = invite(actor, name="田所 学", email="", role=Role.OWNER)
    accept(invited.invitation, Account.objects.create_user("manabu@kakuu-seiko.example", "kura-no-kagi-2026"))

    leave(actor, cast.person("owner"), until_on=clock.today() - datetime.timedelta(days=1))

    assert _roles(cast.person("owner")) == set()


def test_a_steward_cannot_make_an_owner(cast, acting):
    actor = cast.actor("steward")

    with pytest.raises(NotAllowed):
        change_role(actor, cast.person("staff"), role=Role.OWNER)
    with pytest.raises(NotAllowed):
        invite(actor, name="誰か", email="", role=Role.OWNER)

    assert _roles(cast.person("staff")) == {"staff"}


def test_a_steward_can_neither_change_nor_end_an_owner(cast, acting):
    actor, owner = cast.actor("steward"), cast.person("owner")

    with pytest.raises(NotAllowed):
        change_role(actor, owner, role=Role.STAFF)
    with pytest.raises(NotAllowed):
        leave(actor, owner, until_on=clock.today())


def test_an_expert_needs_a_last_day(cast, acting):
    with pytest.raises(LastDayMissing):
        invite(cast.actor("owner"), name="滝 圭吾", email="", role=Role.EXPERT)
    with pytest.raises(LastDayMissing):
        change_role(cast.actor("owner"), cast.person("staff"), role=Role.EXPERT)


def test_an_auditor_from_outside_needs_a_last_day_and_one_of_the_house_does_not(cast, acting):
    owner, soon = cast.actor("owner"), clock.today() + datetime.timedelta(days=3)
    with pytest.raises(LastDayMissing):
        invite(owner, name="審査 員", email="", role=Role.AUDITOR, kind=Kind.OUTSIDE)
    person = invite(owner, name="審査 員", email="", role=Role.AUDITOR, kind=Kind.OUTSIDE, until_on=soon)
    with pytest.raises(LastDayMissing):
        change_role(owner, person.invitation.person, role=Role.AUDITOR)
    assert change_role(owner, cast.person("staff"), role=Role.AUDITOR).until_on is None


@pytest.mark.parametrize("by", ["verb", "page", "invitation"])
def test_an_auditor_who_becomes_one_from_outside_needs_a_last_day(cast, acting, by):
    owner, soon = cast.actor("owner"), clock.today() + datetime.timedelta(days=3)
    auditor, yesterday = cast.person("auditor"), clock.today() - datetime.timedelta(days=1)
    if by == "verb":
        for wrong, refused in ((None, LastDayMissing), (yesterday, LastDayPast)):
            with pytest.raises(refused):
                amend(owner, auditor, Particulars(number="M9", kind=Kind.OUTSIDE, left_on=wrong))
        assert amend(owner, auditor, Particulars(kind=Kind.OUTSIDE, left_on=soon)) == ("kind", "left_on")
        assert amend(owner, cast.person("staff"), Particulars(kind=Kind.OUTSIDE)) == ("kind",)
    elif by == "page":
        client, page = cast.client("owner"), cast.url(f"people/{auditor.pk}/")
        assert 'name="left_on"' in client.get(page).content.decode()
        told = {"name": auditor.name, "kind": "outside"}
        refused = client.post(f"{page}line/", told)
        assert (refused.status_code, refused.context["line_form"].errors["left_on"]) == (
            400, ["外部の方には、最後の日を決めてください。"],
        )  # fmt: skip
        assert client.post(f"{page}line/", {**told, "left_on": f"{soon:%Y/%m/%d}"}).status_code == 302
        assert 'name="left_on"' not in client.get(page).content.decode()
    else:
        told = {"name": "審査 員", "email": "shinsa@example.jp"}
        came = enrol(owner, Particulars(kind=Kind.OUTSIDE, **told))
        with pytest.raises(LastDayMissing):
            invite(owner, role=Role.AUDITOR, **told)
        assert invite(owner, role=Role.AUDITOR, until_on=soon, **told).invitation.person == came
        return
    line = line_of(Person.objects.get(pk=auditor.pk))
    assert (line.kind, line.until_on, line.left_on, line.role) == ("outside", soon, soon, "auditor")
    assert _roles(auditor, soon) == {"auditor"}
    assert not _roles(auditor, soon + datetime.timedelta(days=1))


def test_the_database_too_refuses_an_expert_without_a_last_day(cast, acting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            organisation=cast.organisation,
            person=cast.person("staff"),
            role=Role.EXPERT,
            from_on=TODAY,
            recorded_at=clock.now(),
        )


def test_a_last_day_that_has_passed_is_refused_when_inviting(cast, acting):
    with pytest.raises(LastDayPast):
        invite(
            cast.actor("owner"),
            name="滝 圭吾",
            email="",
            role=Role.EXPERT,
            until_on=clock.today() - datetime.timedelta(days=1),
        )


def test_an_expert_is_out_on_the_day_after_the_last_one(cast, acting):
    expert = cast.person("expert")
    last = Membership.objects.get(person=expert).until_on

    assert _roles(expert, last) == {"expert"}
    with clock.standing_at(_at(last + datetime.timedelta(days=1), hour=0)):
        assert _roles(expert) == set()
        assert cast.client("expert").get(cast.url()).status_code == 404
        assert [line.name for line in roster().gone] == [expert.name]


def test_leaving_yesterday_kills_links_and_tokens_at_once(cast, acting):
    steward = cast.person("steward")
    issued = issue(
        cast.actor("steward"), label="集計", permissions=[Can.SHEET_READ], expires_on=clock.today()
    )

    leave(cast.actor("owner"), steward, until_on=clock.today() - datetime.timedelta(days=1))

    assert Token.objects.get(pk=issued.token.pk).revoked_at is not None
    assert cast.client("steward").get(cast.url()).status_code == 404


def test_a_future_last_day_leaves_the_door_open_until_then(cast, acting):
    leave(cast.actor("owner"), cast.person("staff"), until_on=clock.today() + datetime.timedelta(days=5))

    assert _roles(cast.person("staff")) == {"staff"}
    assert cast.client("staff").get(cast.url()).status_code == 200


def test_nobody_without_a_role_can_leave(cast, acting):
    actor, staff = cast.actor("owner"), cast.person("staff")
    leave(actor, staff, until_on=clock.today() - datetime.timedelta(days=1))
    entries = Entry.objects.count()

    with pytest.raises(NobodyLeaves):
        leave(actor, staff, until_on=clock.today())

    assert Entry.objects.count() == entries


def test_who_was_here_for_less_than_a_day_stays_in_the_list_of_those_before(cast, acting):
    actor = cast.actor("owner")
    person = invite(actor, name="間違い 一郎", email="", role=Role.STAFF).invitation.person
    leave(actor, person, until_on=clock.today() - datetime.timedelta(days=1))

    assert [(line.name, line.until_on) for line in roster().gone] == [("間違い 一郎", None)]
