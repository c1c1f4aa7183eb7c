"""Coming in by one query must refuse whatever Django's own way refuses."""

import datetime

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuramori.ground.people.models import Membership
from kuramori.outside import clock

LOGIN = "/account/login/?next="


@pytest.fixture
def home(cast):
    return cast.url("")


def _is_sent_to_sign_in(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


def test_session_account_person_organisation_and_roles_are_two_questions(cast):
    client = cast.client("steward")
    client.get(cast.url("no-such-page/"))
    with CaptureQueriesContext(connection) as asked:
        client.get(cast.url("no-such-page/"))
    assert len([one for one in asked if "people_account" in one["sql"]]) == 1
    assert len([one for one in asked if "django_session" in one["sql"]]) == 1


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(cast, home):
    client, account = cast.client("steward"), cast.account("steward")
    assert client.get(home).status_code == 200
    account.set_password("atarashii-kagi-2026")
    account.save()
    assert _is_sent_to_sign_in(client.get(home))


def test_an_account_that_was_shut_does_not_come_in(cast, home):
    client, account = cast.client("steward"), cast.account("steward")
    account.is_active = False
    account.save()
    assert _is_sent_to_sign_in(client.get(home))


@pytest.mark.parametrize(
    "forged",
    [
        {HASH_SESSION_KEY: ""},
        {HASH_SESSION_KEY: "0" * 64},
        {BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"},
    ],
)
def test_a_session_that_does_not_prove_itself_does_not_come_in(cast, home, forged):
    client = cast.client("steward")
    session = client.session
    session.update(forged)
    session.save()
    assert _is_sent_to_sign_in(client.get(home))


def test_a_session_begun_under_the_secret_before_this_one_is_renewed_not_ended(cast, home, settings):
    client = cast.client("steward")
    begun = client.session[HASH_SESSION_KEY]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-this-house-for-a-test-only"
    assert client.get(home).status_code == 200
    assert client.session[HASH_SESSION_KEY] != begun


def test_a_role_that_ended_yesterday_opens_nothing_today(cast, home):
    client = cast.client("steward")
    yesterday = clock.today() - datetime.timedelta(days=1)
    Membership.everywhere.filter(person=cast.person("steward")).update(
        from_on=yesterday - datetime.timedelta(days=30), until_on=yesterday
    )
    assert client.get(home).status_code == 404


def test_a_member_of_one_house_finds_no_other(cast):
    client = cast.client("steward")
    assert client.get(cast.url("", at=cast.there)).status_code == 404
    assert client.get("/o/no-such-house/").status_code == 404
