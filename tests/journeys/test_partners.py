"""A purchasing list is corrected and taken in; one of its rows is a partner that stood there: they are merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.contacts import dealing
from kuramori.ground.contacts.models import Partner
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "仕入先CD,仕入先名,わが社の呼び名,法人番号,先方担当者,TEL\n"
WRONG = f"{HEAD}S-1,例示熱処理㈱,,8700110005902,浅利 実,000-1\nS-2,例示倉庫,大倉庫,,,\n"
RIGHT = f"{HEAD}S-1,例示熱処理㈱,,8700110005901,浅利 実,000-1\nS-2,例示倉庫,大倉庫,,,\n"


def test_a_list_is_corrected_taken_in_and_its_duplicate_merged(
    visit: OpenPage, cast: Cast, tmp_path: Path
) -> None:
    with scope(organisation=cast.organisation):
        old = dealing.add_partner(
            cast.actor("steward"), dealing.PartnerWanted("例示倉庫", code="旧9", note="鍵の置き場所は守衛")
        )
    page, watch = visit(client=cast.client("steward")), Watch()
    page.goto(cast.url("partners/"))
    watch.look(page)
    page.get_by_role("link", name="Excel から取り込む").click()
    watch.look(page)
    _choose(page, tmp_path, WRONG)
    expect(page.get_by_text("2つのけたが入れ替わっています")).to_be_visible()
    expect(page.get_by_text("D 法人番号")).to_be_visible()
    page.get_by_role("button", name="取引先に取り込む").click()
    expect(page.get_by_role("alert")).to_contain_text("まだ何も変わっていません")
    watch.look(page)

    page.get_by_role("button", name="取り込まずに、ファイルを直して選び直す").click()
    _choose(page, tmp_path, RIGHT)
    page.get_by_label("わが社の呼び名").select_option(label="タグ")
    page.get_by_role("button", name="この意味で読み直す").click()
    expect(page.get_by_text("タグ 大倉庫")).to_be_visible()
    watch.look(page)
    page.get_by_role("button", name="取引先に取り込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("取引先に取り込みました")
    watch.look(page)

    page.get_by_role("link", name="重複を調べる").click()
    watch.look(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_role("link", name="並べて見る").click()
    watch.look(page)
    page.get_by_role("button", name="「例示倉庫」を残してまとめる").first.click()
    expect(page.get_by_text("結び付いていた記録も移してあります")).to_be_visible()
    expect(page.get_by_text("#大倉庫")).to_be_visible()
    expect(page.get_by_text("鍵の置き場所は守衛")).to_be_visible()
    watch.look(page)
    with scope(organisation=cast.organisation):
        gone = Partner.objects.get(merged_into__isnull=False)
        assert {gone.merged_into_id, gone.pk} == set(
            Partner.objects.filter(name="例示倉庫").values_list("pk", flat=True)
        )
        assert old.pk in {gone.pk, gone.merged_into_id}
    page.get_by_role("link", name="例示倉庫").first.click()
    expect(page.get_by_text("まとめる前の記録")).to_be_visible()
    watch.look(page)
    page.goto(cast.url("partners/?q=浅利 熱処理"))
    page.get_by_role("link", name="例示熱処理㈱").click()
    expect(page.get_by_text("浅利 実").first).to_be_visible()
    watch.ends_well()


def _choose(page: Page, folder: Path, text: str) -> None:
    file = folder / "仕入先.csv"
    file.write_text(text, encoding="cp932")
    page.get_by_label("取引先のファイル").set_input_files(file)
    page.get_by_role("button", name="読んで確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("取り込む前の確認")
