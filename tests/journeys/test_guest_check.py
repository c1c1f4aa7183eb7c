"""A guest in a real browser: answers that survive, a way back, ticks that count at once, and no barrier."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

LEVELS = "2121321212-121121121"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _begin(page: Page) -> None:
    page.goto("/check/")
    page.get_by_role("button", name="1問目から始める").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("問1")


def _answer(page: Page, number: int, level: str) -> None:
    item = f"q{number:02d}"
    if level == "-":
        page.locator(f"input[name={item}][value=na]").check()
        page.locator(f"input[name='{item}.reason']").fill("だれにも渡していない")
    else:
        page.locator(f"input[name={item}][value='{level}']").check()
    page.get_by_role("button", name="次の問へ").or_(page.locator(".moves [value=next]")).first.click()


def _finish(page: Page) -> None:
    _begin(page)
    for number, level in enumerate(LEVELS[:19], start=1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"問{number}")
        _answer(page, number, level)
    expect(page.get_by_role("heading", level=1)).to_have_text("自己チェックの結果")


def _barriers(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_guest_on_a_phone_gets_to_the_result_and_takes_a_pdf_home(
    open_page: Callable[..., Page], theme: str
) -> None:
    page = open_page("phone", theme=theme)
    _begin(page)
    assert _barriers(page) == []
    _finish(page)
    assert _barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PDFを受け取る").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_without_scripts_the_same_way_leads_to_the_result(open_page: Callable[..., Page]) -> None:
    page = open_page("phone", javascript=False)
    _finish(page)
    expect(page.get_by_role("button", name="計算し直す")).to_be_visible()


def test_the_browsers_back_button_goes_to_the_question_before(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _begin(page)
    _answer(page, 1, "3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("問1")
    expect(page.locator("input[name=q01][value='3']")).to_be_checked()


def test_answers_survive_a_closed_page_until_they_are_wiped(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _begin(page)
    _answer(page, 1, "3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")
    page.goto("about:blank")
    page.goto("/check/")
    expect(page.locator("[data-saved]")).to_contain_text("1 / 19")
    page.get_by_role("button", name="続きから答える", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")
    page.get_by_role("button", name="控えを消す").click()
    expect(page.locator("[data-saved]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_an_empty_list_does_not_overwrite_what_is_kept(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _begin(page)
    _answer(page, 1, "3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")
    page.goto("/check/all/")
    expect(page.locator("input[name=q01][value='3']")).to_be_checked()


def test_a_tick_of_the_what_if_counts_at_once_and_the_reader_stays_there(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    _finish(page)
    before = page.locator(".whatif").inner_text()
    tick = page.locator(".tick input").nth(1)
    tick.uncheck()
    expect(page.locator(".whatif")).not_to_have_text(before)
    expect(page.locator(".tick input").nth(1)).to_be_focused()
    expect(page.locator(".tick input").nth(1)).not_to_be_checked()


def test_a_level_can_be_chosen_by_its_number_only_while_a_card_has_the_focus(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    _begin(page)
    page.keyboard.press("2")
    expect(page.locator("input[name=q01]:checked")).to_have_count(0)
    page.locator("input[name=q01]").first.focus()
    page.keyboard.press("2")
    expect(page.locator("input[name=q01][value='2']")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("問2")


def test_the_language_changes_on_the_spot(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _begin(page)
    page.locator("input[name=q01][value='2']").check()
    page.locator(".lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("input[name=q01][value='2']")).to_be_checked()


def test_nothing_runs_off_the_side_of_a_small_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("narrow")
    for address in ("/", "/check/", "/check/all/", "/check/paper/", "/look/", "/guide/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
    _finish(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
