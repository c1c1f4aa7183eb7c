"""Who comes in by company sign-on alone confirms who they are there, by signing in anew."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from kuramori.ground.people.tests import signing
from kuramori.ground.people.tests.test_sign_on import BACK, GO, _fresh_counters, _sent_to, office
from kuramori.ground.trail.read import lines
from tests.cast import just_signed_in

__all__ = ["_fresh_counters", "office"]

AGAIN = reverse("sign_on_again", kwargs={"provider_id": "office"})


@pytest.fixture
def connected(cast, office):
    """The owner, without a password, signed in a while ago."""
    account = cast.account("owner")
    account.set_unusable_password()
    account.save()
    SocialAccount.objects.create(user_id=account.pk, provider="office", uid="user-1")
    office.claims = {"email": "owner@kakuu-seiko.example", "auth_time": int(time.time())}
    return cast.client("owner", fresh=False)


def _events(cast):
    return [line.event for line in lines(cast.organisation.pk)]


def _changes_a_role(cast, client):
    """The answer of what demands an elevated session."""
    address = cast.url(f"people/{cast.person('staff').pk}/role/")
    return client.post(address, {"role": "section", "until_on": "", "department": ""})


def _wants(cast, client):
    """Led away from changing a role; the page that comes up."""
    away = _changes_a_role(cast, client)
    assert away["Location"] == cast.url("people/elevated/")
    return client.get(away["Location"])


def _confirmed(client, office, to):
    return client.get(BACK, office.signs_in(_sent_to(client.post(AGAIN, {"next": to}))))


def test_the_page_offers_the_provider_and_a_fresh_sign_in_there_begins_it(cast, connected, office):
    page = _wants(cast, connected)
    assert page.status_code == 403
    assert AGAIN in page.content.decode()
    back = cast.url("people/elevated/")
    answer = _confirmed(connected, office, back)
    assert (answer.status_code, answer["Location"]) == (302, back)
    kept = connected.get(back)
    assert kept.status_code == 200
    assert 'value="section"' in kept.content.decode()
    assert "people:elevation:begun" in _events(cast)


def test_the_provider_is_asked_for_the_password_whatever_session_it_has(connected, office):
    asked = parse_qs(urlsplit(_sent_to(connected.post(AGAIN))).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


@pytest.mark.parametrize("auth_time", [None, "now", True, 0, -1, 10**12])
def test_a_provider_that_does_not_say_that_it_was_just_now_confirms_nothing(
    cast, connected, office, auth_time
):
    _wants(cast, connected)
    office.claims["auth_time"] = int(time.time()) - 3600 if auth_time == -1 else auth_time
    answer = _confirmed(connected, office, cast.url("people/elevated/"))
    assert answer.status_code == 403
    assert "auth_time" in answer.content.decode()
    assert connected.get(cast.url("people/elevated/")).status_code == 403
    assert "people:elevation:begun" not in _events(cast)


def test_somebody_else_at_the_provider_confirms_nothing_and_stays_outside(cast, connected, office):
    SocialAccount.objects.create(user_id=cast.account("staff").pk, provider="office", uid="user-2")
    _wants(cast, connected)
    office.claims |= {"sub": "user-2"}
    answer = _confirmed(connected, office, cast.url("people/elevated/"))
    assert answer.status_code == 403
    assert "別の方" in answer.content.decode()
    assert connected.session["_auth_user_id"] == str(cast.account("owner").pk)
    assert connected.get(cast.url("people/elevated/")).status_code == 403


def test_a_person_unknown_here_is_not_taken_in_on_the_way(cast, connected, office):
    office.claims |= {"sub": "user-9", "email": "staff@kakuu-seiko.example"}
    assert _confirmed(connected, office, cast.url("people/elevated/")).status_code == 403
    assert SocialAccount.objects.count() == 1


def test_it_is_only_for_those_who_are_connected_there(cast, office):
    assert cast.client("steward").post(AGAIN).status_code == 404
    assert cast.client().post(AGAIN).status_code == 302
    assert cast.client("steward").get(AGAIN).status_code == 405


def test_a_stolen_session_adds_no_app_of_its_own(cast, connected, office):
    app = reverse("mfa_activate_totp")
    page = connected.get(app)
    assert page.status_code == 403
    assert AGAIN in page.content.decode()
    assert connected.post(app, {"code": "123456"}).status_code == 403
    assert _confirmed(connected, office, app)["Location"] == app
    assert connected.get(app).status_code == 200


def test_who_has_just_come_in_sets_up_an_app_at_once(cast, connected):
    just_signed_in(connected, cast.account("owner"))
    assert connected.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(("auth_time", "begins"), [(0, True), (3600, False), (None, False), (-(10**9), True)])
def test_coming_in_counts_from_when_the_provider_was_shown_it(
    cast, client, connected, office, auth_time, begins
):
    """`auth_time` in seconds ago: many providers let people in by a session of yesterday without asking."""
    office.claims["auth_time"] = None if auth_time is None else int(time.time()) - auth_time
    client.get(BACK, office.signs_in(_sent_to(client.post(GO))))
    answer = _changes_a_role(cast, client)
    assert client.session["_auth_user_id"] == str(cast.account("owner").pk)
    assert (answer["Location"] != cast.url("people/elevated/")) is begins
    assert ("people:elevation:begun" in _events(cast)) is begins


def test_a_second_step_after_a_silent_provider_counts_by_itself(cast, client, connected, office):
    office.claims["auth_time"] = None
    secret = signing.with_app(cast.account("owner"))
    client.get(BACK, office.signs_in(_sent_to(client.post(GO))))
    signing.code(client, signing.number(secret))
    _changes_a_role(cast, client)
    assert "people:elevation:begun" in _events(cast)


def test_who_has_a_second_step_confirms_with_it_where_the_provider_is_silent(cast, connected, office):
    office.claims["auth_time"] = None
    secret = signing.with_app(cast.account("owner"))
    away = _changes_a_role(cast, connected)
    assert away["Location"].startswith(reverse("mfa_reauthenticate"))
    back = connected.post(away["Location"], {"code": signing.number(secret)})
    assert connected.get(back["Location"]).status_code == 200
    assert "people:elevation:begun" in _events(cast)


def test_a_stolen_session_connects_no_login_of_its_own(cast, connected, office):
    begin = reverse("sign_on_connect", kwargs={"provider_id": "office"})
    remove = reverse("sign_on_remove", kwargs={"provider_id": "office"})
    for address in (begin, remove):
        page = connected.post(address)
        assert page.status_code == 403
        assert AGAIN in page.content.decode()
    assert SocialAccount.objects.count() == 1
    _confirmed(connected, office, reverse("account_home"))
    assert connected.post(remove).status_code == 302
    assert SocialAccount.objects.count() == 0


def test_an_operator_without_a_password_confirms_there_before_an_envelope_is_made(cast, connected, office):
    account = cast.account("owner")
    account.is_operator = True
    account.save()
    envelope = reverse("envelope:make")
    page = connected.post(envelope)
    assert page.status_code == 403
    assert AGAIN in page.content.decode()
    assert _confirmed(connected, office, envelope)["Location"] == envelope
    assert connected.get(envelope).context["is_fresh"]
