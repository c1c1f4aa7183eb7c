"""Who may know: granted and seen on a day, told when too wide; and what was entrusted is not taken lightly."""

from __future__ import annotations

import datetime

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from kuramori.ground.contacts.dealing import name_grades
from kuramori.ground.people.enrol import Particulars, enrol
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)


def test_everybody_is_let_in_and_the_page_says_that_this_is_wide(visit: OpenPage, cast: Cast) -> None:
    today = clock.today()
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        made = making.asset(steward, from_on=today - 30 * DAY)
        for number in range(24):
            enrol(steward, Particulars(name=f"例示 {number}郎", joined_on=today - 40 * DAY))
    page = visit(client=cast.client("steward"))
    page.goto(cast.url(f"ledger/{made.pk}/grant/"))
    page.get_by_label("だれが").select_option(label="全員")
    page.get_by_label("わけ").fill("朝礼で配った")
    page.get_by_role("button", name="この人に許す").click()
    expect(page.get_by_text("この区分としては広めです")).to_be_visible()
    page.get_by_label("基準日").fill((today - 5 * DAY).strftime("%Y/%m/%d"))
    page.get_by_role("button", name="この日の姿を見る").click()
    expect(page.get_by_role("heading", name="この日にアクセスできた人")).to_be_visible()
    expect(page.get_by_text("広めです")).to_have_count(0)
    expect(page.get_by_text("朝礼で配った")).to_have_count(0)


def test_what_is_entrusted_takes_its_owners_word_and_stays_as_heavy(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        lies, partner = making.place(steward), making.partner(steward)
        name_grades(steward, partner, {"機密A": "secret", "機密B": "internal"})
    page = visit(client=cast.client("steward"))
    page.goto(cast.url("ledger/new/"))
    page.locator("#id_name").fill("客先の金型図")
    page.locator("#id_what").fill("抜き勾配")
    page.locator("#id_layer").select_option("nda")
    page.locator("#id_place").select_option(str(lies.pk))
    page.locator("summary", has_text="どこから来たか").click()
    page.locator("#id_origin").select_option("received")
    page.locator("#id_partner").select_option(str(partner.pk))
    page.locator("#id_designated_grade").fill("機密A")
    page.locator("#id_designated_grade").blur()
    expect(page.locator("#id_grade")).to_have_value("secret")
    page.get_by_role("button", name="台帳に登録する").click()
    expect(page.get_by_role("heading", name="客先の金型図")).to_be_visible()
    page.get_by_role("link", name="区分を変える").click()
    page.get_by_label("秘密区分").select_option("internal")
    page.get_by_label("変えるわけ").fill("古くなった")
    page.get_by_label("承認した人").select_option(label=cast.person("owner").name)
    page.get_by_role("button", name="区分を変えて保存する").click()
    expect(page.get_by_text("預け主の承諾を記録してからでないと")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert Asset.objects.get().grade == "secret"
