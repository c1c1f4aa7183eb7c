"""Answers that a browser keeps: over a closed page, a reload, the way back, until they are wiped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import moves
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_seven_answers_survive_a_closed_page_until_they_are_wiped(visit: OpenPage) -> None:
    page, answers = visit("phone"), moves.first_items(moves.factory(), 7)
    moves.begin(page)
    for number, (item, given) in enumerate(answers.items(), start=1):
        moves.answer(page, item, given)
        moves.next_question(page)
        moves.at_question(page, number + 1)
    visitor = page.context
    page.close()

    page = visitor.new_page()
    page.goto("/check/")
    expect(page.locator("[data-saved]")).to_contain_text("7 / 19")
    page.get_by_role("button", name="続きから答える", exact=True).click()
    moves.at_question(page, 8)
    expect(page.locator("progress")).to_have_attribute("value", "7")
    page.locator("details.whole > summary").click()
    page.get_by_role("button", name="一覧で一度に答える").click()
    for item, given in answers.items():
        expect(moves.radio(page, item, given.level)).to_be_checked()
    expect(page.locator("input[type=radio]:checked")).to_have_count(7)

    page.goto("/check/")
    page.get_by_role("button", name="控えを消して初めから").click()
    expect(page.locator("[data-saved]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("[data-saved]")).to_be_hidden()


def test_neither_a_reload_nor_the_way_back_loses_an_answer(visit: OpenPage) -> None:
    page = visit()
    moves.begin(page)
    for number, level in ((1, 3), (2, 0)):
        moves.card(page, f"q0{number}", level).click()
        moves.next_question(page)
        moves.at_question(page, number + 1)
    # Picked, and not sent on yet.
    moves.card(page, "q03", 2).click()
    page.reload()
    moves.at_question(page, 3)
    expect(moves.radio(page, "q03", 2)).to_be_checked()
    page.go_back()
    moves.at_question(page, 2)
    expect(moves.radio(page, "q02", 0)).to_be_checked()
    page.go_back()
    moves.at_question(page, 1)
    expect(moves.radio(page, "q01", 3)).to_be_checked()
    page.go_forward()
    page.go_forward()
    moves.at_question(page, 3)
    expect(moves.radio(page, "q03", 2)).to_be_checked()
    expect(page.locator("progress")).to_have_attribute("value", "3")


def test_an_empty_list_does_not_overwrite_what_is_kept(visit: OpenPage) -> None:
    page = visit()
    moves.begin(page)
    moves.card(page, "q01", 3).click()
    page.goto("/check/all/")
    expect(moves.radio(page, "q01", 3)).to_be_checked()
    page.goto("/check/")
    page.get_by_role("button", name="1問目から始める").click()
    moves.at_question(page, 1)
    expect(moves.radio(page, "q01", 3)).to_be_checked()


def test_wiping_from_within_a_question_takes_everything_along(visit: OpenPage) -> None:
    page = visit("phone")
    moves.begin(page)
    moves.card(page, "q01", 3).click()
    page.get_by_role("button", name="控えを消す").click()
    expect(page.locator("[data-saved]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_a_look_at_the_guide_further_down_is_no_step_on_the_way(visit: OpenPage) -> None:
    page = visit("phone")
    moves.begin(page)
    moves.card(page, "q01", 3).click()
    moves.next_question(page)
    moves.at_question(page, 2)
    page.get_by_role("link", name="なぜ大切？").click()
    expect(page.locator("#guide")).to_be_focused()
    expect(page.locator("#guide")).to_be_in_viewport()
    page.go_back()
    moves.at_question(page, 1)
    expect(moves.radio(page, "q01", 3)).to_be_checked()
