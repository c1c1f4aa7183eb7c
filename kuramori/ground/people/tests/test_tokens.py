"""API tokens may do at most what their holder may, for a year at most."""

from __future__ import annotations

import datetime

import pytest
from django.http import Http404
from django_scopes import scope

from kuramori.ground.people.access import TokenUnknown, actor_for_token, actor_on_command_line
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.leave import change_role
from kuramori.ground.people.models import Token
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.tokens import LastsTooLong, issue, revoke
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

SLUG = "kakuu-seiko"
WANTED = [Can.SHEET_READ, Can.PEOPLE_READ]


def _issue(cast, role="steward", **fields):
    filled = {"label": "集計", "permissions": WANTED, "expires_on": clock.today()}
    return issue(cast.actor(role), **{**filled, **fields})


def test_a_token_acts_as_its_holder_with_its_own_permissions_only(cast, acting):
    actor = actor_for_token(_issue(cast).secret, SLUG)

    assert actor.person_id == cast.person("steward").pk
    assert actor.permissions == set(WANTED)
    assert actor.via == "api"


def test_a_token_loses_what_its_holder_loses(cast, acting):
    secret = _issue(cast, permissions=[Can.SHEET_READ, Can.SHEET_FINALISE]).secret

    change_role(cast.actor("owner"), cast.person("steward"), role=Role.STAFF)

    assert actor_for_token(secret, SLUG).permissions == {Can.SHEET_READ}


def test_a_token_does_not_grow_with_its_holder(cast, acting):
    secret = _issue(cast).secret

    change_role(cast.actor("owner"), cast.person("steward"), role=Role.OWNER)

    assert actor_for_token(secret, SLUG).permissions == set(WANTED)


def test_nobody_gives_a_token_more_than_they_have(cast, acting):
    with pytest.raises(NotAllowed):
        _issue(cast, permissions=[Can.ORGANISATION_CHANGE])
    with pytest.raises(NotAllowed):
        _issue(cast, role="section")

    assert not Token.objects.exists()


def test_a_command_line_holds_no_token(cast, acting):
    with pytest.raises(NotAllowed):
        issue(
            actor_on_command_line(cast.organisation),
            label="集計",
            permissions=WANTED,
            expires_on=clock.today(),
        )


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_a_token_lasts_from_today_to_a_year(cast, acting, days):
    with pytest.raises(LastsTooLong):
        _issue(cast, expires_on=clock.today() + datetime.timedelta(days=days))


@pytest.mark.parametrize("days", [0, 366])
def test_the_first_and_the_last_day_are_allowed(cast, acting, days):
    assert _issue(cast, expires_on=clock.today() + datetime.timedelta(days=days)).secret.startswith("kura_")


def test_a_token_dies_the_day_after_its_last(cast, acting):
    secret = _issue(cast).secret

    assert actor_for_token(secret, SLUG)
    with clock.standing_at(clock.now() + datetime.timedelta(days=1)), pytest.raises(TokenUnknown):
        actor_for_token(secret, SLUG)


def test_a_stopped_token_is_unknown_and_stopping_is_told_once(cast, acting):
    issued = _issue(cast)

    for _ in range(2):
        revoke(cast.actor("owner"), issued.token)

    with pytest.raises(TokenUnknown):
        actor_for_token(issued.secret, SLUG)
    assert Entry.objects.filter(event="people:token:revoked").count() == 1


def test_a_token_opens_its_own_organisation_only(cast, acting):
    with pytest.raises(Http404):
        actor_for_token(_issue(cast).secret, "mihon-kanagata")


def test_only_the_hash_of_a_token_is_kept(cast, acting):
    issued = _issue(cast)

    assert issued.secret not in str(Token.objects.values().get())


def test_the_last_day_of_use_is_noted_once_a_day(cast, acting, django_assert_num_queries):
    secret = _issue(cast).secret
    actor_for_token(secret, SLUG)

    assert Token.objects.get().last_used_on == clock.today()
    with django_assert_num_queries(2):
        actor_for_token(secret, SLUG)


def test_a_dead_token_that_is_tried_leaves_one_entry_a_day_and_an_invented_one_none(cast, client):
    with scope(organisation=cast.organisation):
        issued = _issue(cast)
        revoke(cast.actor("owner"), issued.token)
    for secret in (issued.secret, issued.secret, "kura_invented"):
        answer = client.get(f"/api/v1/o/{SLUG}/me", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401

    (told,) = Entry.objects.filter(event="people:token:refused")
    assert (told.thing_id, told.via, told.detail["label"]) == (str(issued.token.pk), "api", "集計")
    assert told.organisation_id == issued.token.organisation_id
