"""Everything by keyboard alone: the focus is always somewhere, can be seen, and stays where the reader is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from kuramori.rules.answers import Answered, NotApplicable
from kuramori.rules.scoring import score
from tests.cast import Cast
from tests.journeys import moves, world
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus, and how it shows. A card shows the focus of the radio button inside it.
FOCUS = """() => {
    const one = document.activeElement;
    const shown = one.closest(".level") && one.matches("[type=radio]") ? one.closest(".level") : one;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    return {
        tag: one.tagName,
        says: one.outerHTML.slice(0, 90),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
MOST_STEPS = 60


def _press(page: Page, key: str) -> None:
    """One key; whatever has the focus afterwards can be seen."""
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    assert focus["tag"] != "BODY", f"{key} lost the focus"
    assert focus["outlined"], f"the focus does not show: {focus['says']}"
    assert focus["inside"], f"the focus is off the screen: {focus['says']}"


def _walk(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until the target has the focus."""
    for _step in range(MOST_STEPS):
        _press(page, key)
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{MOST_STEPS} times {key} never came to {target}")


def _focus_is_somewhere(page: Page) -> None:
    expect(page.locator("body")).not_to_be_focused()


def test_from_the_entrance_to_the_result_without_a_mouse(visit: OpenPage) -> None:
    page, answers = visit(), moves.factory()
    page.goto("/check/")
    _press(page, "Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _walk(page, page.get_by_role("button", name="1問目から始める"))
    page.keyboard.press("Enter")
    for number, (item, given) in enumerate(answers.items(), start=1):
        moves.at_question(page, number)
        _focus_is_somewhere(page)
        _answer(page, item, given)
        _go_on(page, number)
    expect(page.get_by_role("heading", level=1)).to_have_text("自己チェックの結果")
    _focus_is_somewhere(page)
    expect(page.locator(".score b")).to_have_text(str(score(moves.the_pack(), answers).total.score))

    tick = page.locator(".tick input").first
    _walk(page, tick)
    before = page.locator(".whatif b.then").inner_text()
    page.keyboard.press("Space")
    expect(page.locator(".whatif b.then")).not_to_have_text(before)
    expect(tick).to_be_focused()
    _walk(page, page.locator(".tick input").nth(1))
    _walk(page, tick, key="Shift+Tab")


def _answer(page: Page, item: str, given: Answered | NotApplicable) -> None:
    first = moves.radio(page, item, 0)
    _walk(page, first)
    if isinstance(given, NotApplicable):
        _press(page, "ArrowUp")
        expect(moves.radio(page, item, "na")).to_be_checked()
        _walk(page, page.get_by_label("当てはまらない理由"))
        page.keyboard.type(given.reason)
        return
    _press(page, "Space")
    for _level in range(given.level):
        _press(page, "ArrowDown")
    expect(moves.radio(page, item, given.level)).to_be_checked()


def _go_on(page: Page, number: int) -> None:
    """By the button, or by Enter on the card itself."""
    if number % 3 == 0:
        _walk(page, page.locator(".moves [value=next]"))
    page.keyboard.press("Enter")


def test_a_number_picks_a_card_only_while_a_card_has_the_focus(visit: OpenPage) -> None:
    page = visit()
    moves.begin(page)
    page.keyboard.press("2")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    _walk(page, moves.radio(page, "q01", 0))
    _press(page, "2")
    expect(moves.radio(page, "q01", 2)).to_be_checked()
    expect(moves.radio(page, "q01", 2)).to_be_focused()


def test_a_colleague_saves_an_answer_and_leaves_menus_by_keyboard(visit: OpenPage, cast: Cast) -> None:
    sheet = world.a_round(cast, moves.first_items(moves.factory(), 2))
    page = visit(client=cast.client("steward"))
    page.goto(cast.url(f"checks/{sheet.pk}/items/q03/"))
    _press(page, "Tab")
    expect(page.locator(".skip")).to_be_focused()
    for menu in page.locator("details.menu:visible > summary").all():
        _walk(page, menu)
        page.keyboard.press("Enter")
        expect(menu.locator("xpath=..")).to_have_attribute("open", "")
        _press(page, "Tab")
        page.keyboard.press("Escape")
        expect(menu.locator("xpath=..")).not_to_have_attribute("open", "")
        expect(menu).to_be_focused()
    _walk(page, moves.radio(page, "q03", 0))
    _press(page, "Space")
    expect(page.locator("#saved")).to_contain_text("保存しました")
    _press(page, "ArrowDown")
    expect(moves.radio(page, "q03", 1)).to_be_focused()
    expect(page.locator("#answer progress")).to_have_attribute("value", "3")
    _walk(page, page.locator("#comment"))
    page.keyboard.type("棚の3段目")
    _walk(page, page.locator(".moves [value=next]"))
    page.keyboard.press("Enter")
    moves.at_question(page, 4)
    page.go_back()
    expect(page.locator("#comment")).to_have_value("棚の3段目")
    expect(moves.radio(page, "q03", 1)).to_be_checked()


def test_a_tick_of_a_round_keeps_the_focus_over_the_exchange(visit: OpenPage, cast: Cast) -> None:
    sheet = world.last_years_round(cast, moves.factory())
    page = visit(client=cast.client("owner"))
    page.goto(cast.url(f"checks/{sheet.pk}/result/"))
    tick = page.locator(".tick input").nth(1)
    _walk(page, tick)
    before = page.locator(".whatif b.then").inner_text()
    page.keyboard.press("Space")
    expect(page.locator(".whatif b.then")).not_to_have_text(before)
    expect(tick).to_be_focused()
    expect(tick).not_to_be_checked()
    _press(page, "Tab")
