"""管理の操作, as people meet it: led away to show who they are, back with nothing lost, and out again by themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kuramori.ground.trail.models import Hold
from tests.cast import PASSWORD, make_cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def _signed_in_long_ago(page: Page, cast, live_server) -> None:
    client = cast.client("owner", fresh=False)
    page.context.add_cookies(
        [{"name": "kura_session", "value": client.cookies["kura_session"].value, "url": str(live_server)}]
    )


def _place_a_hold(page: Page, cast) -> None:
    page.goto(cast.url("holds/"))
    page.locator("summary", has_text="足す").click()
    page.locator("select[name=subject]").select_option(label="西村 直")
    page.locator("input[name=reason]").fill("取引先との訴訟の証拠")
    page.get_by_role("button", name="消してはいけないものに入れる").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_owner_shows_who_they_are_and_finds_what_they_had_typed(
    visit: OpenPage, live_server, javascript: bool
) -> None:
    cast, page = make_cast(), visit(javascript=javascript)
    _signed_in_long_ago(page, cast, live_server)
    _place_a_hold(page, cast)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) .btn--main").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("本人と確かめました")
    expect(page.locator("main")).to_contain_text("取引先との訴訟の証拠")
    assert not Hold.objects.exists()
    page.get_by_role("button", name="この内容で進める").click()
    expect(page.locator("main")).to_contain_text("西村 直")
    expect(page.locator(".elevated")).to_contain_text("あと15分")
    assert Hold.objects.count() == 1
    page.locator(".elevated").get_by_role("button", name="終える").click()
    expect(page.locator(".elevated")).to_have_count(0)


def test_the_pages_of_keys_holds_and_elevated_work_have_no_barrier(visit: OpenPage, live_server) -> None:
    cast, page, watch = make_cast(), visit(), Watch()
    _signed_in_long_ago(page, cast, live_server)
    _place_a_hold(page, cast)
    watch.look(page, "confirming")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) .btn--main").click()
    watch.look(page, "back with what was typed")
    page.get_by_role("button", name="この内容で進める").click()
    expect(page.locator(".elevated")).to_be_visible()
    watch.look(page, "a hold")
    page.goto(cast.url("people/key/"))
    watch.look(page, "no key yet")
    page.get_by_role("button", name="鍵を作る").click()
    watch.look(page, "the key")
    page.locator("form[action$='/rotate/'] button").click()
    expect(page.get_by_role("heading", name="前の鍵")).to_be_visible()
    watch.look(page, "a key of before")
    watch.ends_well()
