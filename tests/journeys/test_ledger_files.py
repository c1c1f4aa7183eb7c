"""A workbook with faults is looked at, corrected and taken in; the ledger leaves as a workbook and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from kuramori.work.ledger.models import Asset, Version
from kuramori.work.ledger.tests import making
from kuramori.work.ledger.tests.test_importing import GOOD, HEAD, book
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def _choose(page: Page, folder: Path, content: bytes) -> None:
    path = folder / "台帳.xlsx"
    path.write_bytes(content)
    page.get_by_label("台帳のファイル").set_input_files(path)
    page.get_by_role("button", name="読んで確かめる").click()


def test_a_workbook_with_faults_is_corrected_and_taken_in(
    visit: OpenPage, cast: Cast, tmp_path: Path
) -> None:
    with scope(organisation=cast.organisation):
        making.place(cast.actor("owner"))
    page, watch = visit(client=cast.client("steward")), Watch()
    page.goto(cast.url("ledger/"))
    page.get_by_role("link", name="Excelで出し入れ").click()
    watch.look(page)

    wrong = ("K-102", "熱処理の記録", "温度", "ひみつ", *GOOD[4:7], "2026/13/01")
    _choose(page, tmp_path, book(HEAD, GOOD, wrong))
    expect(page.get_by_role("heading", level=1)).to_have_text("取り込む前の確認")
    for told in ("3行目", "ひみつ", "2026/13/01"):
        expect(page.get_by_text(told, exact=True).first).to_be_visible()
    page.get_by_role("button", name="台帳に取り込む").click()
    expect(page.get_by_role("alert")).to_contain_text("まだ何も変わっていません")
    watch.look(page)
    page.get_by_role("button", name="取り込まずに、ファイルを直して選び直す").click()

    right = ("K-102", "熱処理の記録", "温度", "社外秘", *GOOD[4:7], "令和9年1月31日")
    _choose(page, tmp_path, book(HEAD, GOOD, right))
    page.get_by_role("button", name="台帳に取り込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("台帳に取り込みました")
    watch.look(page)
    page.get_by_role("link", name="台帳を見る").click()
    expect(page.get_by_role("link", name="熱処理の記録")).to_be_visible()
    assert watch.found == []


def test_what_leaves_comes_in_again_and_changes_nothing(visit: OpenPage, cast: Cast, tmp_path: Path) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner, number="K-001", name="=検査治具")
        making.top(owner, number="K-002")
    page = visit(client=cast.client("owner"))
    page.goto(cast.url("ledger/exchange/"))
    with page.expect_download() as coming:
        page.get_by_role("button", name="台帳を受け取る").click()
    path = tmp_path / "out.xlsx"
    coming.value.save_as(path)
    assert load_workbook(path).worksheets[0].max_row == 3
    page.goto(cast.url("ledger/exchange/"))
    _choose(page, tmp_path, path.read_bytes())
    expect(page.get_by_text("変わるところがありません")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert Version.objects.count() == Asset.objects.count() == 2
