"""The customer's own way: something is prepared, goes by portal with a slip, is signed for, and comes back by hand."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners.models import HandOver, HandOverState
from kuramori.work.partners.tests import handed
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def test_something_goes_by_the_customers_portal_is_signed_for_and_comes_back(
    visit: OpenPage, cast: Cast, tmp_path: Path
) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        handed.opened(owner)
        item, contact = making.asset(owner), handed.contact(owner)
    page, watch = visit(client=cast.client("owner")), Watch()
    today = f"{clock.today():%Y/%m/%d}"

    page.goto(cast.url("sharing/hand-overs/"))
    expect(page.get_by_text("パスワード付きZIP")).to_be_visible()
    page.get_by_role("link", name="取引先へ渡す").first.click()
    page.get_by_label("取引先の名前").fill("仮想")
    page.get_by_role("button", name="さがす").click()
    page.get_by_role("link", name="仮想重機株式会社").click()
    watch.look(page)
    page.get_by_label(item.number).check()
    page.get_by_label(contact.name).check()
    page.get_by_label("何のために").fill("治具の見積り")
    page.get_by_role("combobox", name="相手の指定の方法").select_option("portal")
    page.get_by_role("button", name="渡してよいかを確かめる").click()

    expect(page.get_by_text("まだの確認：渡すものに秘密の表示を付けた")).to_be_visible()
    watch.look(page)
    on_a_phone(page)
    page.get_by_role("button", name="済んだ").click()
    page.get_by_role("button", name="渡す用意を終える").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="提供票と受領書").click()
    slip = tmp_path / "slip.pdf"
    download.value.save_as(slip)
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(slip))
    assert item.name in text
    assert "お守りいただくこと" in text
    page.get_by_label("どう渡したか").fill("客先ポータル 受付番号 20260001")
    page.get_by_role("button", name="渡した").click()

    page.get_by_role("textbox", name="受け取った日").fill(today)
    page.get_by_label("受領書のファイル").set_input_files(slip)
    page.get_by_role("button", name="受け取りを残す").click()
    expect(page.get_by_text("受け取りを記録しました。", exact=True)).to_be_visible()
    page.get_by_text("返った・捨てられた").click()
    page.get_by_role("textbox", name="その日").fill(today)
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.get_by_text(f"{item.number} がどうなったかを残しました。", exact=True)).to_be_visible()
    assert HandOver.everywhere.get().state == HandOverState.CLOSED
    page.goto(cast.url("sharing/hand-overs/?tab=done"))
    expect(page.get_by_role("link", name="仮想重機株式会社")).to_be_visible()
    watch.look(page)
    watch.ends_well()
