"""Whatever people type is shown as they typed it, on every page and in every document, and never runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from kuramori.ground.people.departments import open_department
from kuramori.ground.people.models import OrganisationKind
from kuramori.ground.people.settle import change_organisation
from kuramori.press.tests.reading import pdf_text, squeezed
from kuramori.rules.answers import Answer, NotApplicable
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import LinkRefused, attach_file, attach_link
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Sheet
from kuramori.work.checks.note import note
from kuramori.work.checks.plan import Wanted, finish_plan, plan
from tests.cast import Cast
from tests.house.furnished import ROOMS
from tests.journeys import moves
from tests.journeys.conftest import OpenPage
from tests.journeys.hostile import ALL, COMPANY, IMAGE, LINK, OUT_OF_SVG, PERSON, SCRIPT, SUM, hurts, watched
from tests.journeys.pages import House, pages

pytestmark = pytest.mark.django_db(transaction=True)

# Each walk may have a browser of its own.
EACH_ROOM = [pytest.param(room, marks=pytest.mark.xdist_group(f"walk-{room}")) for room in ROOMS]


def test_every_page_of_an_organisation_shows_hostile_text_as_it_is(visit: OpenPage, cast: Cast) -> None:
    draft, final = _hostile_world(cast)
    house = House(cast.here, cast.account("owner"))
    page = visit(client=house.client())
    dialogs, told = watched(page), ""
    for url in [
        *pages(house, draft, "checks"),
        *pages(house, draft, "rest"),
        *pages(house, final, "checks"),
        *pages(house, final, "rest"),
    ]:
        page.goto(url)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert hurts(page) == [], url
        told += page.locator("body").inner_text()
    assert not dialogs
    paper = house.client().get(cast.url(f"reports/sheets/{final.pk}/pdf/"))
    assert squeezed(SCRIPT) in pdf_text(b"".join(paper.streaming_content))
    for text in (PERSON, COMPANY, SCRIPT, IMAGE, SUM, OUT_OF_SVG, LINK):
        assert text in told, f"never shown as typed: {text}"


@pytest.mark.parametrize("room", EACH_ROOM)
def test_every_page_of_the_rooms_shows_hostile_text_as_it_is(visit: OpenPage, cast: Cast, room: str) -> None:
    with scope(organisation=cast.organisation):
        sheet = begin(cast.actor("owner"), moves.the_pack())
    house = House(cast.here, cast.account("owner"))
    page = visit(client=house.client())
    dialogs, told = watched(page), ""
    for url in pages(house, sheet, room, word=IMAGE):
        page.goto(url)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert hurts(page) == [], url
        told += page.locator("body").inner_text()
    assert not dialogs
    assert IMAGE in told


def _hostile_world(cast: Cast) -> tuple[Sheet, Sheet]:
    """A draft and a final round in which every field that holds text holds the worst."""
    owner, pack = cast.actor("owner"), moves.the_pack()
    with scope(organisation=cast.organisation):
        staff = cast.person("staff")
        for person in (staff, cast.person("owner")):
            person.name = PERSON
            person.save(update_fields=["name"])
        open_department(owner, name=PERSON)
        change_organisation(owner, name=COMPANY, kinds=[OrganisationKind.COMPANY], headcount=20)
    owner = cast.actor("owner")
    with scope(organisation=owner.organisation):
        draft, final = (begin(owner, pack, name=f"{OUT_OF_SVG}{n}") for n in (1, 2))
        for sheet in (draft, final):
            for item in pack.items:
                value = {"na": ALL} if item.na_allowed else 1
                answer(owner, sheet, pack, item.id, value=value, comment=ALL, revision=0)
            note(owner, sheet, name=f"{IMAGE}{sheet.pk.hex[:4]}", official_score=None, text=ALL)
            attach_link(
                owner,
                sheet,
                pack,
                "q01",
                title=SCRIPT,
                url='https://example.com/?"><img/src=x/onerror=hurt=1>',
            )
            attach_file(owner, sheet, pack, "q15", title="", name=f"{IMAGE}.txt", chunks=[b"abc"])
            with pytest.raises(LinkRefused):
                attach_link(owner, sheet, pack, "q01", title="見せかけ", url=LINK)
            delegate(owner, sheet, pack, "q02", person=staff, message=ALL)
            for done in (False, True):
                made = plan(owner, sheet, pack, "q03", Wanted(action=ALL, owner=staff))
                if done:
                    finish_plan(owner, made, pack)
        finalise(owner, final, pack)
    return draft, final


def test_a_link_that_is_a_script_is_refused_at_the_page(visit: OpenPage, cast: Cast) -> None:
    owner, pack = cast.actor("owner"), moves.the_pack()
    with scope(organisation=cast.organisation):
        sheet = begin(owner, pack)
    page = visit(client=cast.client("owner"))
    page.goto(cast.url(f"checks/{sheet.pk}/items/q01/"))
    page.locator("#evidence summary").click()
    page.locator("#evidence input[name=title]").fill("見せかけ")
    page.locator("#evidence input[name=url]").fill(LINK)
    page.get_by_role("button", name="根拠として足す").click()
    expect(page.locator("#evidence .wrong")).to_contain_text("https://")
    expect(page.locator("#evidence input[name=url]")).to_have_value(LINK)
    expect(page.locator("#evidence a")).to_have_count(0)


def test_a_guests_hostile_text_is_shown_as_it_is_and_in_every_document(
    visit: OpenPage, tmp_path: Path
) -> None:
    page = visit()
    dialogs = watched(page)
    answers: Mapping[str, Answer] = {**moves.factory(), "q16": NotApplicable(ALL)}
    file = moves.travel_file(tmp_path, answers, note=ALL)
    moves.bring(page, file, route="review")
    expect(page.locator("input[name='q16.reason']")).to_have_value(ALL)
    assert hurts(page) == []
    page.get_by_role("button", name="結果を見る").click()
    expect(page.locator("table.answers")).to_contain_text(ALL)
    expect(page.get_by_label("控え書き")).to_have_value(ALL)
    assert hurts(page) == []
    with page.expect_popup() as waiting:
        page.get_by_role("button", name="印刷する").click()
    expect(waiting.value.locator("body")).to_contain_text(ALL)
    assert hurts(waiting.value) == []
    _svg_is_only_a_picture(page)
    # What the browser kept comes back as text, too.
    page.goto("/check/")
    page.get_by_role("button", name="続きから答える", exact=True).click()
    page.locator("details.whole .items button").nth(15).evaluate("button => button.click()")
    moves.at_question(page, 16)
    expect(page.get_by_label("当てはまらない理由")).to_have_value(ALL)
    assert hurts(page) == []
    assert not dialogs


def _svg_is_only_a_picture(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="図（SVG）").click()
    drawn = waiting.value.path().read_text(encoding="utf-8")
    running = page.evaluate(
        """(drawn) => {
            const picture = new DOMParser().parseFromString(drawn, "image/svg+xml");
            if (picture.querySelector("parsererror")) return "it cannot be read";
            const all = [...picture.querySelectorAll("*")];
            const bad = all.filter((one) => /^(script|foreignObject|image|a)$/i.test(one.localName)
                || [...one.attributes].some((has) => /^on/i.test(has.name) || /javascript:/i.test(has.value)));
            return bad.map((one) => one.outerHTML).join();
        }""",
        drawn,
    )
    assert running == ""


def test_a_script_that_got_into_a_page_all_the_same_would_not_run(browser: Browser, live_server) -> None:
    """The second line: the content policy. Not by `open_page`, which would report what is refused here."""
    page = browser.new_page(base_url=str(live_server))
    page.goto("/check/")
    page.evaluate(
        """() => {
            document.body.append(Object.assign(document.createElement("script"), { textContent: "hurt = 1" }));
            document.body.insertAdjacentHTML("beforeend", '<img src=x onerror="hurt = 1">');
        }"""
    )
    page.wait_for_load_state("networkidle")
    assert page.evaluate("typeof hurt") == "undefined"
    page.close()
