"""Company sign-on through the whole code flow, against a provider on this machine that also lies."""

from __future__ import annotations

import dataclasses
import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from structlog.testing import capture_logs

from kuramori.ground.people.models import Account
from kuramori.ground.people.tests import provider, signing
from kuramori.site.instance import Instance, SignOn

CONNECTED = "people:account:sign_on_connected"
GO = reverse("openid_connect_login", kwargs={"provider_id": "office"})
BACK = reverse("openid_connect_callback", kwargs={"provider_id": "office"})


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


@pytest.fixture
def office(settings):
    found, server = provider.opened()
    settings.INSTANCE = Instance(
        sign_on=(
            SignOn(
                "office",
                "架空精工のログイン",
                found.address,
                provider.CLIENT,
                provider.SECRET,
                private_network=True,
            ),
        )
    )
    yield found
    server.shutdown()
    server.server_close()


def _sent_to(answer) -> str:
    """Where the page sends the browser."""
    assert answer.status_code == 200, answer
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert found, "no way on"
    return html.unescape(found[1])


def _comes_back(client, office, *, begin=GO, form=None, **changed):
    given = office.signs_in(_sent_to(client.post(begin, form or {})))
    return client.get(BACK, {**given, **changed})


def _refused(answer, words: str = "返事を確かめられなかった") -> None:
    assert answer.status_code in {401, 403}, answer
    assert words in answer.content.decode()
    assert SocialAccount.objects.count() == 0


def test_who_has_an_account_comes_in_by_the_verified_address(cast, client, office):
    answer = _comes_back(client, office)

    assert answer.url == reverse("doors")
    assert client.get(cast.url()).status_code == 200
    assert client.session["_auth_user_id"] == str(cast.account("staff").pk)
    assert signing.told(cast.account("staff")) == [CONNECTED]


def test_the_second_time_the_address_does_not_matter(cast, client, office):
    _comes_back(cast.client(), office)
    office.claims = {"email": "renamed@kakuu-seiko.example", "email_verified": False}
    _comes_back(client, office)

    assert client.session["_auth_user_id"] == str(cast.account("staff").pk)
    assert signing.told(cast.account("staff")) == [CONNECTED]


def test_one_gets_to_where_one_wanted(cast, client, office):
    answer = _comes_back(client, office, form={"next": cast.url("people/")})
    assert answer.url == cast.url("people/")
    other = cast.client()
    assert "evil" not in _comes_back(other, office, form={"next": "https://evil.example/"}).url


def test_the_second_step_is_asked_for_all_the_same(cast, client, office):
    account = cast.account("staff")
    secret = signing.with_app(account)
    assert _comes_back(client, office).url == reverse("mfa_authenticate")
    assert client.get(cast.url()).status_code == 302
    signing.code(client, signing.number(secret))
    assert client.get(cast.url()).status_code == 200


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(client, office):
    asked = parse_qs(urlsplit(_sent_to(client.post(GO))).query)

    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_what_the_address_bar_says_changes_nothing_of_the_question(client, office):
    asked = parse_qs(
        urlsplit(_sent_to(client.post(f"{GO}?scope=admin&auth_params=prompt%3Dnone&process=connect"))).query
    )
    assert "admin" not in asked["scope"][0]
    assert "prompt" not in asked


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@yoso.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1.5},
        {"email": ["staff@kakuu-seiko.example"]},
    ],
    ids=["unknown", "none", "unverified", "unsaid", "false in words", "a number", "a list"],
)
def test_who_is_unknown_is_told_whom_to_ask_and_nothing_is_made(cast, client, office, claims):
    office.claims = claims
    accounts = Account.objects.count()
    answer = _comes_back(client, office)

    _refused(answer, "招待のリンクを作ってもらってください")
    assert Account.objects.count() == accounts
    assert client.get(cast.url()).status_code == 302


def test_an_account_that_was_stopped_is_unknown(cast, client, office):
    account = cast.account("staff")
    account.is_active = False
    account.save()
    _refused(_comes_back(client, office), "まだあなたの席がありません")


def test_only_addresses_of_the_domain_count_where_one_is_set(cast, client, office, settings):
    told = dataclasses.replace(settings.INSTANCE.sign_on[0], mail_domain="mihon-kanagata.example")
    settings.INSTANCE = Instance(sign_on=(told,))
    _refused(_comes_back(client, office), "まだあなたの席がありません")
    office.claims = {"email": "staff@mihon-kanagata.example"}
    assert _comes_back(cast.client(), office).url == reverse("doors")


LIES = {
    "another nonce": {"nonce": "something-else"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-program"},
    "several audiences without azp": {"aud": [provider.CLIENT, "another-program"]},
    "made for another program": {"azp": "another-program"},
    "expired": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "no end": {"exp": None},
    "not yet": {"nbf": int(time.time()) + 3600},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "nobody": {"sub": None},
    "nobody by name": {"sub": ""},
    "a number for a name": {"sub": 7},
    "too long a name": {"sub": "x" * 500},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES)
def test_an_id_token_that_does_not_hold_is_refused(cast, client, office, claims):
    office.claims = claims
    _refused(_comes_back(client, office))
    assert client.get(cast.url()).status_code == 302


def _unsigned(claims):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def _by_the_clients_secret(claims):
    return jwt.encode(claims, provider.SECRET * 2, algorithm="HS256", headers={"kid": "one"})


@pytest.mark.parametrize(
    "sign",
    [
        _unsigned,
        _by_the_clients_secret,
        lambda claims: jwt.encode(claims, provider.FOREIGN_KEY, algorithm="RS256", headers={"kid": "one"}),
        lambda claims: jwt.encode(claims, provider.KEY, algorithm="RS256", headers={"kid": "two"}),
        lambda claims: "",
        lambda claims: "a.b.c",
        lambda claims: None,
        lambda claims: ["a"],
    ],
    ids=["none", "HS256", "foreign key", "unknown key", "empty", "no token", "null", "a list"],
)
def test_a_signature_that_is_not_the_providers_is_refused(client, office, sign):
    office.sign = sign
    _refused(_comes_back(client, office))


def test_a_state_that_was_not_given_is_refused_before_anything_is_asked(cast, client, office):
    given = office.signs_in(_sent_to(client.post(GO)))
    office.asked.clear()
    for state in ("something-else", ""):
        _refused(client.get(BACK, {**given, "state": state}))
    assert office.asked == []


def test_another_browser_cannot_come_back_for_me(cast, client, office):
    given = office.signs_in(_sent_to(client.post(GO)))
    _refused(cast.client().get(BACK, given))


def test_coming_back_twice_is_refused(cast, client, office):
    given = office.signs_in(_sent_to(client.post(GO)))
    assert client.get(BACK, given).status_code == 302
    again = client.get(BACK, given)
    assert again.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_a_code_of_somebody_else_is_of_no_use(cast, client, office):
    """Code injection: the other's code in my own coming back. PKCE and nonce both stand against it."""
    theirs = office.signs_in(_sent_to(cast.client().post(GO)))
    mine = office.signs_in(_sent_to(client.post(GO)))
    _refused(client.get(BACK, {"code": theirs["code"], "state": mine["state"]}))


def test_an_answer_that_says_it_is_from_another_provider_is_refused(cast, client, office):
    _refused(_comes_back(client, office, iss="https://elsewhere.example"))
    assert _comes_back(client, office, iss=office.address).status_code == 302


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": None},
        {"jwks_uri": 7},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_is_not_the_one_meant_is_not_gone_to(client, office, configuration):
    office.configuration = configuration
    _refused(client.post(GO))


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_provider_that_is_down_is_told_calmly(client, office, status):
    office.status = status
    _refused(client.post(GO))
    office.status = 200
    given = office.signs_in(_sent_to(client.post(GO)))
    office.status = status
    _refused(client.get(BACK, given))


def test_a_provider_inside_the_office_network_is_reached_only_where_the_settings_say_so(
    client, office, settings
):
    shut = dataclasses.replace(settings.INSTANCE.sign_on[0], private_network=False)
    settings.INSTANCE = Instance(sign_on=(shut,))
    _refused(client.post(GO))
    assert office.asked == []


def test_who_thinks_again_at_the_provider_is_told_that_nothing_changed(client, office):
    state = parse_qs(urlsplit(_sent_to(client.post(GO))).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    _refused(answer, "何も変わっていません。ほかの方法でも")


def test_an_address_that_the_id_token_lacks_is_asked_for(cast, client, office):
    office.claims = {"email": None, "email_verified": None}
    office.userinfo = {"sub": "user-1", "email": "staff@kakuu-seiko.example", "email_verified": True}
    assert _comes_back(client, office).url == reverse("doors")
    office.userinfo = {"sub": "user-2", "email": "owner@kakuu-seiko.example", "email_verified": True}
    office.claims["sub"] = "user-3"
    assert _comes_back(cast.client(), office).status_code == 403


def test_one_connects_ones_own_account_after_saying_again_who_one_is(cast, office):
    office.claims = {"email": None}
    client, account = cast.client("staff"), cast.account("staff")
    begin = reverse("sign_on_connect", kwargs={"provider_id": "office"})
    assert client.post(begin).url.startswith(reverse("account_reauthenticate"))
    signing.confirm(client)
    answer = _comes_back(client, office, begin=begin)

    assert answer.url == reverse("account_home")
    assert "つながっています" in client.get(answer.url).content.decode()
    assert signing.told(account) == [CONNECTED]
    other = cast.client()
    assert _comes_back(other, office).url == reverse("doors")
    client.post(reverse("sign_on_remove", kwargs={"provider_id": "office"}))
    assert signing.told(account) == [CONNECTED, "people:account:sign_on_removed"]
    assert _comes_back(cast.client(), office).status_code == 403


def test_somebody_who_is_connected_cannot_be_taken_over(cast, office):
    _comes_back(cast.client(), office)
    thief = cast.client("owner")
    signing.confirm(thief)
    begin = reverse("sign_on_connect", kwargs={"provider_id": "office"})
    answer = _comes_back(thief, office, begin=begin)

    assert answer.status_code == 403
    assert "別のアカウントとつながっています" in answer.content.decode()
    assert SocialAccount.objects.get().user == cast.account("staff")


def test_nothing_of_the_tokens_and_of_what_the_provider_tells_is_kept(cast, client, office):
    office.claims = {"name": "西村 直", "phone_number": "03-0000-0000"}
    _comes_back(client, office)

    assert SocialToken.objects.count() == 0
    assert SocialAccount.objects.get().extra_data == {}
    held = str([session.get_decoded() for session in Session.objects.all()])
    assert "access-tokens-are-not-kept" not in held
    assert "03-0000-0000" not in held


def test_a_provider_in_the_database_is_not_known(db, client, settings):
    SocialApp.objects.create(provider="openid_connect", provider_id="planted", name="x", client_id="x")
    settings.INSTANCE = Instance()
    assert client.post("/account/sign-on/planted/").status_code == 404
    assert client.get("/account/sign-on/planted/callback/?code=1&state=2").status_code == 404


def test_the_sign_in_page_offers_it_only_where_it_is_set(client, office, settings):
    assert "架空精工のログインで入る" in client.get(reverse("account_login")).content.decode()
    settings.INSTANCE = Instance()
    assert "sign-on" not in client.get(reverse("account_login")).content.decode()


def test_the_log_says_why_and_shows_no_token(client, office):
    office.claims = {"aud": "another-program"}
    with capture_logs() as told:
        _comes_back(client, office)

    why = "the id token does not hold: InvalidAudienceError"
    assert told == [
        {"event": "people:sign_on:failed", "log_level": "warning", "provider": "office", "why": why}
    ]
