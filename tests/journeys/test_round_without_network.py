"""A round on a telephone where the network is away: nothing ticked is lost, nothing counts twice."""

from __future__ import annotations

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from kuramori.ground.trail.models import Entry
from kuramori.work.ledger.models import RoundKind, Stop
from kuramori.work.ledger.rounds import begin_round, close_round
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_round_goes_on_without_the_network_and_arrives_once(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        for name in ("図面の束", "試作品の箱", "条件表"):
            making.asset(steward, name=name)
        walk = begin_round(steward, RoundKind.STOCK)
    page = visit(client=cast.client("staff"))
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(cast.url(f"ledger/rounds/{walk.pk}/"))
    page.get_by_role("button", name="ある", exact=True).click()
    expect(page.get_by_text("あと2か所")).to_be_visible()

    page.context.set_offline(True)
    page.get_by_label("ひとこと").fill("背表紙")
    page.get_by_role("button", name="表示なし").click()
    expect(page.get_by_text("1か所をこの端末に控えました")).to_be_visible()
    expect(page.locator("#next-t")).to_have_text("3. A-003 条件表")
    page.get_by_role("button", name="ある", exact=True).click()
    expect(page.get_by_text("2か所をこの端末に控えました")).to_be_visible()
    expect(page.locator("#next")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    with scope(organisation=cast.organisation):
        assert Stop.objects.filter(found="").count() == 2

    page.context.set_offline(False)
    expect(page.get_by_text("全部見ました。")).to_be_visible()
    with scope(organisation=cast.organisation):
        found = list(Stop.objects.order_by("position").values_list("found", "note"))
    assert found == [("there", ""), ("unmarked", "背表紙"), ("there", "")]
    assert Entry.objects.filter(event="ledger:stop:seen").count() == 3
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_an_opened_round_is_opened_again_without_the_network_and_gone_when_closed(
    visit: OpenPage, cast: Cast
) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner, name="図面の束")
        making.top(owner, name="主軸の条件")
        walk = begin_round(owner, RoundKind.STOCK)
    page = visit(client=cast.client("owner"))
    page.goto(cast.url(f"ledger/rounds/{walk.pk}/"))
    expect(page.get_by_text("主軸の条件").first).to_be_attached()
    expect(page.locator("html[data-shelved]")).to_be_attached()

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("に控えた画面です")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("主軸の条件")
    page.get_by_role("button", name="ある", exact=True).click()
    expect(page.get_by_text("1か所をこの端末に控えました")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1か所をこの端末に控えました")).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text("あと1か所")).to_be_visible()
    expect(page.get_by_text("に控えた画面です")).to_have_count(0)
    with scope(organisation=cast.organisation):
        assert [one.found for one in Stop.objects.order_by("position")] == ["there", ""]
        close_round(owner, walk, leave_rest=True)
    page.reload()
    page.wait_for_function(
        "caches.open('kuramori-rounds').then((one) => one.match(location.pathname)).then((one) => !one)"
    )
