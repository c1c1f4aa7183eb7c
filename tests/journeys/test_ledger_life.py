"""The first session from empty to approved, a yearly review, and a round on a phone; each page without barriers."""

from __future__ import annotations

import datetime

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Review, Task
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
FIVE = ("会社の柱がゆらぐ", "知られていない", "決まった数人", "渡さない", "自社で作った")


def _open(page: Page) -> None:
    """Nothing on this page stands in anybody's way."""
    watch = Watch()
    watch.look(page)
    assert watch.found == []


def test_the_first_session_goes_from_empty_to_approved(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        making.place(cast.actor("owner"))
    page = visit(client=cast.client("owner"))
    page.goto(cast.url("ledger/first/"))
    _open(page)
    page.get_by_role("button", name="1つ目を書く").click()
    page.get_by_label("何ですか").fill("主軸加工の送り条件")
    page.get_by_label("なぜ、まねしにくいのですか").fill("20年の試し削りで決めた組合せ")
    page.get_by_label("どこにありますか").select_option(index=1)
    page.get_by_label("だれが持っていますか").select_option(label="田所 勝")
    for answer in FIVE:
        page.get_by_label(answer, exact=True).check()
    _open(page)
    page.get_by_role("button", name="保存してここで止める").click()
    expect(page.get_by_text("のこり約37分")).to_be_visible()
    _open(page)
    page.get_by_role("button", name="これで認めて、台帳に登録する").click()
    expect(page.get_by_text("1件を台帳に登録しました。")).to_be_visible()
    with scope(organisation=cast.organisation):
        made = Asset.objects.get()
    assert (made.grade, made.layer) == ("top", "never")


def test_the_yearly_review_takes_one_page(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward, due = cast.actor("steward"), clock.today() - datetime.timedelta(days=1)
        for number in range(3):
            making.asset(steward, name=f"条件表{number}", review_on=due)
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/review/"))
    _open(page)
    rows = page.locator(".rev > li")
    for row in range(2):
        rows.nth(row).get_by_label("変わらない").check()
    rows.nth(2).get_by_label("手放す").check()
    page.get_by_role("button", name="選んだ行の見直しを残す").click()
    expect(page.get_by_text("3件の見直しを残しました。1件は「片づけること」に入りました。")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert Review.objects.count() == 3
    page.goto(cast.url("ledger/reviews/"))
    _open(page)


def test_a_round_is_walked_on_a_phone(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        making.asset(steward)
        making.asset(steward, name="試作品の箱")
    page = visit(client=cast.client("staff"))
    page.goto(cast.url("ledger/rounds/"))
    _open(page)
    page.set_viewport_size({"width": 375, "height": 812})
    page.get_by_role("button", name="見る所を並べる").click()
    expect(page.get_by_text("あと2か所")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    _open(page)
    page.get_by_role("button", name="ある", exact=True).click()
    expect(page.get_by_text("あと1か所")).to_be_visible()
    page.get_by_label("ひとこと").fill("背表紙")
    page.get_by_role("button", name="表示なし").click()
    expect(page.get_by_text("全部見ました。")).to_be_visible()
    page.get_by_role("button", name="点検を終える").click()
    expect(page.get_by_text("違いが1件あり")).to_be_visible()
    _open(page)
    with scope(organisation=cast.organisation):
        assert "背表紙" in Task.objects.get().what
