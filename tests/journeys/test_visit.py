"""A visit on a telephone, from the announcement to the way out; and a zone drawn on a floor plan."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from kuramori.ground.papers.freeze import freeze
from kuramori.outside import clock
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import PlaceKind, Visit, Visitor, ZoneShape
from kuramori.work.places.receiving import PLEDGE, RULE
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 812}


def test_a_guest_is_announced_signs_in_on_the_tablet_and_goes(visit: OpenPage, acting: Cast) -> None:
    steward = acting.actor("steward")
    freeze(steward, RULE, title="持込みの決まり", body="撮影はできません。")
    freeze(steward, PLEDGE, title="お願い", body="見聞きしたことを話しません。")
    page, watch = visit(client=acting.client("staff")), Watch()
    page.set_viewport_size(PHONE)
    page.goto(acting.url("places/visits/"))
    watch.look(page)
    page.get_by_role("link", name="来訪を知らせておく").first.click()
    page.get_by_label("会社・団体").fill("例示商事")
    page.get_by_label("お名前").fill("例示 一郎")
    page.get_by_label("来る日").fill(clock.today().isoformat())
    page.get_by_label("用件").fill("打合せ")
    page.get_by_label("迎える人").select_option(index=1)
    watch.look(page)
    page.get_by_role("button", name="受付番号を決める").click()
    number = Visit.objects.get().number
    expect(page.locator(".ticket__no")).to_have_text(number)
    watch.look(page)

    page.goto(acting.url("places/visits/desk/"))
    watch.look(page)
    page.get_by_role("button", name="この端末を受付にする").click()
    page.get_by_label("受付番号（4けた）").fill(number)
    watch.look(page)
    page.get_by_role("button", name="受付をする").click()
    page.get_by_label("お取りになった名札の番号").fill("3")
    page.get_by_label("決まりを読み、守ります").check()
    watch.look(page)
    page.get_by_role("button", name="受付を済ませる").click()
    expect(page.get_by_role("alert")).to_contain_text("両方に、同意の印")
    page.get_by_label("お願いを読み、約束します").check()
    page.get_by_role("button", name="受付を済ませる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("受付が済みました")
    watch.look(page)
    assert Visitor.objects.get().pledge is not None

    page.get_by_role("link", name="最初の画面へ").click()
    page.get_by_label("名札の番号").fill("3")
    page.get_by_role("button", name="退出する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ありがとうございました")
    assert Visitor.objects.get().left_at is not None
    page.goto(acting.url("places/visits/"))
    expect(page.get_by_label("パスワード").first).to_be_visible()
    assert watch.found == []


def test_a_guest_whom_nobody_announced_waits_until_a_colleague_agrees(visit: OpenPage, acting: Cast) -> None:
    tablet, colleague, watch = (
        visit(client=acting.client("staff")),
        visit(client=acting.client("section")),
        Watch(),
    )
    tablet.goto(acting.url("places/visits/desk/"))
    tablet.get_by_role("button", name="この端末を受付にする").click()
    tablet.get_by_text("番号をお持ちでない方").click()
    for label, written in (("会社・団体", "見本設備"), ("お名前", "例示 三郎"), ("ご用件", "急な点検")):
        tablet.get_by_label(label).fill(written)
    tablet.get_by_role("button", name="取次ぎを頼む").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("取り次いでいます")
    number = tablet.locator(".ticket__no").inner_text()
    watch.look(tablet)

    colleague.goto(acting.url(""))
    colleague.get_by_role("link", name="返事をする").click()
    watch.look(colleague)
    colleague.get_by_role("button", name="迎える 見本設備").click()
    expect(colleague.locator(".msg--ok")).to_contain_text(number)

    tablet.get_by_role("link", name="最初の画面へ").click()
    tablet.get_by_label("受付番号（4けた）").fill(number)
    tablet.get_by_role("button", name="受付をする").click()
    tablet.get_by_label("お取りになった名札の番号").fill("8")
    tablet.get_by_role("button", name="受付を済ませる").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("受付が済みました")
    assert Visitor.objects.get().badge == "8"
    assert watch.found == []


def test_a_zone_is_drawn_by_pressing_its_corners(
    visit: OpenPage, acting: Cast, tmp_path: Path, settings: object
) -> None:
    site = add_place(acting.actor("steward"), PlaceKind.SITE, None, Particulars(name="本社"))
    add_place(acting.actor("steward"), PlaceKind.ZONE, site, Particulars(name="組立"))
    drawn = io.BytesIO()
    Image.new("RGB", (800, 600), "#eeeeee").save(drawn, "PNG")
    file = tmp_path / "plan.png"
    file.write_bytes(drawn.getvalue())
    page, watch = visit(client=acting.client("steward")), Watch()
    page.goto(acting.url(f"places/{site.pk}/plan/"))
    watch.look(page)
    page.get_by_role("link", name="図面を入れる").first.click()
    page.get_by_label("図面の画像").set_input_files(file)
    page.get_by_role("button", name="この図面を入れる").click()
    plan = page.locator("[data-plan]")
    expect(plan).to_be_visible()
    box = plan.bounding_box()
    assert box is not None
    for x, y in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.7)):
        plan.click(position={"x": box["width"] * x, "y": box["height"] * y})
    page.get_by_role("button", name="最後の角を消す").click()
    plan.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.7})
    page.get_by_label("立入りの決まり").select_option(label="社員だけ")
    watch.look(page)
    page.get_by_role("button", name="この形に引く").click()
    expect(page.locator(".zone text")).to_have_text("組立")
    watch.look(page)
    assert len(ZoneShape.objects.get().corners) == 3
    assert watch.found == []
