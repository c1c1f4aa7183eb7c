"""The second step of signing in: what opens, what does not, and how often it may be tried."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.people.invite import issue_link
from kuramori.ground.people.tests import signing
from tests.cast import PASSWORD

HELD = "people:account:second_step_held"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


@pytest.fixture
def staff(cast):
    account = cast.account("staff")
    account.app = signing.with_app(account)
    return account


def test_the_password_alone_opens_nothing(cast, client, staff):
    answer = signing.password(client, staff)

    assert answer.url == reverse("mfa_authenticate")
    for place in (
        cast.url(),
        cast.url("checks/"),
        "/account/",
        "/account/codes/",
        "/account/devices/",
        "/doors/",
    ):
        assert client.get(place).status_code == 302, place
        assert "/account/login/" in client.get(place).url or "second" in client.get(place).url, place
    assert "_auth_user_id" not in client.session


def test_password_and_number_open_the_organisation(cast, client, staff):
    signing.password(client, staff)
    answer = signing.code(client, signing.number(staff.app))

    assert answer.url == reverse("doors")
    assert client.get(cast.url()).status_code == 200


def test_one_gets_to_where_one_wanted_in_the_first_place(cast, client, staff):
    client.post(
        f"{reverse('account_login')}?next={cast.url('people/')}",
        {"login": staff.email, "password": PASSWORD, "next": cast.url("people/")},
    )
    assert signing.code(client, signing.number(staff.app)).url == cast.url("people/")


def test_a_wrong_number_opens_nothing_and_says_so(cast, client, staff):
    signing.password(client, staff)
    page = signing.code(client, signing.wrong(staff.app))

    assert page.status_code == 200
    assert "確認できませんでした" in page.content.decode()
    assert client.get(cast.url()).status_code == 302


def test_a_number_counts_once(client, cast, staff):
    used = signing.number(staff.app)
    signing.password(client, staff)
    signing.code(client, used)
    other = cast.client()
    signing.password(other, staff)

    assert "確認できませんでした" in signing.code(other, used).content.decode()
    with signing.later(seconds=29):
        # Still within the tolerance of a minute, and still used.
        assert signing.code(other, used).status_code == 200
    with signing.later(seconds=31):
        assert signing.code(other, signing.number(staff.app)).status_code == 302


def test_an_older_number_is_not_taken_after_a_newer_one(client, cast, staff):
    older = signing.number(staff.app)
    with signing.later(seconds=30):
        signing.password(client, staff)
        assert signing.code(client, signing.number(staff.app)).status_code == 302
        other = cast.client()
        signing.password(other, staff)
        assert signing.code(other, older).status_code == 200


def test_a_number_of_two_minutes_ago_is_too_old(client, staff):
    old = signing.number(staff.app)
    with signing.later(seconds=120):
        signing.password(client, staff)
        assert signing.code(client, old).status_code == 200


def test_a_recovery_code_works_once_and_the_trail_tells(cast, client, staff):
    first = signing.codes_of(staff)[0]
    signing.password(client, staff)
    assert signing.code(client, first).status_code == 302
    assert client.get(cast.url()).status_code == 200
    assert signing.told(staff)[-1] == "people:account:recovery_code_used"
    assert first not in signing.codes_of(staff)
    assert len(signing.codes_of(staff)) == 9
    other = cast.client()
    signing.password(other, staff)
    assert "確認できませんでした" in signing.code(other, first).content.decode()


def test_somebody_elses_number_and_code_open_nothing(cast, client, staff):
    stranger = cast.account("steward")
    theirs = signing.with_app(stranger)
    signing.password(client, staff)

    assert signing.code(client, signing.number(theirs)).status_code == 200
    assert signing.code(client, signing.codes_of(stranger)[0]).status_code == 200
    assert len(signing.codes_of(stranger)) == 10


def test_after_five_wrong_numbers_not_even_the_right_one_is_looked_at(cast, client, staff):
    signing.password(client, staff)
    for _ in range(5):
        signing.code(client, signing.wrong(staff.app))
    page = signing.code(client, signing.number(staff.app))

    assert "しばらく受け付けません" in page.content.decode()
    assert client.get(cast.url()).status_code == 302
    assert signing.told(staff).count(HELD) == 1
    # From another place it is the same account; and the trail is not filled with it.
    for address in ("198.51.100.7", "198.51.100.8"):
        other = cast.client()
        signing.password(other, staff)
        answer = other.post(
            reverse("mfa_authenticate"), {"code": signing.number(staff.app)}, REMOTE_ADDR=address
        )
        assert "しばらく受け付けません" in answer.content.decode()
    assert signing.told(staff).count(HELD) == 1


def test_recovery_codes_and_numbers_are_counted_together(client, staff):
    signing.password(client, staff)
    for typed in ("11111111", "000000", "22222222", "111111", "33333333"):
        signing.code(client, typed)

    assert "しばらく受け付けません" in signing.code(client, signing.codes_of(staff)[0]).content.decode()
    assert len(signing.codes_of(staff)) == 10


def test_signing_in_oneself_gives_no_new_tries_at_somebody_else(cast, staff):
    """The counter of one's address is not wiped by a second step that one can do."""
    me = cast.account("steward")
    mine = signing.with_app(me)
    client = cast.client()
    for _ in range(9):
        signing.password(client, staff, "chigau-kotoba-99")
    signing.password(client, me)
    signing.code(client, signing.number(mine))
    other = cast.client()
    signing.password(other, cast.account("owner"), "chigau-kotoba-99")
    answer = signing.password(other, cast.account("auditor"), "chigau-kotoba-99")

    assert "しばらく受け付けません" in answer.content.decode()


def test_the_host_does_not_give_new_tries(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    account = cast.account("staff")
    for port in range(5):
        client.post(
            reverse("account_login"),
            {"login": account.email, "password": "chigau-kotoba-99"},
            HTTP_HOST=f"localhost:{port + 1}",
        )
    answer = client.post(
        reverse("account_login"), {"login": account.email, "password": PASSWORD}, HTTP_HOST="127.0.0.1:9"
    )

    assert "しばらく受け付けません" in answer.content.decode()


def test_many_addresses_do_not_push_a_counter_out_of_the_cache(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    account = cast.account("staff")
    for _ in range(5):
        signing.password(client, account, "chigau-kotoba-99")
    for number in range(700):
        cache.set(f"filler-{number}", 1, 300)

    assert "しばらく受け付けません" in signing.password(client, account).content.decode()


def test_the_session_gets_a_new_key_at_the_password_and_at_the_second_step(client, staff):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    keys = [client.session.session_key]
    signing.password(client, staff)
    keys.append(client.session.session_key)
    signing.code(client, signing.number(staff.app))
    keys.append(client.session.session_key)

    assert None not in keys
    assert len(set(keys)) == 3


def test_a_session_from_before_does_not_get_in_with_one(cast, client, staff):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    planted = cast.client()
    planted.cookies["kura_session"] = client.session.session_key
    signing.password(client, staff)
    assert planted.get(reverse("mfa_authenticate")).url == reverse("account_login")
    signing.code(client, signing.number(staff.app))
    assert planted.get(cast.url()).status_code == 302


def test_without_the_password_the_second_step_leads_to_the_first(client, staff):
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")
    assert signing.code(client, signing.number(staff.app)).url == reverse("account_login")


def test_a_new_password_by_link_does_not_go_past_the_second_step(cast, client, staff):
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        link = issue_link(owner, cast.person("staff"))
    answer = client.post(
        reverse("front:join", kwargs={"secret": link.secret}),
        {"password": "aozora-densha-77", "again": "aozora-densha-77"},
    )

    assert answer.url == reverse("account_login")
    assert client.get(cast.url()).status_code == 302
    assert signing.password(client, staff, "aozora-densha-77").url == reverse("mfa_authenticate")


def test_an_account_that_was_stopped_gets_no_second_step(client, staff):
    staff.is_active = False
    staff.save()
    assert signing.password(client, staff).url == reverse("account_inactive")


def test_the_page_of_the_second_step_offers_what_there_is(client, staff):
    signing.password(client, staff)
    page = client.get(reverse("mfa_authenticate")).content.decode()

    assert "認証アプリの6けたの番号" in page
    assert "パスキーで確かめる" not in page
    assert "どれも使えないとき" in page


def test_removing_the_app_while_at_the_second_step_leads_back_to_the_password(client, staff):
    signing.password(client, staff)
    Authenticator.objects.filter(user=staff).delete()
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")
