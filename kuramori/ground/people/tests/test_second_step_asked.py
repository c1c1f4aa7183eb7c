"""管理する人には二段階の確認を求める: whoever steers and has none is led to set one up; nothing else is in the way."""

from __future__ import annotations

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kuramori.ground.people.access import actor_for_token
from kuramori.ground.people.actor import ElevationNeeded, NotAllowed
from kuramori.ground.people.models import Membership, Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.people.second_step_asked import OwnStepMissing, ask_second_step, is_missing
from kuramori.ground.people.tests import signing
from kuramori.ground.people.tokens import issue
from kuramori.ground.trail.read import lines
from kuramori.outside import clock


def _events(cast):
    return [line.event for line in lines(cast.organisation.pk)]


def _asked(cast):
    Organisation.objects.filter(pk=cast.organisation.pk).update(second_step_asked_at=clock.now())


def _role_of(cast, role):
    return cast.url(f"people/{cast.person(role).pk}/role/")


WANTED = {"role": "section", "until_on": "", "department": ""}


def test_turning_it_on_and_off_is_told_with_before_and_after(acting):
    signing.with_app(acting.account("owner"))
    assert ask_second_step(acting.actor("owner"), is_asked=True).second_step_asked_at is not None
    assert ask_second_step(acting.actor("owner"), is_asked=True).second_step_asked_at is not None
    assert ask_second_step(acting.actor("owner"), is_asked=False).second_step_asked_at is None
    assert _events(acting)[:2] == [
        "people:organisation:second_step_not_asked",
        "people:organisation:second_step_asked",
    ]


def test_who_has_none_cannot_ask_it_of_all(acting):
    with pytest.raises(OwnStepMissing):
        ask_second_step(acting.actor("owner"), is_asked=True)
    assert acting.organisation.second_step_asked_at is None
    assert _events(acting) == []


def test_only_the_owner_asks_and_only_in_an_elevated_session(acting):
    signing.with_app(acting.account("owner"))
    with pytest.raises(NotAllowed):
        ask_second_step(acting.actor("steward"), is_asked=True)
    with pytest.raises(ElevationNeeded):
        ask_second_step(acting.actor("owner", elevated=False), is_asked=True)


@pytest.mark.parametrize("role", ["owner", "steward"])
def test_who_steers_without_one_is_led_to_set_one_up_and_nothing_is_lost(cast, role):
    _asked(cast)
    client = cast.client(role)
    away = client.post(_role_of(cast, "staff"), WANTED)
    assert (away.status_code, away["Location"]) == (302, cast.url("people/second-step/"))
    page = client.get(away["Location"]).content.decode()
    assert "二段階の確認を用意してください" in page
    assert "/account/second/app/" in page
    assert Membership.everywhere.filter(person=cast.person("staff")).count() == 1
    assert "people:elevation:begun" not in _events(cast)

    signing.with_app(cast.account(role))
    assert "用意できています" in client.get(away["Location"]).content.decode()
    back = client.get(cast.url("people/elevated/"))
    assert back.status_code == 200
    assert _role_of(cast, "staff") in back.content.decode()
    assert client.post(_role_of(cast, "staff"), WANTED).status_code == 302
    assert "people:membership:given" in _events(cast)


def test_recovery_codes_alone_are_no_second_step(cast):
    _asked(cast)
    Authenticator.objects.create(
        user_id=cast.account("owner").pk, type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    assert is_missing(cast.actor("owner"))


def test_confirming_who_one_is_does_not_get_around_it(cast):
    client = cast.client("owner", fresh=False)
    client.post(_role_of(cast, "staff"), WANTED)
    _asked(cast)
    signing.confirm(client)
    answer = client.get(cast.url("people/elevated/"))
    assert answer["Location"] == cast.url("people/second-step/")
    assert "people:elevation:begun" not in _events(cast)


def test_a_session_that_stands_ends_with_the_last_second_step(cast):
    secret = signing.with_app(cast.account("owner"))
    assert secret
    _asked(cast)
    client = cast.client("owner")
    assert client.post(_role_of(cast, "staff"), WANTED).status_code == 302
    Authenticator.objects.all().delete()
    answer = client.post(_role_of(cast, "staff"), {**WANTED, "role": "staff"})
    assert answer["Location"] == cast.url("people/second-step/")
    assert "people:elevation:step_missing" in _events(cast)


def test_everyday_work_and_everybody_else_are_asked_nothing(cast):
    _asked(cast)
    assert cast.client("owner").get(cast.url("people/")).status_code == 200
    assert not is_missing(cast.actor("auditor"))
    assert cast.client("auditor").post(cast.url("trail/out/csv/"), {}).status_code == 200


def test_another_organisation_that_does_not_ask_is_not_in_the_way(cast):
    _asked(cast)
    assert not is_missing(cast.actor("owner", cast.there))


def test_a_key_of_somebody_without_one_does_no_elevated_work(acting):
    soon = clock.today() + datetime.timedelta(days=20)
    made = issue(
        acting.actor("owner"), label="連携", permissions=[Can.PEOPLE_CHANGE, Can.PEOPLE_READ], expires_on=soon
    )
    _asked(acting)
    held = actor_for_token(made.secret, acting.here)
    assert (held.may(Can.PEOPLE_CHANGE), held.may(Can.PEOPLE_READ)) == (False, True)
    signing.with_app(acting.account("owner"))
    assert actor_for_token(made.secret, acting.here).may(Can.PEOPLE_CHANGE)


def test_the_page_says_who_is_not_ready_and_turns_it_on(cast):
    client: Client = cast.client("owner")
    page = client.get(cast.url("people/organisation/")).content.decode()
    assert "まだ用意していない人が2人います" in page
    refused = client.post(cast.url("people/organisation/second-step/"), {"ask": "on"}, follow=True)
    assert "先に、ご自分の二段階の確認を" in refused.content.decode()
    signing.with_app(cast.account("owner"))
    done = client.post(cast.url("people/organisation/second-step/"), {"ask": "on"}, follow=True)
    assert "から求めています" in done.content.decode()
    assert "まだ用意していない人が1人います" in done.content.decode()
    assert cast.organisation.second_step_asked_at is not None
    client.post(cast.url("people/organisation/second-step/"))
    assert cast.organisation.second_step_asked_at is None
