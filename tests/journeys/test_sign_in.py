"""Signing in with more than a password: the app's number, a recovery code from paper, and a passkey alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from kuramori.ground.people.tests import signing
from tests.cast import PASSWORD, Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def _signs_in(page: Page, cast: Cast) -> None:
    page.goto("/account/login/")
    page.get_by_label("メールアドレス").fill(cast.account("staff").email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()


def _says_again(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("念のため")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="確かめる").click()


def _secret_on(page: Page) -> str:
    page.locator("details summary", has_text="読み取れないとき").click()
    return "".join(page.locator(".key code").inner_text().split())


def test_an_app_is_set_up_and_asked_for_and_paper_helps_when_it_is_lost(visit: OpenPage, cast: Cast) -> None:
    page, watch = visit(javascript=False), Watch()
    _signs_in(page, cast)
    page.goto("/account/")
    page.get_by_role("link", name="認証アプリを使う").click()
    _says_again(page)
    secret = _secret_on(page)
    assert page.locator("svg.qr").bounding_box()["width"] >= 150
    page.get_by_label("アプリに出ている6けたの番号").fill(signing.number(secret))
    page.get_by_role("button", name="設定する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("予備のコード")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert all(re.fullmatch(r"\d{4} \d{4}", code) for code in codes)
    page.get_by_role("link", name="しまいました").click()
    expect(page.locator("#app ~ div .state--ok")).to_contain_text("使っています")

    other = visit(javascript=False)
    _signs_in(other, cast)
    expect(other.get_by_role("heading", level=1)).to_have_text("もう一つ、確かめます")
    other.get_by_label("認証アプリの6けたの番号").fill("000 000")
    other.get_by_role("button", name="確かめて入る").click()
    expect(other.get_by_role("alert")).to_contain_text("確認できませんでした")
    other.get_by_label("認証アプリの6けたの番号").fill(codes[3])
    other.get_by_role("button", name="確かめて入る").click()
    other.goto("/account/")
    expect(other.locator("#codes + p")).to_contain_text("残り9個")
    other.get_by_role("link", name="見る・終わらせる").click()
    other.get_by_role("button", name="ほかの端末を、すべて終わらせる").click()
    expect(other.get_by_role("status")).to_contain_text("1台のログインを終わらせました")
    page.goto("/account/")
    assert "/account/login/" in page.url
    watch.ends_well()


def _with_authenticator(page: Page) -> tuple[CDPSession, str]:
    """A security chip in the browser that knows its owner."""
    chip = page.context.new_cdp_session(page)
    chip.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return chip, chip.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_passkey_is_registered_and_opens_alone(visit: OpenPage, cast: Cast) -> None:
    page = visit()
    chip, authenticator = _with_authenticator(page)
    _signs_in(page, cast)
    page.goto("/account/")
    page.get_by_role("link", name="パスキーを登録する").click()
    _says_again(page)
    page.get_by_label("この端末の呼び名").fill("事務所のノート")
    page.get_by_role("button", name="この端末に登録する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("予備のコード")
    assert len(chip.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]) == 1
    page.goto("/account/")
    expect(page.locator("#passkeys ~ ul")).to_contain_text("事務所のノート")
    page.context.clear_cookies()

    page.goto(f"/account/login/?next={cast.url('people/')}")
    page.get_by_role("button", name="パスキーでログインする").click()
    # A glob would already be content with the address of the sign-in page, which ends with ?next=….
    page.wait_for_url(lambda address: urlsplit(address).path == cast.url("people/"))
    page.context.clear_cookies()

    _signs_in(page, cast)
    expect(page.get_by_role("heading", level=1)).to_have_text("もう一つ、確かめます")
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(f"**{cast.url()}")

    page.goto("/account/")
    page.get_by_role("link", name=re.compile("消す")).click()
    page.get_by_role("link", name="パスキーで確かめる").click()
    page.get_by_role("button", name="パスキーを使う").click()
    page.get_by_role("button", name="消す").click()
    expect(page.get_by_role("status")).to_contain_text("パスキーを消しました")
    assert signing.told(cast.account("staff")) == [
        "people:account:passkey_added",
        "people:account:recovery_codes_made",
        "people:account:passkey_removed",
    ]


def test_a_passkey_that_is_refused_says_so_and_changes_nothing(visit: OpenPage, cast: Cast) -> None:
    page = visit()
    chip, authenticator = _with_authenticator(page)
    chip.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.goto("/account/login/")
    page.get_by_role("button", name="パスキーでログインする").click()
    expect(page.locator("[data-said]")).to_contain_text("パスキーを使いませんでした")
    expect(page.get_by_role("button", name="パスキーでログインする")).to_be_enabled()


def test_without_scripts_the_page_says_what_passkeys_need(visit: OpenPage, cast: Cast) -> None:
    page = visit(javascript=False)
    page.goto("/account/login/")
    expect(page.locator("[data-without]")).to_contain_text("スクリプト（JavaScript）が要ります")
    expect(page.get_by_role("button", name="パスキーでログインする")).to_be_hidden()


def test_the_pages_of_signing_in_have_no_barrier(visit: OpenPage, cast: Cast) -> None:
    account = cast.account("owner")
    page, watch = visit(client=cast.client("owner")), Watch()
    page.goto("/account/second/app/")
    watch.look(page, "say again by password")
    _says_again(page)
    watch.look(page, "set up the app")
    page.get_by_label("アプリに出ている6けたの番号").fill("000000")
    page.get_by_role("button", name="設定する").click()
    watch.look(page, "set up the app, wrong number")
    for path in ("/account/passkeys/add/", "/account/", "/account/devices/"):
        page.goto(path)
        watch.look(page, path)
    secret = signing.with_app(account)
    for path in (
        "/account/",
        "/account/codes/",
        "/account/codes/new/",
        "/account/second/app/remove/",
        "/account/second/again/",
    ):
        page.goto(path)
        watch.look(page, path)
    visitor = visit()
    visitor.goto("/account/login/")
    visitor.get_by_label("メールアドレス").fill(account.email)
    visitor.locator("input[type=password]").fill(PASSWORD)
    visitor.get_by_role("button", name="ログインする", exact=True).click()
    watch.look(visitor, "second step")
    visitor.get_by_label("認証アプリの6けたの番号").fill(signing.wrong(secret))
    visitor.get_by_role("button", name="確かめて入る").click()
    watch.look(visitor, "second step, wrong number")
    watch.ends_well()
