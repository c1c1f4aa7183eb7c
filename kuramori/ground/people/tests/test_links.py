"""Links that are handed over: one use, fourteen days, and no door that is not ours."""

from __future__ import annotations

import datetime

import pytest
from django.http import Http404
from django_scopes import scope

from kuramori.ground.people import access
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.invite import (
    AccountNotOurs,
    AlreadyHere,
    AnotherAccount,
    EmailTaken,
    LinkUsed,
    accept,
    invite,
    issue_link,
    join_with_new_account,
    set_password,
)
from kuramori.ground.people.leave import change_role, leave
from kuramori.ground.people.models import Account, Invitation, InvitationPurpose, Person
from kuramori.ground.people.renew import NoSuchAccount, renew_password
from kuramori.ground.people.roles import Role
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

NEW_PASSWORD = "aozora-to-densha-77"


def _invite(cast, role=Role.STAFF, **fields):
    return invite(cast.actor("owner"), **{"name": "浦野 千晴", "email": "", "role": role, **fields})


def test_only_the_hash_of_a_link_is_kept(cast, acting):
    invited = _invite(cast)

    kept = Invitation.objects.filter(pk=invited.invitation.pk).values().get()
    assert invited.secret not in str(kept)
    assert access.invitation_by_secret(invited.secret) == invited.invitation


@pytest.mark.parametrize("secret", ["", "x", "join", "あ" * 40])
def test_an_unknown_link_opens_nothing(cast, secret):
    with pytest.raises(Http404):
        access.invitation_by_secret(secret)


def test_a_link_dies_after_fourteen_days(cast, acting):
    invited = _invite(cast)
    almost = clock.now() + datetime.timedelta(days=14, minutes=-1)
    with clock.standing_at(almost):
        assert access.invitation_by_secret(invited.secret)
    with clock.standing_at(almost + datetime.timedelta(minutes=1)), pytest.raises(Http404):
        access.invitation_by_secret(invited.secret)


def test_a_link_works_once(cast, acting):
    invited = _invite(cast)
    accept(invited.invitation, cast.account("stranger"))

    with pytest.raises(LinkUsed):
        accept(invited.invitation, Account.objects.create_user("second@yoso.example", NEW_PASSWORD))
    with pytest.raises(Http404):
        access.invitation_by_secret(invited.secret)


def test_who_comes_second_leaves_no_account_behind(cast, acting):
    invited = _invite(cast)
    accept(invited.invitation, cast.account("stranger"))

    with pytest.raises(LinkUsed):
        join_with_new_account(invited.invitation, email="late@yoso.example", password=NEW_PASSWORD)

    assert not Account.objects.filter(email="late@yoso.example").exists()


def test_a_newer_link_kills_the_older_one(cast, acting):
    first = _invite(cast)
    second = issue_link(cast.actor("owner"), first.invitation.person)

    with pytest.raises(Http404):
        access.invitation_by_secret(first.secret)
    assert access.invitation_by_secret(second.secret).purpose == InvitationPurpose.JOIN


def test_a_link_of_somebody_whose_role_has_ended_opens_nothing(cast, acting):
    invited = _invite(cast, until_on=clock.today())
    tomorrow = clock.now() + datetime.timedelta(days=1)
    with clock.standing_at(tomorrow), pytest.raises(Http404):
        access.invitation_by_secret(invited.secret)


def test_an_address_that_has_an_account_is_not_taken_over(cast, acting):
    invited = _invite(cast)

    with pytest.raises(EmailTaken):
        join_with_new_account(
            invited.invitation, email=" Owner@Mihon-Kanagata.example ", password=NEW_PASSWORD
        )

    assert access.invitation_by_secret(invited.secret)


def test_nobody_is_invited_twice_under_one_address(cast, acting):
    with pytest.raises(AlreadyHere):
        _invite(cast, email="STAFF@kakuu-seiko.example")


def test_who_comes_back_stays_one_line_of_the_roster(cast, acting):
    staff = cast.person("staff")
    leave(cast.actor("owner"), staff, until_on=clock.today() - datetime.timedelta(days=1))

    invited = _invite(cast, name="西村　直", email="staff@kakuu-seiko.example")

    assert invited.invitation.person == staff
    assert cast.client("staff").get(cast.url()).status_code == 200


def test_another_person_at_a_shared_mailbox_is_another_line_of_the_roster(cast, acting):
    staff = cast.person("staff")
    leave(cast.actor("owner"), staff, until_on=clock.today() - datetime.timedelta(days=1))

    assert _invite(cast, email="staff@kakuu-seiko.example").invitation.person != staff
    assert Person.objects.get(pk=staff.pk).name == "西村 直"


def test_one_account_cannot_be_two_people_of_an_organisation(cast, acting):
    invited = _invite(cast)

    with pytest.raises(AnotherAccount):
        accept(invited.invitation, cast.account("steward"))

    assert access.invitation_by_secret(invited.secret), "the link is still good for whom it was meant"


def test_a_password_link_sets_the_password_and_tells_the_trail(cast, acting):
    link = issue_link(cast.actor("steward"), cast.person("staff"))
    assert link.invitation.purpose == InvitationPurpose.PASSWORD

    account = set_password(link.invitation, NEW_PASSWORD)

    assert account == cast.account("staff")
    assert account.check_password(NEW_PASSWORD)
    assert Entry.objects.latest("index").event == "people:account:password_set"
    with pytest.raises(LinkUsed):
        set_password(link.invitation, "another-way-in-88")


def test_a_steward_makes_no_link_for_an_owner(cast, acting):
    with pytest.raises(NotAllowed):
        issue_link(cast.actor("steward"), cast.person("owner"))


def test_a_link_made_before_somebody_became_owner_dies_with_it(cast, acting):
    link = issue_link(cast.actor("steward"), cast.person("section"))

    change_role(cast.actor("owner"), cast.person("section"), role=Role.OWNER)

    with pytest.raises(Http404):
        access.invitation_by_secret(link.secret)


def test_no_password_link_is_made_for_an_account_of_another_organisation(cast, acting):
    # Else a steward here could sign in as the owner over there.
    invited = _invite(cast)
    accept(invited.invitation, cast.account("owner", at=cast.there))

    with pytest.raises(AccountNotOurs):
        issue_link(cast.actor("steward"), invited.invitation.person)


def test_no_password_link_is_made_for_who_runs_the_instance(cast, acting):
    invited = _invite(cast)
    accept(invited.invitation, cast.account("operator"))

    with pytest.raises(AccountNotOurs):
        issue_link(cast.actor("owner"), invited.invitation.person)


def test_a_password_link_dies_when_its_account_comes_to_open_other_doors(cast, acting):
    link = issue_link(cast.actor("steward"), cast.person("staff"))
    with scope(organisation=cast.other):
        elsewhere = invite(cast.actor("owner", cast.there), name="西村 直", email="", role=Role.STAFF)
        accept(elsewhere.invitation, cast.account("staff"))

    with pytest.raises(AccountNotOurs):
        set_password(link.invitation, NEW_PASSWORD)

    assert not Account.objects.get(pk=cast.account("staff").pk).check_password(NEW_PASSWORD)


def test_a_command_may_give_a_new_password_and_every_trail_tells_it(cast):
    with scope(organisation=cast.organisation):
        accept(_invite(cast).invitation, cast.account("owner", at=cast.there))

    renew_password("OWNER@mihon-kanagata.example", NEW_PASSWORD)

    assert Account.objects.get(pk=cast.account("owner", cast.there).pk).check_password(NEW_PASSWORD)
    told = Entry.objects.filter(event="people:account:password_renewed")
    assert {entry.organisation_id for entry in told} == {cast.organisation.pk, cast.other.pk}
    assert {entry.via for entry in told} == {"command"}


def test_a_command_for_an_unknown_address_changes_nothing(cast):
    with pytest.raises(NoSuchAccount):
        renew_password("nobody@yoso.example", NEW_PASSWORD)
