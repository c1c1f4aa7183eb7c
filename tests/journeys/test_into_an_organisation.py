"""A guest's file goes into an organisation: completed, finalised, compared, planned from, taken out as documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from kuramori.press.tests.reading import pdf_pages, pdf_text, squeezed, workbook
from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.scoring import score
from tests.cast import PASSWORD, Cast
from tests.journeys import moves, world
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_steward_brings_a_guests_file_in_and_carries_it_to_the_plan(
    visit: OpenPage, cast: Cast, tmp_path: Path
) -> None:
    answers, before = moves.factory(), {item: Answered(1) for item in moves.factory()}
    world.last_years_round(cast, before)
    page = visit()
    _signs_in_at_the_second_try(page, cast)
    _takes_the_file_in(page, moves.travel_file(tmp_path, moves.first_items(answers, 14), official_score=61))
    _completes_what_is_open(page, answers)
    _finalises(page, answers)
    _compares(page, before, answers)
    _plans_and_gets_it_done(page, cast)
    _reads_what_happened(page, cast)


def _signs_in_at_the_second_try(page: Page, cast: Cast) -> None:
    page.goto(cast.url("checks/"))
    steward = cast.account("steward").email
    for password in ("wrong-password-2026", PASSWORD):
        page.get_by_label("メールアドレス").fill(steward)
        page.locator("input[type=password]").fill(password)
        page.get_by_role("button", name="ログインする", exact=True).click()
        if password != PASSWORD:
            expect(page.get_by_role("alert").or_(page.locator(".wrong")).first).to_be_visible()
            expect(page.get_by_label("メールアドレス")).to_have_value(steward)
    # Where the steward wanted to go in the first place.
    expect(page.get_by_role("heading", level=1)).to_have_text("自己チェック")
    assert page.url.endswith(cast.url("checks/"))


def _takes_the_file_in(page: Page, file: Path) -> None:
    page.get_by_role("link", name="ファイルから作る").click()
    page.get_by_label("ファイル").set_input_files(file)
    page.get_by_role("button", name="チェックシートを作る").click()
    expect(page.locator(".msg--ok")).to_contain_text("を作りました")
    expect(page.locator("progress").first).to_have_attribute("value", "14")
    expect(page.locator("#missing")).to_contain_text("あと5問に答えると、確定できます。")
    expect(page.get_by_label(moves.the_pack().text("ja").official_score_label)).to_have_value("61")


def _completes_what_is_open(page: Page, answers: Mapping[str, Answer]) -> None:
    page.get_by_role("link", name="問15から続ける").click()
    for number, (item, given) in list(enumerate(answers.items(), start=1))[14:]:
        moves.at_question(page, number)
        if isinstance(given, NotApplicable):
            moves.card(page, item, "na").click()
            expect(_saved(page)).to_contain_text("まだ保存していません")
            page.get_by_label("当てはまらない理由").fill(given.reason)
            page.locator("#comment").focus()
        else:
            moves.card(page, item, given.level).click()
        expect(_saved(page)).to_contain_text("保存しました")
        # Without a button: the page itself says how far one is.
        expect(page.locator("#answer progress")).to_have_attribute("value", str(number))
        moves.next_question(page)
    expect(page.get_by_role("button", name="この回を確定する")).to_be_visible()


def _saved(page: Page) -> Locator:
    return page.locator("#saved")


def _finalises(page: Page, answers: Mapping[str, Answer]) -> None:
    total = score(moves.the_pack(), answers).total
    page.get_by_role("button", name="この回を確定する").click()
    page.locator("nav.tabs").get_by_role("link", name="結果").click()
    expect(page.locator(".score b")).to_have_text(str(total.score))
    expect(page.locator(".score")).to_contain_text(f"{total.points} / {total.max}")
    expect(page.get_by_text("森下 健一さんが確定").first).to_be_visible()
    page.locator("nav.tabs").get_by_role("link", name="答え").click()
    page.locator("ul.asks a").first.click()
    expect(page.get_by_text("この回は確定しています。答えは変わりません。")).to_be_visible()
    expect(page.locator("input[type=radio]")).to_have_count(0)
    page.locator(".crumb a").last.click()
    page.locator("nav.tabs").get_by_role("link", name="結果").click()


def _compares(page: Page, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> None:
    page.get_by_role("link", name="前の回とくらべる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2つの回をくらべる")
    pack = moves.the_pack()
    older, newer = (score(pack, answers).total for answers in (before, after))
    expect(page.locator(".rounds")).to_contain_text(f"{older.points} / {older.max}")
    expect(page.locator(".rounds")).to_contain_text(f"{newer.points} / {newer.max}")
    changed = [item for item in after if after[item] != before[item]]
    expect(page.get_by_text(f"{len(changed)}問の答えが変わりました。")).to_be_visible()
    expect(page.locator("#changed").locator("xpath=ancestor::section").locator("ul.asks > li")).to_have_count(
        len(changed)
    )
    # Two shapes, one over the other.
    expect(page.locator("svg.radar--wide")).to_be_visible()
    page.go_back()


def _plans_and_gets_it_done(page: Page, cast: Cast) -> None:
    page.get_by_role("link", name="計画に入れる").first.click()
    action = page.get_by_label("やること").input_value()
    assert action
    page.get_by_label("担当").select_option(label="田所 勝（経営者）")
    page.get_by_label("期日").fill("令和10年3月31日")
    page.get_by_role("button", name="計画に入れる").click()
    plan = page.locator("li.plan").filter(has_text=action)
    expect(plan).to_contain_text("2028")
    expect(plan).to_contain_text("田所 勝")
    plan.get_by_role("button", name="済みにする").click()
    expect(page.locator(".msg--ok")).to_contain_text("おつかれさまでした")
    expect(page.get_by_role("button", name="未完了に戻す")).to_be_visible()


def _reads_what_happened(page: Page, cast: Cast) -> None:
    page.goto(cast.url("checks/"))
    page.locator("li.round h2 a").first.click()
    page.locator("nav.tabs").get_by_role("link", name="経過").click()
    past = page.locator("ol.past")
    for sentence in (
        "持ち込みのファイルから",
        "（回答 14件）",
        "問15に答えました（— → 1）",
        "問16に答えました（— → N/A）",
        "を確定しました",
        "計画を立てました",
        "計画を済みにしました",
    ):
        expect(past).to_contain_text(sentence)


def test_documents_of_a_round_say_whose_it_is_and_how_it_stands(visit: OpenPage, cast: Cast) -> None:
    answers = moves.factory()
    world.last_years_round(cast, answers)
    total = score(moves.the_pack(), answers).total
    page = visit(client=cast.client("owner"))
    page.goto(cast.url("checks/"))
    page.get_by_role("link", name="結果を見る").click()

    text = pdf_text(_taken(page, "PDFを受け取る").read_bytes())
    for words in ("架空精工株式会社", f"{total.score}点", f"{total.points} / {total.max}", moves.REASON):
        assert squeezed(words) in text
    assert squeezed(moves.the_pack().text("ja").disclaimer) in text
    cells = {
        squeezed(cell)
        for sheet in workbook(_taken(page, "Excel").read_bytes())
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    }
    assert squeezed(moves.REASON) in cells
    assert str(total.score) in cells
    with page.expect_popup() as waiting:
        page.get_by_role("link", name="印刷する").click()
    expect(waiting.value.locator("body")).to_contain_text(moves.REASON)

    page.get_by_role("link", name="社長の1ページ").first.click()
    expect(page.locator(".score b")).to_have_text(str(total.score))
    leaves = pdf_pages(_taken(page, "A4で1枚にする").read_bytes())
    assert len(leaves) == 1
    assert f"{total.points}/{total.max}" in leaves[0]


def _taken(page: Page, link: str) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return waiting.value.path()


def test_of_two_people_at_one_question_the_later_is_told_and_loses_nothing(
    visit: OpenPage, cast: Cast
) -> None:
    sheet = world.a_round(cast, moves.first_items(moves.factory(), 3))
    steward, owner = (visit(client=cast.client(role)) for role in ("steward", "owner"))
    for page in (steward, owner):
        page.goto(cast.url(f"checks/{sheet.pk}/items/q02/"))
        expect(moves.radio(page, "q02", 1)).to_be_checked()
    moves.card(steward, "q02", 3).click()
    expect(_saved(steward)).to_contain_text("保存しました")

    moves.card(owner, "q02", 0).click()
    told = _saved(owner).locator(".msg--care")
    expect(told).to_contain_text("森下 健一さんが先にこの問を直しました。あなたの答えは消えていません。")
    names = [level.name for level in moves.the_pack().text("ja").levels]
    theirs, ours = told.locator(".sides > div").nth(0), told.locator(".sides > div").nth(1)
    expect(theirs).to_contain_text(names[3])
    expect(ours).to_contain_text(names[0])
    steward.reload()
    expect(moves.radio(steward, "q02", 3)).to_be_checked()

    told.get_by_role("link", name="森下 健一さんの答えのままにする").click()
    expect(moves.radio(owner, "q02", 3)).to_be_checked()
    moves.card(owner, "q02", 2).click()
    expect(_saved(owner)).to_contain_text("保存しました")
    moves.card(steward, "q02", 1).click()
    over = steward.get_by_role("button", name="あなたの答えに替える")
    over.click()
    expect(over).to_have_count(0)  # the form has come back as a page: a reload before that would cut it off
    steward.reload()
    expect(moves.radio(steward, "q02", 1)).to_be_checked()
