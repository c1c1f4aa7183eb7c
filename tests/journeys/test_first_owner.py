"""A fresh instance: the first owner, the steward, and a colleague on the shop floor with one question to answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kuramori.ground.people import first_owner
from tests.journeys import moves
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

OWNER_WORDS, STEWARD_WORDS, STAFF_WORDS = "kura-no-aruji-2026", "soumu-no-kagi-2026", "genba-no-kotae-2026"


def test_the_first_owner_calls_the_steward_who_asks_the_shop_floor(visit: OpenPage, live_server) -> None:
    welcome = first_owner.link(str(live_server))
    assert welcome is not None
    owner, steward, staff = visit(), visit(), visit("phone")
    _founds_the_company(owner, welcome)
    _joins(steward, _calls_a_steward(owner), "梶原 文", STEWARD_WORDS)
    assert first_owner.link(str(live_server)) is None
    _finds_the_link_spent(visit(), welcome)

    # From here on the steward carries on alone.
    rooms = steward.get_by_role("navigation", name="部屋")
    rooms.get_by_role("link", name="人と役割").click()
    _joins(staff, _invites(steward, "浅野 進", "staff"), "浅野 進", STAFF_WORDS)
    rooms.get_by_role("link", name="自己チェック").click()
    steward.get_by_role("button", name="はじめて：1問ずつ").click()
    expect(steward.get_by_role("heading", level=1)).to_be_visible()
    question = _asks(steward, "浅野 進", item="q15")
    _answers_what_was_asked(staff, "梶原 文", item="q15")
    _may_not_answer_the_others(staff, question.replace("/q15/", "/q01/"))

    steward.reload()
    expect(steward.locator("#delegation")).to_contain_text("答えがありました")
    expect(moves.radio(steward, "q15", 2)).to_be_checked()


def _founds_the_company(page: Page, welcome: str) -> None:
    page.goto(welcome)
    for name, value in {
        "organisation": "仮名工業株式会社",
        "name": "堂本 実",
        "email": "domoto@kamei.example",
        "password": OWNER_WORDS,
        "again": OWNER_WORDS + "x",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="始める").click()
    expect(page.locator(".wrong")).to_contain_text("2つのパスワードが違います")
    expect(page.locator("input[name=organisation]")).to_have_value("仮名工業株式会社")
    page.locator("input[name=password]").fill(OWNER_WORDS)
    page.locator("input[name=again]").fill(OWNER_WORDS)
    page.get_by_role("button", name="始める").click()
    expect(page.locator(".roof")).to_contain_text("仮名工業株式会社")
    page.locator("input[name=headcount]").fill("20")
    page.locator("form:has(input[name=headcount]) .btn--main").click()


def _calls_a_steward(page: Page) -> str:
    page.locator("form[action$='/start/steward/'] input[name=name]").fill("梶原 文")
    page.locator("form[action$='/start/steward/'] input[name=email]").fill("kajiwara@kamei.example")
    page.locator("form[action$='/start/steward/'] button").click()
    link = page.locator("textarea#link").input_value()
    page.get_by_role("link", name="渡しました").click()
    expect(page.locator("textarea#link")).to_have_count(0)
    return link


def _invites(page: Page, name: str, role: str) -> str:
    page.get_by_role("link", name="人を招く").click()
    page.locator("input[name=name]").fill(name)
    page.locator(f"input[name=role][value={role}]").check()
    page.get_by_role("button", name="リンクを作る").click()
    return page.locator("textarea#link").input_value()


def _joins(page: Page, link: str, name: str, password: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("仮名工業株式会社へようこそ")
    if not page.locator("input[name=email]").input_value():
        page.locator("input[name=email]").fill("asano@kamei.example")
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=again]").fill(password)
    page.get_by_role("button", name="加わる").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name}さん")


def _finds_the_link_spent(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("このリンクは")
    expect(page.locator("input[name=organisation]")).to_have_count(0)


def _asks(page: Page, whom: str, *, item: str) -> str:
    """The steward's page of the question, after the request."""
    page.goto(f"{page.url.split('/items/')[0].rstrip('/')}/items/{item}/")
    page.locator("#delegation summary").click()
    page.locator("#delegation select[name=person]").select_option(label=f"{whom}（従業員）")
    page.locator("#delegation textarea[name=message]").fill("来客簿の書き方を見てきてください。")
    page.get_by_role("button", name="この問を頼む").click()
    expect(page.locator(".msg--ok")).to_contain_text(f"{whom}さんに頼みました")
    expect(page.locator("#delegation")).to_contain_text("答えを待っています")
    return page.url.split("#")[0]


def _answers_what_was_asked(page: Page, by: str, *, item: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("いま急ぐことはありません")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("次にやることは1つ")
    page.locator("li.todo a.btn").first.tap()
    expect(page.get_by_text(f"{by}さんから、この問を頼まれています。")).to_be_visible()
    expect(page.get_by_text("来客簿の書き方を見てきてください。").first).to_be_visible()
    moves.card(page, item, 2).tap()
    expect(page.locator("#saved")).to_contain_text("保存しました")
    page.get_by_role("button", name="保存する").tap()
    expect(page.locator(".msg--ok")).to_contain_text("保存しました")
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def _may_not_answer_the_others(page: Page, question: str) -> None:
    page.goto(question)
    expect(page.get_by_text("あなたは見るだけです。")).to_be_visible()
    expect(page.locator("input[type=radio]")).to_have_count(0)
    # Nor by a form of one's own making.
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "kura_csrf")
    sent = page.request.post(
        f"{question}answer/", form={"csrfmiddlewaretoken": token, "q01": "3", "revision": "0"}
    )
    assert sent.status == 403
    page.reload()
    expect(page.locator(".answered")).to_contain_text("まだ")
