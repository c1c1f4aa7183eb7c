"""The self-check as PDF: what is in the data is on the paper."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.render import render
from kuramori.across.reports.tests.conftest import NASTY
from kuramori.press.faults import GlyphMissing
from kuramori.press.tests.reading import pdf_claims, pdf_pages, pdf_text, squeezed

NOT_CERTIFIED = "これは認証ではありません。"


@pytest.fixture(scope="module")
def made(factory: Data) -> bytes:
    return render("self_check", factory, "pdf").content


def test_every_word_of_the_data_is_there(made: bytes, factory: Data) -> None:
    text = pdf_text(made)
    wanted = [
        "髙橋精工㈱",
        "総務部 𠮷田 﨑子",
        "令和8年11月24日（2026年）",
        NASTY,
        "一覧 ㍿版",
        "控え Ⅳ",
        "令和元年から ① の棚に置く",
    ]
    wanted += [part.title for part in (*factory.measures, *factory.fields)]
    wanted += [remark.sentence for remark in (*factory.strong, *factory.weak)]
    wanted += [action.what for action in factory.actions]
    for item in factory.items:
        wanted += [item.title, item.question, item.level_says, item.reason or ""]
    missing = [says for says in wanted if squeezed(says) not in text]
    assert missing == []


def test_the_score_never_stands_without_its_fraction(made: bytes) -> None:
    text = pdf_text(made)
    for says in (
        "総合点52点",
        "100点満点（28/54）",
        "3つやったら52点→59点（32/54）",
        "今回は52点（28/54）",
        "は23点（13/57）",
    ):
        assert says in text


def test_the_official_score_stands_beside_and_is_told_apart(made: bytes) -> None:
    assert "公式Excelで出た点64点採点方式が違います" in pdf_text(made)


def test_the_reason_for_not_applying_is_printed(made: bytes, factory: Data) -> None:
    (left_out,) = [item for item in factory.items if item.reason]
    assert left_out.reason
    assert squeezed(f"当てはまらない当てはまらない理由{left_out.reason}") in pdf_text(made)


def test_every_page_says_that_it_is_no_certification_and_which_page_it_is(made: bytes) -> None:
    pages = pdf_pages(made)
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        assert NOT_CERTIFIED in page
        assert f"{number}/{len(pages)}" in page
        assert "照合番号fc794ef6e303" in page
    assert "設問と答えの一覧は2ページから続きます" in pages[0]


def test_long_texts_push_nothing_off_the_paper(factory: Data) -> None:
    long = "とても長い文章が続くことがあります。" * 12
    swollen = dataclasses.replace(
        factory,
        organisation="株式会社" + "長" * 120,
        author="部" * 80,
        strong=tuple(dataclasses.replace(remark, sentence=long) for remark in factory.strong),
        weak=tuple(dataclasses.replace(remark, sentence=long) for remark in factory.weak),
        items=tuple(dataclasses.replace(item, comment=long) for item in factory.items),
    )
    pages = pdf_pages(render("self_check", swollen, "pdf").content)
    for number, page in enumerate(pages, start=1):
        assert NOT_CERTIFIED in page
        assert f"{number}/{len(pages)}" in page
    # A page's foot may fall into one sentence of a text, so sentences are counted, not texts.
    assert "".join(pages).count("とても長い文章が続くこと") >= 12 * len(factory.items) - len(pages)
    # The box and the list's page number hold although the summary runs over.
    (list_starts,) = [number for number, page in enumerate(pages, start=1) if "設問と答え◆は" in page]
    assert f"一覧は{list_starts}ページから" in pages[0]


def test_a_guest_gets_a_line_to_write_the_name_on_and_no_final_score(guest: Data) -> None:
    text = pdf_text(render("self_check", guest, "pdf").content)
    assert "会社名" in text
    assert "途中の点（暫定）" in text
    assert "総合点50" not in text
    assert "まだ答えていません" in text


def test_it_is_pdf_a_with_every_font_embedded(made: bytes) -> None:
    claims = pdf_claims(made)
    assert (claims.standard, claims.spoken, claims.lang) == ("2B", "1", "ja-JP")
    assert (claims.title, claims.creators) == ("技術情報管理 自己チェック報告書", ["髙橋精工㈱"])
    assert claims.all_embedded


def test_the_first_year_of_an_era_is_gannen(factory: Data) -> None:
    first = dataclasses.replace(factory, made_on=date(2019, 5, 1))
    assert "令和元年5月1日（2019年）" in pdf_text(render("self_check", first, "pdf").content)


def test_a_character_that_cannot_be_printed_is_named(factory: Data) -> None:
    with pytest.raises(GlyphMissing) as caught:
        render("self_check", dataclasses.replace(factory, note="できた☑"), "pdf")
    assert caught.value.characters == "☑"
    assert caught.value.places == ("全体の書き添え",)


def test_the_answer_with_a_character_that_cannot_be_printed_is_named(factory: Data) -> None:
    items = [
        dataclasses.replace(item, level=None, reason="ない😀") if item.number == "4" else item
        for item in factory.items
    ]
    with pytest.raises(GlyphMissing) as caught:
        render("self_check", dataclasses.replace(factory, items=tuple(items)), "pdf")
    assert "問4の当てはまらない理由にある「😀」" in caught.value.sentence("ja")
    assert "“😀”" in caught.value.sentence("en")


def test_in_english_the_fixed_words_are_english(factory: Data) -> None:
    text = pdf_text(render("self_check", factory, "pdf", "en").content)
    for says in (
        "Thisisnotacertification.",
        "24November2026",
        "Totalscore",
        "Itemsandanswers",
        "Whyitdoesnotapply",
    ):
        assert says in text
    assert NOT_CERTIFIED not in text
