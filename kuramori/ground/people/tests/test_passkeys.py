"""A passkey opens the account that it was made for, once for each question, and no other account."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kuramori.ground.people.tests import signing
from kuramori.ground.people.tests.passkey import Passkey, asked

ALONE, SECOND, AGAIN = "mfa_login_webauthn", "mfa_authenticate", "mfa_reauthenticate_webauthn"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


def _with_passkey(cast, role: str) -> Passkey:
    client = cast.client(role)
    client.defaults["HTTP_HOST"] = "localhost"
    signing.confirm(client)
    made = Passkey()
    question = asked(client.get(reverse("mfa_add_webauthn")).content)
    client.post(reverse("mfa_add_webauthn"), {"credential": made.registered(question)})
    assert Authenticator.objects.filter(user=cast.account(role), type="webauthn").count() == 1
    return made


def _browser() -> Client:
    return Client(HTTP_HOST="localhost")


def _alone(client: Client, passkey: Passkey, **named: str):
    question = client.get(reverse(ALONE), headers={"accept": "application/json"}).json()
    options = question["request_options"]["publicKey"]
    credential = passkey.signed(options, **named)
    return credential, client.post(reverse(ALONE), {"credential": credential})


def _is_in(cast, client: Client) -> bool:
    return client.get(cast.url()).status_code == 200


def test_it_opens_its_own_account_and_the_same_answer_opens_nothing_twice(cast):
    mine, client = _with_passkey(cast, "staff"), _browser()
    credential, answer = _alone(client, mine)
    assert (answer.url, _is_in(cast, client)) == (reverse("doors"), True)
    for other in (client, _browser()):
        other.post(reverse("account_logout"))
        other.get(reverse(ALONE), headers={"accept": "application/json"})
        other.post(reverse(ALONE), {"credential": credential})
        assert not _is_in(cast, other)


def test_it_opens_no_other_account_whoever_it_claims_to_be_of(cast):
    mine, theirs, client = _with_passkey(cast, "staff"), _with_passkey(cast, "owner"), _browser()
    _alone(client, mine, handle=theirs.handle)
    assert not _is_in(cast, client)

    signing.password(client, cast.account("owner"))
    question = asked(client.get(reverse(SECOND)).content)
    refused = client.post(reverse(SECOND), {"credential": mine.signed(question)})
    assert (refused.status_code, _is_in(cast, client)) == (200, False)
    question = asked(refused.content)
    client.post(reverse(SECOND), {"credential": theirs.signed(question)})
    assert _is_in(cast, client)


def test_who_sits_at_anothers_screen_does_not_confirm_with_a_passkey_of_their_own(cast):
    mine, theirs, left_open = (
        _with_passkey(cast, "staff"),
        _with_passkey(cast, "owner"),
        cast.client("owner"),
    )
    left_open.defaults["HTTP_HOST"] = "localhost"
    question = asked(left_open.get(reverse(AGAIN)).content)
    refused = left_open.post(reverse(AGAIN), {"credential": mine.signed(question)})
    assert left_open.get(reverse("mfa_view_recovery_codes")).status_code == 302
    left_open.post(reverse(AGAIN), {"credential": theirs.signed(asked(refused.content))})
    assert left_open.get(reverse("mfa_view_recovery_codes")).status_code == 200
