"""A roster with two faults is looked at, corrected and taken in; then somebody leaves, and the record is printed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kuramori.ground.people.models import Person
from kuramori.ground.people.tests.roster_files import HANAKO, TARO, book
from kuramori.outside import clock
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = [
    ("M3", "見本 三郎", None, "正規の人", "製造部", "2026/2/30"),
    ("M1", "見本 五郎", None, "社員", "製造部"),
]
CORRECTED = [
    ("M3", "見本 三郎", None, "社員", "製造部", "2026/2/28"),
    ("M5", "見本 五郎", None, "社員", "製造部"),
]


def test_a_roster_with_two_faults_is_corrected_and_taken_in(
    visit: OpenPage, cast: Cast, tmp_path: Path
) -> None:
    page, watch = visit(client=cast.client("owner")), Watch()
    page.goto(cast.url("people/"))
    page.get_by_role("link", name="Excel から取り込む").first.click()
    watch.look(page)

    _choose(page, tmp_path, [HANAKO, TARO, *WRONG])
    expect(page.get_by_role("heading", level=1)).to_have_text("取り込む前の確認")
    for told in ("正規の人", "2026/2/30", "社員番号「M1」が2行目にもあります"):
        expect(page.get_by_text(told).first).to_be_visible()
    page.get_by_role("button", name="名簿に取り込む").click()
    expect(page.get_by_role("alert")).to_contain_text("まだ何も変わっていません")
    assert not Person.everywhere.filter(number="M1").exists()
    watch.look(page)

    page.get_by_role("button", name="取り込まずに、ファイルを直して選び直す").click()
    _choose(page, tmp_path, [HANAKO, TARO, *CORRECTED])
    page.get_by_role("button", name="名簿に取り込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("名簿に取り込みました")
    watch.look(page)
    page.get_by_role("link", name="名簿を見る").click()
    for number in ("M1", "M2", "M3", "M5"):
        expect(page.get_by_text(number, exact=True)).to_be_visible()
    watch.look(page)

    page.get_by_label("区分").select_option(label="派遣")
    page.get_by_role("button", name="しぼる").click()
    expect(page.get_by_role("link", name="見本 太郎")).to_be_visible()
    expect(page.get_by_role("link", name="見本 花子")).to_have_count(0)
    page.goto(cast.url("people/?on=2021/1/1"))
    expect(page.get_by_role("link", name="見本 花子")).to_be_visible()
    expect(page.get_by_role("link", name="見本 太郎")).to_have_count(0)
    watch.look(page)
    assert watch.found == []


def test_somebody_leaves_and_cannot_open_anything_a_moment_later(visit: OpenPage, cast: Cast) -> None:
    leaver, watch = visit(client=cast.client("steward")), Watch()
    leaver.goto(cast.url())
    expect(leaver.get_by_role("heading", level=1)).to_be_visible()
    page = visit(client=cast.client("owner"))

    page.goto(cast.url(f"people/{cast.person('steward').pk}/"))
    watch.look(page)
    page.get_by_role("link", name="退職の手続き").click()
    expect(page.locator("dd", has_text="情報管理責任者")).to_be_visible()
    watch.look(page)
    page.get_by_label("いますぐ入口を閉じる").check()
    page.get_by_role("button", name="最後の日にする").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("退職時の確認")
    expect(page.get_by_text("閉じたログイン")).to_be_visible()
    watch.look(page)
    leaver.goto(cast.url())
    expect(leaver.get_by_role("heading", level=1)).to_contain_text("ログイン")
    assert watch.found == []


def test_who_is_here_from_outside_stays_longer_without_scripts(visit: OpenPage, cast: Cast) -> None:
    page, watch = visit("phone", client=cast.client("owner"), javascript=False), Watch()
    page.goto(cast.url("people/outside/"))
    longer = clock.today() + datetime.timedelta(days=200)

    page.get_by_label("さんの新しい最後の日").fill(f"{longer:%Y/%m/%d}")
    page.get_by_role("button", name="延ばす").click()

    expect(page.get_by_text(f"{longer.year}年{longer.month}月{longer.day}日")).to_be_visible()
    lit = visit(client=cast.client("owner"))
    lit.goto(cast.url("people/outside/"))
    watch.look(lit)
    assert watch.found == []


def _choose(page: Page, folder: Path, rows: list[tuple[object, ...]]) -> None:
    file = folder / "名簿.xlsx"
    file.write_bytes(book(*rows))
    page.get_by_label("名簿のファイル").set_input_files(file)
    page.get_by_role("button", name="読んで確かめる").click()
