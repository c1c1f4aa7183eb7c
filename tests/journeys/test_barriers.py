"""No barrier on any page: WCAG 2.2 AA by axe, light and dark, no sideways scroll at 320 px and at 200 %, no refused
script. The pages come from the list of doors, so a new one joins by itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.people.models import Account, Organisation
from kuramori.work.checks.models import Sheet
from tests.house.addresses import ADDRESSES
from tests.house.doors import Audience
from tests.journeys import moves
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage
from tests.journeys.demo import fill_once
from tests.journeys.pages import LED_TO, WALKS, House, names, names_of, pages

pytestmark = pytest.mark.django_db(transaction=True)

# These answer with nothing that anybody looks at.
NO_PAGES = {
    "healthz",
    "pages:verify_file",
    "account_signup",
    "account_reset_password",
    "account_email",
    "account_set_password",
}
# Each walk may have a browser of its own.
EACH_WALK = [pytest.param(walk, marks=pytest.mark.xdist_group(f"walk-{walk}")) for walk in WALKS]
FILES = {
    "checks:travel",
    "checks:evidence",
    "contacts:import_template",
    "ledger:certificate",
    "ledger:export_file",
    "ledger:first_paper",
    "ledger:round_worker",
    "ledger:grid_rows",
    "ledger:handling_sheet",
    "ledger:import_template",
    "ledger:print",
    "ledger:print_marks",
    "ledger:prior_file",
    "ledger:prior_paper",
    "ledger:reviews_paper",
    "ledger:round_paper",
    "ledger:who_book",
    "ledger:who_paper",
    "partners:agreements_template",
    "partners:annex_book",
    "partners:annex_paper",
    "partners:blank_wording",
    "partners:certificate",
    "partners:demand_paper",
    "partners:hand_over_receipt_file",
    "partners:hand_over_slip",
    "partners:mould_list",
    "partners:occasion_paper",
    "partners:occasion_set",
    "partners:onward_letter",
    "partners:original",
    "partners:policy_file",
    "partners:project_paper",
    "partners:promise_paper",
    "partners:wording_file",
    "people:import_template",
    "places:picture",
    "places:print",
    "places:terms_file",
    "reports:job_file",
    "requests:portfolio_made_file",
    "requests:class_sample",
    "requests:asked_letter",
    "requests:request_letter",
    "requests:dropped_list",
    "requests:made_workbooks_file",
    "requests:own_list_form",
    "requests:workbook",
    "requests:promises_template",
    "requests:promise_check_file",
    "requests:promise_proof",
    "requests:reply_evidence",
    "requests:reply_receipt",
    "requests:reply_result",
    "requests:reply_removed_paper",
    "requests:talk_folder_file",
    "requests:inquiry_file",
    "requests:talk_paper",
}


@pytest.fixture
def houses(db) -> tuple[House, House]:
    """架空精工 with three finished rounds, and 見本金型 in the middle of one."""
    fill_once()
    return tuple(
        House(slug, Account.objects.get(email=f"{mail}@{slug}.example"))
        for mail, slug in (("tadokoro", "kakuu-seiko"), ("kushida", "mihon-kanagata"))
    )


def test_the_guests_pages_have_no_barrier(visit: OpenPage, tmp_path: Path) -> None:
    page, watch = visit(), Watch()
    # With nothing sent along, four of them show the entrance: once will do.
    for name in sorted(
        names(Audience.PUBLIC) - NO_PAGES - {"check:load", "check:item", "check:result", "check:file"}
    ):
        # What lies behind a link is looked at on its own way; a made-up one shows the same page for all of them.
        if "id" not in ADDRESSES[name]:
            page.goto(_public(name))
            watch.look(page)
    page.goto("/nowhere/")
    watch.look(page)
    _questions(page, watch)
    _lists_and_results(page, watch, tmp_path)
    watch.ends_well()


def _public(name: str) -> str:
    wanted = {"part": "1", "secret": "nobody-knows", "format": "html", "provider_id": "no-such-provider"}
    return reverse(name, kwargs={key: wanted[key] for key in ADDRESSES[name]})


def _questions(page: Page, watch: Watch) -> None:
    moves.begin(page)
    watch.look(page, "question 1")
    # Unfolded by the look before.
    page.locator("details.whole .items button").nth(3).click()
    moves.at_question(page, 4)
    moves.card(page, "q04", "na").click()
    moves.next_question(page)
    expect(page.locator(".reason .wrong")).to_be_visible()
    watch.look(page, "question 4 without a reason")
    page.get_by_role("button", name="一覧で一度に答える").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("一覧で答える")
    page.get_by_role("button", name="結果を見る").click()
    expect(page.get_by_role("alert")).to_contain_text("1か所を直してから")
    watch.look(page, "list with a reason missing")
    page.locator("input[name='q04.reason']").fill("取引先から預かるものがない")
    page.get_by_role("button", name="結果を見る").click()
    expect(page.locator(".msg--care")).to_contain_text("まだ18問が残っています")
    watch.look(page, "provisional result")
    page.goto("/check/")
    expect(page.locator("[data-saved]")).to_be_visible()
    watch.look(page, "entrance with answers kept")


def _lists_and_results(page: Page, watch: Watch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"pack": "jp/meti/tics", "answers": {"q01": 9, "q99": 1}}', encoding="utf-8")
    moves.bring(page, broken)
    expect(page.get_by_role("alert")).to_be_visible()
    watch.look(page, "entrance with a broken file")
    moves.bring(page, moves.travel_file(tmp_path, moves.factory()))
    moves.at_question(page, 1)
    watch.look(page, "question 1, all answered")
    moves.finish(page, tmp_path)
    watch.look(page, "result")
    with page.expect_popup() as waiting:
        page.get_by_role("button", name="印刷する").click()
    expect(waiting.value.locator("body")).to_contain_text(moves.REASON)
    watch.look(waiting.value, "page to print")
    page.get_by_role("button", name="分野で見る（参考）").click()
    expect(page.get_by_role("heading", name="分野ごとの数字（参考）")).to_be_visible()
    watch.look(page, "result by field")
    page.get_by_label("控え書き").fill("\U00012000")
    page.get_by_role("button", name="PDFを受け取る").click()
    expect(page.get_by_role("button", name="結果に戻る")).to_be_visible()
    watch.look(page, "document not made")
    page.get_by_role("button", name="結果に戻る").click()
    # The field alone: the evaluation would not wait for the page that was asked for.
    version = page.locator("#check [name=version]")
    version.evaluate("field => { field.value = '0.0.1' }")
    page.get_by_role("button", name="一覧でまとめて直す").click()
    expect(page.get_by_role("button", name="読める答えだけで続ける")).to_be_visible()
    watch.look(page, "answers that cannot be read")


@pytest.mark.parametrize("walk", EACH_WALK)
def test_an_organisations_pages_have_no_barrier(
    visit: OpenPage, houses: tuple[House, House], walk: str
) -> None:
    watch = Watch()
    # The second house only where a round in the middle looks different.
    for house in houses if walk == "checks" else houses[:1]:
        page = visit(client=house.client())
        for url in pages(house, _newest_sheet(house), walk):
            page.goto(url)
            watch.look(page)
    if walk == "rest":
        for name in ("account_home", "account_change_password", "usersessions_list", "doors"):
            page.goto(reverse(name))
            watch.look(page)
    watch.ends_well()
    assert names_of(walk) - watch.seen <= FILES | LED_TO


def _newest_sheet(house: House) -> Sheet:
    with scope(organisation=Organisation.objects.get(slug=house.slug)):
        return Sheet.objects.order_by("-begun_at")[0]


def test_pages_for_those_who_may_less_have_no_barrier(visit: OpenPage, houses: tuple[House, House]) -> None:
    settled, busy = houses
    watch = Watch()
    page = visit(client=busy.client(Account.objects.get(email="okudera@mihon-kanagata.example")))
    sheet = _newest_sheet(busy)
    for path in ("", f"checks/{sheet.pk}/", f"checks/{sheet.pk}/items/q15/", "checks/plans/", "people/"):
        page.goto(f"/o/{busy.slug}/{path}")
        watch.look(page, f"staff: {path}")
    page = visit(client=settled.client(Account.objects.get(email="saegusa@kakuu-seiko.example")))
    for path in ("", "checks/", "people/"):
        page.goto(f"/o/{settled.slug}/{path}")
        watch.look(page, f"auditor: {path}")
    watch.ends_well()


def test_what_goes_wrong_is_told_without_a_barrier(visit: OpenPage, houses: tuple[House, House]) -> None:
    _, busy = houses
    watch, sheet = Watch(), _newest_sheet(busy)
    first, second = visit(client=busy.client()), visit(client=busy.client())
    for page in (first, second):
        page.goto(f"/o/{busy.slug}/checks/{sheet.pk}/items/q01/")
        expect(moves.radio(page, "q01", 2)).to_be_checked()
    moves.card(first, "q01", 3).click()
    expect(first.locator("#saved")).to_contain_text("保存しました")
    watch.look(first, "answer saved")
    moves.card(second, "q01", 1).click()
    expect(second.locator(".sides")).to_be_visible()
    watch.look(second, "two at one question")
    first.goto(f"/o/{busy.slug}/checks/{sheet.pk}/plan/")
    first.get_by_label("期日").fill("そのうち")
    first.get_by_role("button", name="計画に入れる").click()
    expect(first.locator(".wrong").first).to_be_visible()
    watch.look(first, "plan with mistakes")
    first.goto(f"/o/{busy.slug}/people/invite/")
    first.get_by_role("button", name="リンクを作る").click()
    first.locator("input[name=name]").fill("試し 太郎")
    first.locator("input[name=role][value=expert]").check()
    first.get_by_role("button", name="リンクを作る").click()
    expect(first.locator(".wrong").first).to_be_visible()
    watch.look(first, "expert without a last day")
    watch.ends_well()


def test_open_menus_have_no_barrier(visit: OpenPage, houses: tuple[House, House]) -> None:
    watch, page = Watch(), visit(client=houses[0].client())
    page.goto(f"/o/{houses[0].slug}/")
    for menu in ("menu--rooms", "menu:not(.menu--rooms)"):
        page.evaluate(f"for (const one of document.querySelectorAll('details.{menu}')) one.open = true")
        watch.look(page, f"home with {menu}")
        page.reload()
    watch.ends_well()


@pytest.mark.parametrize("walk", EACH_WALK)
def test_english_fits_on_a_small_phone(
    visit: OpenPage, houses: tuple[House, House], live_server, walk: str
) -> None:
    watch, page = Watch(), visit("narrow", client=houses[0].client())
    page.context.add_cookies([{"name": "kura_language", "value": "en", "url": str(live_server)}])
    public = ("/", "/check/", "/check/all/", "/check/paper/", "/guide/") if walk == "rest" else ()
    for url in [*pages(houses[0], _newest_sheet(houses[0]), walk), *public]:
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        watch.measure(page)
    watch.ends_well()
