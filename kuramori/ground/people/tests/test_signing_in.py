"""Sign-in and one's own account: allauth behind our own pages."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kuramori.outside.visitor import LOOPBACK
from tests.cast import PASSWORD
from tests.house.addresses import ADDRESSES
from tests.house.doors import DOORS, Audience


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


def _sign_in(client, email: str, password: str = PASSWORD, **asked: str):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **asked)


def test_signing_in_leads_to_the_only_organisation(cast, client):
    answer = _sign_in(client, "staff@kakuu-seiko.example")

    assert answer.url == reverse("doors")
    assert client.get(answer.url).url == cast.url()


def test_the_address_may_be_typed_in_capitals(cast, client):
    assert _sign_in(client, "STAFF@Kakuu-Seiko.example").status_code == 302


def test_a_stranger_is_told_how_to_come_in(cast, client):
    _sign_in(client, "stranger@yoso.example")

    assert "招待のリンク" in client.get(reverse("doors")).content.decode()


def test_a_wrong_password_and_an_unknown_address_are_told_alike(cast, client):
    wrong = _sign_in(client, "staff@kakuu-seiko.example", "chigau-kotoba-99").content.decode()
    unknown = _sign_in(client, "nobody@kakuu-seiko.example", "chigau-kotoba-99").content.decode()

    told = "入力されたメールアドレスもしくはパスワードが正しくありません"
    assert told in wrong
    assert told in unknown


def test_the_sign_in_page_is_ours_and_tells_whom_to_ask(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert "<h1>ログイン</h1>" in page
    assert "新しいリンクを作ってもらってください" in page
    assert "account/reset" not in page


def test_too_many_attempts_are_slowed_down_in_plain_words(cast, client):
    for _ in range(12):
        answer = _sign_in(client, "staff@kakuu-seiko.example", "chigau-kotoba-99")

    assert "時間が経ってからやり直してください" in answer.content.decode()
    assert _sign_in(client, "staff@kakuu-seiko.example").status_code == 200, "not even with the right one"


def test_the_page_for_too_many_requests_is_ours(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(4):
        answer = _sign_in(client, "staff@kakuu-seiko.example", "chigau-kotoba-99")

    assert answer.status_code == 429
    assert "少し間をおいています" in answer.content.decode()


def test_behind_a_proxy_each_visitor_has_tries_of_their_own(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.TRUSTED_PROXIES = LOOPBACK
    for _ in range(4):
        answer = _sign_in(client, "staff@kakuu-seiko.example", "chigau", HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert answer.status_code == 429
    other = _sign_in(client, "owner@kakuu-seiko.example", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.9")
    assert other.status_code == 302


def test_without_a_proxy_an_invented_address_gives_no_further_tries(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.TRUSTED_PROXIES = LOOPBACK
    for number in range(4):
        answer = _sign_in(
            client,
            "staff@kakuu-seiko.example",
            "chigau",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
            REMOTE_ADDR="192.0.2.44",
        )
    assert answer.status_code == 429


def _copied(client: Client) -> Client:
    """Somebody who has got hold of the cookie."""
    thief = Client()
    thief.cookies.update(client.cookies)
    return thief


def test_the_password_can_be_changed_and_one_stays_signed_in_alone(cast):
    client, elsewhere = cast.client("staff"), cast.client("staff")
    stolen = _copied(client)
    assert stolen.get(cast.url()).status_code == elsewhere.get(cast.url()).status_code == 200
    new = "aozora-to-densha-77"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert answer.status_code == 302
    assert client.get(cast.url()).status_code == 200
    assert stolen.get(cast.url()).status_code == elsewhere.get(cast.url()).status_code == 302
    cast.account("staff").refresh_from_db()
    assert cast.account("staff").check_password(new)


def test_a_wrong_present_password_changes_nothing(cast):
    new = "aozora-to-densha-77"
    answer = cast.client("staff").post(
        reverse("account_change_password"), {"oldpassword": "chigau", "password1": new, "password2": new}
    )

    assert 'id="id_oldpassword_error"' in answer.content.decode()
    cast.account("staff").refresh_from_db()
    assert cast.account("staff").check_password(PASSWORD)


def test_the_page_to_change_the_password_offers_no_reset_by_mail(cast):
    page = cast.client("staff").get(reverse("account_change_password")).content.decode()

    assert "お忘れ" not in page


def test_signing_out_asks_first_and_ends_the_session(cast):
    client = cast.client("staff")
    assert "ログアウトしますか" in client.get(reverse("account_logout")).content.decode()

    stolen, guarded = _copied(client), Client(enforce_csrf_checks=True)
    guarded.cookies = client.cookies.copy()
    assert guarded.post(reverse("account_logout")).status_code == 403  # another site's form
    assert client.get(cast.url()).status_code == 200
    client.post(reverse("account_logout"))

    assert client.get(cast.url()).status_code == stolen.get(cast.url()).status_code == 302


def test_the_password_is_asked_again_on_a_page_of_ours(cast):
    page = cast.client("staff").get(reverse("account_reauthenticate")).content.decode()

    assert "もう一度パスワードを入れてください" in page


def test_an_account_that_was_stopped_cannot_sign_in(cast, client):
    account = cast.account("staff")
    account.is_active = False
    account.save()

    answer = _sign_in(client, account.email)

    assert answer.url == reverse("account_inactive")
    assert "いまは使えません" in client.get(answer.url).content.decode()
    assert client.get(cast.url()).status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_doors_that_allauth_would_open_stay_shut(client, db, name):
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"email": "new@yoso.example", "password1": PASSWORD}).status_code == 404


def test_no_other_address_of_allauth_is_mounted(db):
    with pytest.raises(NoReverseMatch):
        reverse("account_confirm_email", kwargs={"key": "x"})


def test_signing_in_leads_nowhere_outside(cast, client):
    answer = client.post(
        f"{reverse('account_login')}?next=https://evil.example/",
        {"login": "staff@kakuu-seiko.example", "password": PASSWORD},
    )

    assert "evil.example" not in answer.url


def test_signing_in_and_out_says_nothing_that_the_page_shows_anyway(cast, client):
    _sign_in(client, "staff@kakuu-seiko.example")
    assert "ユーザー" not in client.get(cast.url()).content.decode()
    client.post(reverse("account_logout"))
    assert "ログアウトしました" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    ("name", "door"), [(name, door) for name, door in DOORS.items() if door.audience is Audience.SIGNED_IN]
)
def test_ones_own_pages_open_for_nobody_who_is_not_signed_in(client, db, name, door):
    wanted = {"provider_id": "office", "pk": 1}
    url = reverse(name, kwargs={key: wanted[key] for key in ADDRESSES[name]})
    for method in ("GET", "POST"):
        answer = client.generic(method, url)
        assert answer.status_code == 405 or answer.url.startswith(reverse("account_login")), (name, method)
