"""The ledger in the browser: a first entry by keyboard alone, propose and admit, a past day, and what stays hidden."""

from __future__ import annotations

import datetime

import pytest
from django_scopes import scope
from playwright.sync_api import Locator, Page, expect

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import register
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS = 60


def _walk(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{MOST_STEPS} times Tab never came to {target}")


def test_a_first_entry_by_keyboard_alone(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        making.place(cast.actor("owner"))
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/"))
    expect(page.get_by_role("heading", name="まだ1件もありません")).to_be_visible()
    _walk(page, page.locator("main").get_by_role("link", name="情報を加える"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="情報を加える")).to_be_visible()
    _walk(page, page.locator("#id_name"))
    page.keyboard.type("深絞り金型の肉盛補修条件")
    _walk(page, page.locator("#id_what"))
    page.keyboard.type("盛る順番と電流")
    for field, down in (("grade", 2), ("layer", 2), ("place", 1)):
        _walk(page, page.locator(f"#id_{field}"))
        for _press in range(down):
            page.keyboard.press("ArrowDown")
    _walk(page, page.get_by_role("button", name="台帳に登録する"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("A-001として台帳に登録しました。")).to_be_visible()
    expect(page.get_by_role("heading", name="深絞り金型の肉盛補修条件")).to_be_visible()
    with scope(organisation=cast.organisation):
        made = Asset.objects.get()
    assert (made.grade, made.layer, made.stage) == ("secret", "nda", "admitted")


def test_staff_propose_and_the_steward_admits(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        making.proposal(cast.actor("staff"), name="バリ取りの当て板の形", keeper=cast.person("owner"))
    page = visit("phone", client=cast.client("steward"))
    page.goto(cast.url())
    page.get_by_role("link", name="提案を見る").click()
    page.get_by_role("button", name="台帳に登録する").click()
    expect(page.get_by_text("A-001を台帳に登録しました。")).to_be_visible()
    staff = visit(client=cast.client("staff"))
    staff.goto(cast.url("ledger/"))
    expect(staff.get_by_role("link", name="バリ取りの当て板の形")).to_be_visible()


def test_a_past_day_shows_what_held_then(visit: OpenPage, cast: Cast) -> None:
    today = clock.today()
    with scope(organisation=cast.organisation):
        made = making.asset(cast.actor("steward"), from_on=today - datetime.timedelta(days=40))
        register.change(cast.actor("steward"), made, wanted(name="新しい名前"), revision=1)
    page = visit(client=cast.client("steward"))
    page.goto(cast.url(f"ledger/{made.pk}/"))
    expect(page.get_by_role("heading", name="新しい名前")).to_be_visible()
    page.get_by_label("基準日").fill((today - datetime.timedelta(days=5)).strftime("%Y/%m/%d"))
    page.get_by_role("button", name="この日の姿を見る").click()
    expect(page.get_by_role("heading", name="検査治具の図面")).to_be_visible()
    expect(page.get_by_role("link", name="内容を直す")).to_have_count(0)
    page.get_by_role("link", name="今日に戻す").click()
    expect(page.get_by_role("heading", name="新しい名前")).to_be_visible()


def test_what_is_most_secret_is_hidden_from_staff_and_a_look_is_left(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        top = making.top(cast.actor("owner"))
    staff = visit("phone", client=cast.client("staff"))
    staff.goto(cast.url("ledger/"))
    expect(staff.get_by_text("伏せています")).to_be_visible()
    expect(staff.get_by_text(top.name)).to_have_count(0)
    assert not Entry.objects.filter(event="ledger:asset:looked").exists()
    auditor = visit(client=cast.client("auditor"))
    auditor.goto(cast.url(f"ledger/{top.pk}/"))
    expect(auditor.get_by_role("heading", name=top.name)).to_be_visible()
    expect(auditor.get_by_text("この画面を開いた記録も残ります。")).to_be_visible()
    look = Entry.objects.get(event="ledger:asset:looked")
    assert (look.person_id, list(look.parts.shows)) == (cast.person("auditor").pk, [str(top.pk)])
