"""The doors from outside: the first owner, a join link, a password link."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.people import first_owner
from kuramori.ground.people.invite import invite, issue_link
from kuramori.ground.people.leave import leave
from kuramori.ground.people.models import Account, Invitation, Organisation, Person
from kuramori.ground.people.roles import Role
from kuramori.outside import clock

NEW_PASSWORD = "aozora-to-densha-77"
TWICE = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


def _join(secret: str) -> str:
    return reverse("front:join", kwargs={"secret": secret})


def _invited(cast, **fields):
    with scope(organisation=cast.organisation):
        return invite(cast.actor("owner"), **{"name": "浦野 千晴", "email": "", "role": Role.STAFF, **fields})


def _welcome() -> str:
    link = first_owner.link("http://testserver")
    assert link is not None
    return link.removeprefix("http://testserver")


OWNER = {"organisation": "試作工房", "name": "空野 一", "email": "Sorano@Shisaku.example", **TWICE}


def test_the_first_owner_comes_in_and_lands_in_the_first_settings(client, db):
    answer = client.post(_welcome(), OWNER)

    organisation = Organisation.objects.get()
    assert answer.url == f"/o/{organisation.slug}/people/start/"
    page = client.get(answer.url)
    assert "どんな会社ですか" in page.content.decode()
    assert Account.objects.get().email == "sorano@shisaku.example"


def test_looking_at_the_first_link_does_not_use_it_up(client, db):
    url = _welcome()

    assert client.get(url).status_code == client.get(url).status_code == 200
    assert not Account.objects.exists()


def test_the_first_link_works_for_one_owner_only(client, db):
    url = _welcome()
    client.post(url, OWNER)

    second = Client().post(url, {**OWNER, "email": "second@shisaku.example"})

    assert second.status_code == 404
    assert "このリンクは、いまは使えません" in second.content.decode()
    assert Account.objects.count() == 1


def test_a_made_up_first_link_opens_nothing(client, db):
    assert client.get("/welcome/first-owner/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "mijikai", "again": "mijikai"}, "最低 10 文字以上"),
        ({"again": "chigau-kotoba-99"}, "2つのパスワードが違います"),
        ({"email": "arroba.example"}, "メールアドレスとして読めません"),
        ({"organisation": ""}, "ここが空です"),
    ],
)
def test_what_is_wrong_with_the_first_form_is_told_and_nobody_is_made(client, db, wrong, told):
    answer = client.post(_welcome(), {**OWNER, **wrong})

    assert told in answer.content.decode()
    assert not Account.objects.exists()


def test_somebody_invited_chooses_a_password_and_is_in(cast, client):
    invited = _invited(cast, email="urano@kakuu-seiko.example")
    page = client.get(_join(invited.secret)).content.decode()
    assert "架空精工株式会社" in page
    assert "浦野 千晴" in page

    answer = client.post(_join(invited.secret), {"email": "urano@kakuu-seiko.example", **TWICE})

    assert answer.url == cast.url()
    assert client.get(answer.url).status_code == 200


def test_looking_at_a_link_never_uses_it_up(cast, client):
    invited = _invited(cast)

    for _ in range(3):
        assert client.get(_join(invited.secret)).status_code == 200
    client.head(_join(invited.secret))

    assert Invitation.everywhere.get(pk=invited.invitation.pk).used_at is None


def test_a_used_link_gives_a_friendly_page(cast, client):
    invited = _invited(cast)
    client.post(_join(invited.secret), {"email": "urano@kakuu-seiko.example", **TWICE})

    page = Client().get(_join(invited.secret))

    assert page.status_code == 404
    assert "リンクをくれた方に" in page.content.decode()


def test_an_expired_link_gives_the_same_page_as_an_unknown_one(cast, client):
    invited = _invited(cast)
    with clock.standing_at(clock.now() + datetime.timedelta(days=15)):
        expired = client.get(_join(invited.secret))

    def plain(page):
        return re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"|name="next" value="[^"]+"|/join/[^"]+', "", page
        )

    assert expired.status_code == 404
    assert plain(expired.content.decode()) == plain(client.get(_join("nobody-knows")).content.decode())


def test_the_page_of_a_link_does_not_tell_whether_its_address_has_an_account(cast, client):
    known = _invited(cast, email="owner@mihon-kanagata.example")
    unknown = _invited(cast, email="nobody@mihon-kanagata.example")

    def plain(page, address):
        text = re.sub(r'value="[^"]{40,}"|/join/[^"]+', "", page.content.decode())
        return text.replace(address, "")

    assert plain(client.get(_join(known.secret)), "owner@mihon-kanagata.example") == plain(
        client.get(_join(unknown.secret)), "nobody@mihon-kanagata.example"
    )


def test_who_has_an_account_signs_in_first_and_comes_back_to_the_link(cast, client):
    invited = _invited(cast)
    answer = client.post(_join(invited.secret), {"email": "owner@mihon-kanagata.example", **TWICE})
    assert "下からログインしてください" in answer.content.decode()

    signed_in = client.post(
        f"{reverse('account_login')}?next={_join(invited.secret)}",
        {"login": "owner@mihon-kanagata.example", "password": "kura-no-kagi-2026"},
    )
    assert signed_in.url == _join(invited.secret)
    assert "このアカウントで加わる" in client.get(signed_in.url).content.decode()
    client.post(signed_in.url)

    assert client.get(cast.url()).status_code == 200
    assert client.get(cast.url(at=cast.there)).status_code == 200
    assert "どの会社で使いますか" in client.get(reverse("doors")).content.decode()


def test_a_colleague_who_opens_the_link_is_told_that_it_is_not_theirs(cast):
    invited = _invited(cast)
    client = cast.client("steward")

    assert "では加われません" in client.get(_join(invited.secret)).content.decode()
    assert client.post(_join(invited.secret)).status_code == 409
    assert Person.everywhere.get(pk=invited.invitation.person_id).account is None


def test_who_comes_back_to_an_account_of_many_doors_only_signs_in(cast, client):
    with scope(organisation=cast.organisation):
        leave(cast.actor("owner"), cast.person("staff"), until_on=clock.today() - datetime.timedelta(days=1))
    with scope(organisation=cast.other):
        elsewhere = invite(cast.actor("owner", cast.there), name="西村 直", email="", role=Role.STAFF)
    cast.client("staff").post(_join(elsewhere.secret))
    again = _invited(cast, name="西村 直", email="staff@kakuu-seiko.example")

    page = client.get(_join(again.secret)).content.decode()
    assert "前にお使いのアカウントで" in page
    client.post(_join(again.secret), {"email": "taken@yoso.example", **TWICE})

    assert not Account.objects.filter(email="taken@yoso.example").exists()
    assert cast.client("staff").post(_join(again.secret)).url == cast.url()


def test_a_password_link_ends_the_sessions_that_were_open(cast, client):
    old_session = cast.client("staff")
    with scope(organisation=cast.organisation):
        link = issue_link(cast.actor("steward"), cast.person("staff"))
    assert "西村 直" in client.get(_join(link.secret)).content.decode()

    answer = client.post(_join(link.secret), TWICE)

    assert answer.url == cast.url()
    assert client.get(answer.url).status_code == 200
    assert old_session.get(cast.url()).status_code == 302
    assert client.get(_join(link.secret)).status_code == 404


def test_a_weak_new_password_is_refused_and_the_link_stays_good(cast, client):
    with scope(organisation=cast.organisation):
        link = issue_link(cast.actor("steward"), cast.person("staff"))

    answer = client.post(_join(link.secret), {"password": "password12", "again": "password12"})

    assert answer.status_code == 200
    assert client.get(_join(link.secret)).status_code == 200
    assert cast.account("staff").check_password("kura-no-kagi-2026")


def test_pages_with_a_secret_are_kept_by_no_cache_and_lead_nowhere_with_it(cast, client):
    answer = client.get(_join(_invited(cast).secret))

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
