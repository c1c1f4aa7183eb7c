"""On a phone: something is asked for, approved, overdue and back; at a desk: a list and terms, taken twice, differ."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.outside import clock
from kuramori.work.places import cloud_service
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.models import CloudService, TakeOut
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "登録番号,サービス名,事業者,有効期限\n"
FIRST = f"{HEAD}X1,見本ストレージ,見本クラウド,2099/3/31\nX2,例示チャット,例示通信,2099/3/31\n"
SECOND = f"{HEAD}X1,見本ストレージ,見本クラウド,2099/9/30\nX3,架空会計,架空ソフト,2099/3/31\n"


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def test_a_memory_stick_goes_out_is_overdue_and_comes_back_on_a_phone(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        admit_device(cast.actor("steward"), Particulars(number="USB-01", kind="usb", is_encrypted=True))
    staff, steward = visit(client=cast.client("staff")), visit(client=cast.client("steward"))
    watch = Watch()
    due_on = clock.today() + datetime.timedelta(days=1)

    on_a_phone(staff)
    staff.goto(cast.url("places/take-outs/"))
    staff.get_by_role("link", name="持出しを願い出る").first.click()
    watch.look(staff)
    on_a_phone(staff)
    staff.get_by_label("何を").first.select_option(label="USB-01 USBメモリ")
    staff.get_by_label("どこへ").fill("見本市会場")
    staff.get_by_label("何のために").fill("製品の説明")
    staff.get_by_label("いつまでに戻すか").fill(f"{due_on.year}/{due_on.month}/{due_on.day}")
    staff.get_by_role("button", name="願い出る").click()
    expect(staff.get_by_text("ほかの方が決めるのを待っています")).to_be_visible()
    watch.look(staff)

    steward.goto(cast.url())
    steward.get_by_role("heading", name="持出しを認めるか決める: USB-01 USBメモリ").wait_for()
    steward.goto(cast.url("places/take-outs/"))
    watch.look(steward)
    steward.get_by_role("link", name="決める").click()
    watch.look(steward)
    steward.get_by_role("button", name="認める").click()
    expect(steward.get_by_text("認めました。")).to_be_visible()

    on_a_phone(staff)
    staff.reload()
    staff.get_by_role("button", name="いま持ち出す").click()
    expect(staff.get_by_text("気をつけてお持ちください")).to_be_visible()

    TakeOut.everywhere.update(due_on=clock.today() - datetime.timedelta(days=2))
    staff.goto(cast.url("places/take-outs/"))
    expect(staff.get_by_text("2日遅れ")).to_be_visible()
    watch.look(staff)
    on_a_phone(staff)
    staff.get_by_role("link", name="USB-01 USBメモリ").click()
    watch.look(staff)
    on_a_phone(staff)
    staff.get_by_role("button", name="戻った").click()
    expect(staff.get_by_text("戻ったことを残しました")).to_be_visible()
    staff.goto(cast.url("places/devices/"))
    watch.look(staff)
    watch.ends_well()


def test_a_list_taken_in_twice_tells_what_dropped_off(visit: OpenPage, cast: Cast, tmp_path: Path) -> None:
    steward = cast.actor("steward")
    with scope(organisation=cast.organisation):
        cloud_service.admit_cloud(steward, cloud_service.Described("例示チャット", may_lie="internal"))
    page, watch = visit(client=cast.client("steward")), Watch()

    _take_in(page, cast, tmp_path, FIRST, watch)
    page.goto(cast.url("places/clouds/"))
    watch.look(page)
    page.get_by_role("link", name="例示チャット").click()
    page.get_by_role("button", name="探す").click()
    page.get_by_label("例示チャット・例示通信").check()
    watch.look(page)
    page.get_by_role("button", name="これと結ぶ").click()
    expect(page.get_by_text("約束があることは別です")).to_be_visible()
    expect(page.get_by_text("まだ確かめていない").first).to_be_visible()
    watch.look(page)

    _take_in(page, cast, tmp_path, SECOND, watch)
    expect(page.get_by_role("heading", name="前の一覧との違い")).to_be_visible()
    expect(page.get_by_text("一覧から消えています")).to_be_visible()
    watch.look(page)
    page.goto(cast.url())
    expect(page.get_by_role("heading", name="「例示チャット」が登録一覧から消えています")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert CloudService.objects.get().agreed == "unknown"
    watch.ends_well()


def test_terms_that_are_kept_twice_tell_what_changed_and_that_the_check_is_old(
    visit: OpenPage, cast: Cast
) -> None:
    page, watch = visit(client=cast.client("steward")), Watch()
    page.goto(cast.url("places/clouds/"))
    page.get_by_role("link", name="1件目を載せる").click()
    page.get_by_label("サービスの名前").fill("見本ストレージ")
    page.get_by_role("button", name="一覧に載せる").click()
    _keep_terms(page, "第1条 預かったものは見ません。\n第2条 学習には使いません。", watch)
    expect(page.get_by_text("次に写しを取ると、違いが出ます")).to_be_visible()
    page.get_by_role("link", name="見本ストレージ").click()

    page.get_by_role("link", name="規約を確かめる").click()
    watch.look(page)
    page.get_by_role("radio", name="はい").first.check()
    page.get_by_role("button", name="確認を残す").click()
    expect(page.get_by_text("規約のどこにあるかを書いてください")).to_be_visible()
    watch.look(page)
    page.get_by_label("規約のどこか").first.fill("第1条")
    page.get_by_role("button", name="確認を残す").click()
    expect(page.get_by_text("第1条").first).to_be_visible()

    _keep_terms(page, "第1条 預かったものは見ません。\n第2条 品質の向上に使うことがあります。", watch)
    expect(page.get_by_text("学習には使いません。")).to_be_visible()
    expect(page.get_by_text("品質の向上に使うことがあります。").first).to_be_visible()
    expect(page.get_by_text("照合値（SHA-256）")).to_be_visible()
    page.get_by_role("link", name="見本ストレージ").click()
    expect(page.get_by_text("新しい規約の写しが入りました")).to_be_visible()
    watch.look(page)
    watch.ends_well()


def _keep_terms(page: Page, text: str, watch: Watch) -> None:
    page.get_by_role("link", name="写しを残す").click()
    watch.look(page)
    page.get_by_label("規約の文").fill(text)
    page.get_by_role("button", name="写しを残す").click()
    expect(page.get_by_role("heading", name="前の写しとの違い")).to_be_visible()
    watch.look(page)


def _take_in(page: Page, cast: Cast, folder: Path, text: str, watch: Watch) -> None:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    page.goto(cast.url("places/listing/choose/"))
    watch.look(page)
    page.get_by_label("一覧のファイル").set_input_files(file)
    page.get_by_role("button", name="読んで確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("取り込む前の確認")
    watch.look(page)
    page.get_by_role("button", name="一覧として取り込む").click()
    expect(page.get_by_text("2件を取り込みました")).to_be_visible()
