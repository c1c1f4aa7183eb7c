"""A guest on a phone: every question by tapping, the other language in the middle, the result, and what goes home."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kuramori.press.tests.reading import pdf_text, squeezed
from kuramori.rules import answers as answer_rules
from kuramori.rules import next_steps
from kuramori.rules.answers import Answer, NotApplicable
from kuramori.rules.scoring import score
from tests.journeys import moves
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guest_on_a_phone_taps_through_all_questions_and_takes_the_result_home(visit: OpenPage) -> None:
    page, answers = visit("phone"), moves.factory()
    before = moves.rows()
    page.goto("/")
    page.get_by_role("link", name="自己チェックを始める").tap()
    page.get_by_role("button", name="1問目から始める").tap()
    for number, (item, given) in enumerate(answers.items(), start=1):
        moves.at_question(page, number)
        if isinstance(given, NotApplicable):
            _forget_the_reason(page, item, answered=number - 1)
            page.get_by_label("当てはまらない理由").fill(given.reason)
        else:
            moves.card(page, item, given.level).tap()
        if number == 8:
            _look_at_it_in_english(page, item, given)
        page.locator(".moves [value=next]").tap()
    _sees_what_the_rules_say(page, answers)
    _takes_everything_home(page, answers)
    assert moves.rows() == before, "a guest leaves nothing on the server"
    assert {cookie["name"] for cookie in page.context.cookies()} == {"kura_csrf", "kura_language"}


def _forget_the_reason(page: Page, item: str, *, answered: int) -> None:
    moves.card(page, item, "na").tap()
    page.locator(".moves [value=next]").tap()
    expect(page.locator(".reason .wrong")).to_contain_text("理由")
    expect(moves.radio(page, item, "na")).to_be_checked()
    expect(page.get_by_label("当てはまらない理由")).to_be_focused()
    expect(page.locator("progress")).to_have_attribute("value", str(answered))


def _look_at_it_in_english(page: Page, item: str, given: Answer) -> None:
    title = moves.the_pack().text("en").items[item].title
    page.get_by_role("button", name="English").tap()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(moves.radio(page, item, given.level)).to_be_checked()
    expect(page.locator("progress")).to_have_attribute("value", "8")
    page.get_by_role("button", name="日本語").tap()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(moves.radio(page, item, given.level)).to_be_checked()
    expect(page.locator("progress")).to_have_attribute("value", "8")


def _sees_what_the_rules_say(page: Page, answers: dict[str, Answer]) -> None:
    pack = moves.the_pack()
    total = score(pack, answers).total
    expect(page.get_by_role("heading", level=1)).to_have_text("自己チェックの結果")
    expect(page.locator(".score b")).to_have_text(str(total.score))
    expect(page.locator(".score")).to_contain_text(f"{total.points} / {total.max}")
    expect(page.locator("svg.radar--narrow")).to_be_visible()
    expect(page.locator("svg.radar--wide")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    offered = [proposal.item for proposal in next_steps.propose(pack, answers)]
    for ticked in (offered, offered[:1] + offered[2:], offered):
        wanted = page.locator(f".tick input[value={offered[1]}]")
        if wanted.is_checked() != (offered[1] in ticked):
            page.locator(f"label.tick:has(input[value={offered[1]}])").tap()
        then = next_steps.what_if(pack, answers, ticked).total
        expect(page.locator(".whatif b.then")).to_have_text(str(then.score))
        expect(page.locator(".whatif")).to_contain_text(f"{then.points} / {then.max}")


def _takes_everything_home(page: Page, answers: dict[str, Answer]) -> None:
    pack = moves.the_pack()
    total = score(pack, answers).total
    page.get_by_label("控え書き").fill("髙橋さんと𠮷田さんに見せる")
    text = pdf_text(_taken(page, "PDFを受け取る").read_bytes())
    assert f"{total.score}点" in text
    assert squeezed(f"{total.points} / {total.max}") in text
    assert squeezed(moves.REASON) in text
    assert squeezed(pack.text("ja").disclaimer) in text
    assert "髙橋さんと𠮷田さんに見せる" in text
    brought = answer_rules.read(
        _taken(page, "続きから使えるファイル").read_bytes(), lambda name: pack if name == pack.id else None
    )
    assert dict(brought.answers) == answers
    assert brought.note == "髙橋さんと𠮷田さんに見せる"


def _taken(page: Page, button: str) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).tap()
    return waiting.value.path()


def test_a_tick_counts_at_once_and_the_reader_stays_where_it_is(visit: OpenPage, tmp_path: Path) -> None:
    page, pack = visit("phone", theme="dark"), moves.the_pack()
    answers = moves.finish(page, tmp_path)
    offered = [proposal.item for proposal in next_steps.propose(pack, answers)]
    tick = page.locator(f".tick input[value={offered[1]}]")
    tick.scroll_into_view_if_needed()
    top = tick.bounding_box()["y"]
    tick.click()
    then = next_steps.what_if(pack, answers, [offered[0], offered[2]]).total
    expect(page.locator(".whatif b.then")).to_have_text(str(then.score))
    expect(tick).to_be_focused()
    expect(tick).not_to_be_checked()
    assert abs(tick.bounding_box()["y"] - top) < 2
    expect(page.locator("#told")).to_contain_text(f"{then.score}点")


def test_a_guest_sees_the_same_numbers_by_field(visit: OpenPage, tmp_path: Path) -> None:
    page = visit()
    answers = moves.finish(page, tmp_path)
    pack = moves.the_pack()
    page.get_by_role("button", name="分野で見る（参考）").click()
    expect(page.get_by_role("heading", name="分野ごとの数字（参考）")).to_be_visible()
    for group in score(pack, answers).fields:
        row = page.get_by_role("row").filter(has_text=pack.text("ja").fields[group.id].title)
        expect(row).to_contain_text(f"{group.points} / {group.max}")


def test_the_score_of_the_official_workbook_stands_beside_ours(visit: OpenPage, tmp_path: Path) -> None:
    page = visit()
    moves.finish(page, tmp_path)
    label = moves.the_pack().text("ja").official_score_label
    page.get_by_label(label).fill("６４．５")
    assert "64.5" in pdf_text(_clicked(page, "PDFを受け取る").read_bytes())
    page.get_by_label(label).fill("百点")
    page.locator(".tick input").first.click()
    expect(page.locator("#official-wrong")).to_be_visible()
    expect(page.get_by_label(label)).to_have_value("百点")


def _clicked(page: Page, button: str) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.path()


def test_the_page_to_print_opens_beside_the_check_with_its_own_style(visit: OpenPage, tmp_path: Path) -> None:
    page = visit()
    answers = moves.finish(page, tmp_path)
    with page.expect_popup() as waiting:
        page.get_by_role("button", name="印刷する").click()
    paper, total = waiting.value, score(moves.the_pack(), answers).total
    expect(paper.locator("body")).to_contain_text(f"{total.points} / {total.max}")
    expect(paper.locator("body")).to_contain_text(moves.REASON)
    assert paper.evaluate("document.styleSheets.length") == 1
    assert paper.evaluate("self.origin") == "null", "what people typed is not opened in our origin"
