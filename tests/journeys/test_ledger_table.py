"""Cells of the ledger changed with the keyboard alone, in Japanese, many at once; and the list without scripts."""

from __future__ import annotations

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.work.ledger import entry, register
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

COMPOSING_ENTER = """field => field.dispatchEvent(new KeyboardEvent("keydown",
    {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.place(owner, "第2倉庫")
        return [
            making.asset(owner, number=f"K-{at:03}", name=name)
            for at, name in enumerate(("検査治具の図面", "熱処理の条件", "配合表"), start=1)
        ]


def _cell(page: Page, row: int, field: str):
    return page.locator(".tabulator-row").nth(row).locator(f".tabulator-cell[tabulator-field={field}]")


def _said(page: Page, cast: Cast, number: str) -> Asset:
    with scope(organisation=cast.organisation):
        return Asset.objects.get(number=number)


def test_cells_are_changed_with_the_keyboard_alone(visit: OpenPage, cast: Cast, assets: list[Asset]) -> None:
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/grid/"))
    expect(_cell(page, 0, "name")).to_have_text("検査治具の図面")
    _cell(page, 0, "name").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type("表")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("保存しました。")
    assert _said(page, cast, "K-002").name == "熱処理の条件表"

    # The input method's Enter chooses a word and leaves the cell open.
    _cell(page, 0, "name").focus()
    page.keyboard.press("Enter")
    field = _cell(page, 0, "name").locator("input")
    field.evaluate(COMPOSING_ENTER)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(_cell(page, 0, "name")).to_have_text("検査治具の図面")

    _cell(page, 2, "review_on").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("2026/13/1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("という日はありません")
    assert _said(page, cast, "K-003").revision == 1


def test_a_change_by_somebody_else_is_told_and_not_overwritten(
    visit: OpenPage, cast: Cast, assets: list[Asset]
) -> None:
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/grid/"))
    expect(_cell(page, 0, "name")).to_have_text("検査治具の図面")
    with scope(organisation=cast.organisation):
        register.change(cast.actor("owner"), assets[0], entry.wanted(name="先に直した名前"), revision=1)
    _cell(page, 0, "name").dblclick()
    expect(_cell(page, 0, "name").locator("input")).to_be_focused()
    page.keyboard.type("後から直した名前")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("先に直しました")
    expect(_cell(page, 0, "name")).to_have_text("先に直した名前")
    assert _said(page, cast, "K-001").name == "先に直した名前"


def test_many_are_changed_at_once_and_found_while_typing(
    visit: OpenPage, cast: Cast, assets: list[Asset]
) -> None:
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/grid/"))
    expect(page.locator(".tabulator-row")).to_have_count(3)
    page.get_by_label("K-001 選ぶ").check()
    page.get_by_label("K-003 選ぶ").check()
    page.get_by_label("まとめて直す欄").select_option(label="保管場所")
    page.get_by_label("入れる値").fill("第2倉庫")
    page.get_by_role("button", name="選んだ情報を直す").click()
    expect(page.locator("[data-said]")).to_have_text("保存しました。")
    with scope(organisation=cast.organisation):
        assert Asset.objects.get(number="K-003").place.path == "第2倉庫"
    page.get_by_label("さがす").press_sequentially("熱処")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    page.get_by_text("見方を保存する・外す").click()
    page.get_by_label("見方の名前").fill("熱処理だけ")
    page.get_by_role("button", name="いまの絞り込みを保存する").click()
    page.get_by_role("link", name="熱処理だけ").click()
    expect(page.locator(".tabulator-row")).to_have_count(1)


def test_without_scripts_the_list_and_its_search_are_there(
    visit: OpenPage, cast: Cast, assets: list[Asset]
) -> None:
    page = visit(client=cast.client("staff"), javascript=False)
    page.goto(cast.url("ledger/grid/"))
    page.get_by_label("さがす").fill("配合")
    page.get_by_role("button", name="しぼる").click()
    expect(page.get_by_role("link", name="配合表")).to_be_visible()
    expect(page.get_by_role("link", name="熱処理の条件")).to_have_count(0)
