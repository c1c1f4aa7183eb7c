"""Setting up and taking away one's second factors: what is stored, what is told, who is asked again."""

from __future__ import annotations

import json

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from kuramori.ground.people import sealed_factors
from kuramori.ground.people.factors import FactorAdapter, NobodysFactor
from kuramori.ground.people.forms_sign_in import PENDING
from kuramori.ground.people.models import Person
from kuramori.ground.people.renew import renew_password
from kuramori.ground.people.tests import signing
from kuramori.outside.vault import SealBroken

CHANGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("mfa_activate_totp", {}),
    ("mfa_deactivate_totp", {}),
    ("mfa_generate_recovery_codes", {}),
    ("mfa_view_recovery_codes", {}),
    ("mfa_add_webauthn", {}),
    ("sign_on_remove", {"provider_id": "office"}),
)


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


@pytest.fixture
def mine(cast):
    """A browser in which the staff member has just said again who they are."""
    client = cast.client("staff")
    assert signing.confirm(client).status_code == 302
    return client


def _pending(client, account) -> str:
    return sealed_factors.unseal(client.session[PENDING], account.pk)


def _set_up(client, account):
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = _pending(client, account)
    return secret, client.post(reverse("mfa_activate_totp"), {"code": signing.number(secret)})


def test_an_app_is_set_up_with_its_first_number(cast, mine):
    account = cast.account("staff")
    _secret, answer = _set_up(mine, account)

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert signing.told(account) == ["people:account:app_set_up", "people:account:recovery_codes_made"]
    page = mine.get(answer.url).content.decode()
    assert all(code in page for code in signing.codes_of(account))
    assert len(signing.codes_of(account)) == 10
    assert PENDING not in mine.session


def test_the_number_of_the_set_up_is_used_up(cast, mine, client):
    account = cast.account("staff")
    mine.get(reverse("mfa_activate_totp"))
    number = signing.number(_pending(mine, account))
    assert mine.post(reverse("mfa_activate_totp"), {"code": number}).status_code == 302
    signing.password(client, account)

    assert signing.code(client, number).status_code == 200


def test_a_wrong_number_sets_nothing_up_and_keeps_the_picture(cast, mine):
    account = cast.account("staff")
    mine.get(reverse("mfa_activate_totp"))
    secret = _pending(mine, account)
    page = mine.post(reverse("mfa_activate_totp"), {"code": signing.wrong(secret)})

    assert page.status_code == 200
    assert "確認できませんでした" in page.content.decode()
    assert _pending(mine, account) == secret
    assert not Authenticator.objects.exists()
    assert signing.told(account) == []


def test_the_page_draws_the_code_itself(cast, mine):
    page = mine.get(reverse("mfa_activate_totp")).content.decode()
    secret = _pending(mine, cast.account("staff"))

    assert '<svg class="qr"' in page
    assert "data:image" not in page
    assert " ".join(secret[start : start + 4] for start in range(0, 32, 4)) in page
    assert f"secret={secret}" in page


def test_no_secret_lies_readable_in_the_database(cast, mine):
    account = cast.account("staff")
    mine.get(reverse("mfa_activate_totp"))
    pending = _pending(mine, account)
    assert pending not in _everything()
    secret, _answer = _set_up(mine, account)
    held = _everything()

    assert secret not in held
    for code in signing.codes_of(account):
        assert code not in held
        assert code.replace(" ", "") not in held
    with sealed_factors.belonging_to(account.pk):
        row = Authenticator.objects.get(user=account, type="recovery_codes")
        assert sealed_factors.unseal(row.data["seed"], account.pk) not in held


def _everything() -> str:
    """All that a thief of the database would read: every column as text, and what sessions hold."""
    texts = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        # SQLite's word index is only a face of the tables beside it, which are read.
        for table in set(connection.introspection.table_names()) - {"search_words"}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            texts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(texts)


def test_a_secret_copied_to_another_account_opens_nothing(cast):
    mine, theirs = cast.account("staff"), cast.account("owner")
    signing.with_app(mine)
    sealed = Authenticator.objects.get(user=mine, type="totp").data["secret"]

    with pytest.raises(SealBroken):
        sealed_factors.unseal(sealed, theirs.pk)


def test_a_secret_is_never_sealed_for_nobody(rf, db):
    request = rf.get("/")
    request.user = AnonymousUser()
    with context.request_context(request), pytest.raises(NobodysFactor):
        FactorAdapter().encrypt("secret")


@pytest.mark.parametrize(("name", "kwargs"), CHANGES)
def test_whoever_sits_down_at_an_open_screen_is_asked_first(cast, name, kwargs):
    client = cast.client("staff")
    signing.with_app(cast.account("staff"))
    before = list(Authenticator.objects.values_list("pk", "data"))
    client.defaults["HTTP_HOST"] = "localhost"
    for answer in (client.get(reverse(name, kwargs=kwargs)), client.post(reverse(name, kwargs=kwargs))):
        assert answer.status_code == 405 or answer.url.startswith(reverse("account_reauthenticate")), answer
    assert list(Authenticator.objects.values_list("pk", "data")) == before


def test_one_may_say_again_who_one_is_by_number_too(cast):
    client, account = cast.client("staff"), cast.account("staff")
    secret = signing.with_app(account)
    page = client.get(reverse("account_reauthenticate")).content.decode()
    assert "認証アプリか予備のコードで確かめる" in page
    answer = client.post(reverse("mfa_reauthenticate"), {"code": signing.number(secret)})

    assert answer.status_code == 302
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_saying_again_who_one_is_counts_tries(cast):
    client, account = cast.client("staff"), cast.account("staff")
    secret = signing.with_app(account)
    for _ in range(5):
        client.post(reverse("mfa_reauthenticate"), {"code": signing.wrong(secret)})
    page = client.post(reverse("mfa_reauthenticate"), {"code": signing.number(secret)})

    assert "しばらく受け付けません" in page.content.decode()
    other = cast.client("owner")
    answers = [signing.confirm(other, "chigau-kotoba-99").status_code for _ in range(11)]
    assert "しばらく受け付けません" in signing.confirm(other).content.decode() or 429 in answers


def test_taking_the_app_away_takes_the_codes_along_and_is_told(cast, mine):
    account = cast.account("staff")
    signing.with_app(account)
    answer = mine.post(reverse("mfa_deactivate_totp"))

    assert answer.url == reverse("account_home")
    assert not Authenticator.objects.exists()
    assert signing.told(account) == ["people:account:app_removed"]
    assert "二段階の確認を足す" in mine.get(answer.url).content.decode()


def test_new_recovery_codes_make_the_old_ones_void(cast, mine, client):
    account = cast.account("staff")
    signing.with_app(account)
    old = signing.codes_of(account)
    answer = mine.post(reverse("mfa_generate_recovery_codes"))

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert not set(old) & set(signing.codes_of(account))
    assert signing.told(account) == ["people:account:recovery_codes_made"]
    signing.password(client, account)
    assert signing.code(client, old[0]).status_code == 200


def test_recovery_codes_alone_cannot_be_made(cast, mine):
    answer = mine.post(reverse("mfa_generate_recovery_codes"))

    assert answer.url == reverse("account_home")
    assert not Authenticator.objects.exists()


def test_a_change_is_told_in_every_organisation_of_the_account(cast, mine):
    account = cast.account("staff")
    there = cast.person("staff", cast.there)
    Person.everywhere.filter(pk=there.pk).update(account=account)
    _set_up(mine, account)

    assert signing.told(account).count("people:account:app_set_up") == 2


def test_nothing_is_set_up_when_it_cannot_be_told(cast, mine, monkeypatch):
    def broken(*args, **named):
        raise RuntimeError("the disk is full")

    account = cast.account("staff")
    mine.get(reverse("mfa_activate_totp"))
    secret = _pending(mine, account)
    monkeypatch.setattr("kuramori.ground.people.tell.record", broken)
    with pytest.raises(RuntimeError, match="disk"):
        mine.post(reverse("mfa_activate_totp"), {"code": signing.number(secret)})

    assert not Authenticator.objects.exists()


def test_the_own_page_names_the_next_step_and_what_stands(cast):
    client, account = cast.client("staff"), cast.account("staff")
    assert "認証アプリを使う" in client.get(reverse("account_home")).content.decode()
    signing.with_app(account)
    page = client.get(reverse("account_home")).content.decode()
    assert "使っています" in page
    assert "残り10個" in page
    assert "次にやること" not in page


def test_few_codes_are_the_next_step(cast):
    client, account = cast.client("staff"), cast.account("staff")
    signing.with_app(account)
    row = Authenticator.objects.get(user=account, type="recovery_codes")
    row.data["used_mask"] = 0b1111111
    row.save()
    page = client.get(reverse("account_home")).content.decode()

    assert "残り3個" in page
    assert "予備のコードを作り直す" in page


def test_a_change_of_the_password_is_told(cast, mine):
    account = cast.account("staff")
    new = "aozora-to-densha-77"
    mine.post(
        reverse("account_change_password"),
        {"oldpassword": "kura-no-kagi-2026", "password1": new, "password2": new},
    )

    assert signing.told(account) == ["people:account:password_changed"]
    assert "パスワードを変えました" in mine.get(reverse("account_home")).content.decode()


def test_the_address_of_numbers_says_why_there_are_no_passkeys(cast):
    client = cast.client("staff")
    page = client.get(reverse("account_home"), HTTP_HOST="127.0.0.1:8000").content.decode()
    assert "http://localhost:8000/account/" in page
    assert reverse("mfa_add_webauthn") not in page
    assert (
        reverse("mfa_add_webauthn")
        in client.get(reverse("account_home"), HTTP_HOST="localhost:8000").content.decode()
    )
    signing.confirm(client)
    assert client.get(reverse("mfa_add_webauthn"), HTTP_HOST="127.0.0.1:8000").url == reverse("account_home")


def test_who_runs_the_instance_can_take_a_lost_second_step_away_and_it_is_told(cast, client):
    account = cast.account("staff")
    signing.with_app(account)
    renew_password(account.email, "aozora-densha-77", forget_second_step=True)

    assert signing.password(client, account, "aozora-densha-77").url == reverse("doors")
    assert signing.told(account) == [
        "people:account:password_renewed",
        "people:account:second_step_forgotten",
    ]


def test_a_new_password_alone_leaves_the_second_step(cast, client):
    account = cast.account("staff")
    signing.with_app(account)
    renew_password(account.email, "aozora-densha-77")

    assert signing.password(client, account, "aozora-densha-77").url == reverse("mfa_authenticate")
    assert signing.told(account) == ["people:account:password_renewed"]


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "{}",
        '"x"',
        "7",
        '{"id":"a"}',
        '{"id":"!!","rawId":"!!","type":"public-key","response":{}}',
        '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","attestationObject":"AAAA",'
        '"authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"},"clientExtensionResults":{}}',
        '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"",'
        '"signature":"","userHandle":null}}',
    ],
)
def test_what_no_passkey_says_opens_nothing_and_breaks_nothing(cast, mine, client, credential):
    mine.defaults["HTTP_HOST"] = client.defaults["HTTP_HOST"] = "localhost"
    mine.get(reverse("mfa_add_webauthn"))
    assert mine.post(reverse("mfa_add_webauthn"), {"credential": credential}).status_code == 200
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer.url == reverse("account_login")
    account = cast.account("owner")
    signing.with_app(account)
    signing.password(client, account)
    assert client.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert client.get(cast.url()).status_code == 302
    assert not Authenticator.objects.filter(type="webauthn").exists()
