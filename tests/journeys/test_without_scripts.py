"""The guest's check where scripts are switched off: the form carries everything."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answered
from kuramori.rules.scoring import score
from tests.journeys import moves
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_last_years_file_is_reviewed_without_scripts(visit: OpenPage, tmp_path: Path) -> None:
    page, answers = visit(javascript=False), moves.factory()
    moves.bring(
        page, moves.travel_file(tmp_path, answers, official_score=61, note="去年の控え"), route="review"
    )
    expect(page.get_by_text("19問の答えを読み込みました。")).to_be_visible()
    for item, level in (("q07", 3), ("q16", 1)):
        moves.card(page, item, level).click()
        answers[item] = Answered(level)
    page.get_by_role("button", name="結果を見る").click()
    _shows(page, answers)
    expect(page.get_by_role("button", name="計算し直す")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="続きから使えるファイル").click()
    assert waiting.value.suggested_filename.endswith(".kuramori.json")
    brought = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert brought["answers"] == answer_rules.plain_answers(answers)
    assert (brought["official_score"], brought["note"]) == (61, "去年の控え")


def _shows(page: Page, answers: dict[str, answer_rules.Answer]) -> None:
    total = score(moves.the_pack(), answers).total
    expect(page.locator(".score b")).to_have_text(str(total.score))
    expect(page.locator(".score")).to_contain_text(f"{total.points} / {total.max}")


def test_question_by_question_works_without_scripts(visit: OpenPage) -> None:
    page = visit("phone", javascript=False)
    moves.begin(page)
    moves.card(page, "q01", 2).click()
    moves.next_question(page)
    moves.at_question(page, 2)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="日本語").click()
    page.locator(".moves [value=back]").click()
    moves.at_question(page, 1)
    expect(moves.radio(page, "q01", 2)).to_be_checked()
    page.locator("details.whole > summary").click()
    page.get_by_role("button", name="ここまでの結果を見る").click()
    expect(page.locator(".score--part")).to_be_visible()
    expect(page.get_by_text("まだ18問が残っています。")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"pack": "jp/meti/tics",\n "answers": {"q01": 1,\n  "q03": 7}}', ("3行", "q03", "7")),
        ('{"pack": "jp/meti/tics",\n "answers": {"q77": 1}}', ("2行", "q77")),
        ('{"pack": "jp/meti/tics", "answers": {"q04": {"na": " "}}}', ("1行", "q04", "理由")),
        ('{"pack": "jp/meti/tics", "answers": {"q01": 1', ("1行",)),
    ],
    ids=["level out of range", "unknown question", "reason missing", "cut off"],
)
def test_a_wrong_file_is_refused_and_the_place_is_named(
    visit: OpenPage, tmp_path: Path, content: str, named: tuple[str, ...]
) -> None:
    page, file = visit(javascript=False), tmp_path / "こわれた.kuramori.json"
    file.write_text(content, encoding="utf-8")
    moves.bring(page, file)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("読み込めませんでした。まだ何も変わっていません。")
    for word in named:
        expect(told.locator("li").first).to_contain_text(word)
    expect(page.get_by_label("ファイル", exact=True)).to_have_attribute("aria-invalid", "true")


def test_the_paper_form_prints_on_a_few_sheets(visit: OpenPage) -> None:
    page = visit(javascript=False)
    page.goto("/check/paper/")
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    assert 2 <= len(printed) <= 6
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in printed)
    pack = moves.the_pack()
    assert all(f"問{item.number}" in text for item in pack.items)
    assert "".join(pack.text("ja").disclaimer.split()) in text


def test_the_result_prints_without_buttons(visit: OpenPage, tmp_path: Path) -> None:
    page = visit(javascript=False)
    answers = moves.finish(page, tmp_path)
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    assert len(printed) <= 5
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in printed)
    total = score(moves.the_pack(), answers).total
    assert f"{total.points}/{total.max}" in text
    assert "PDFを受け取る" not in text
