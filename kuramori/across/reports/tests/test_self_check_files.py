"""The self-check as workbook, figure, picture and HTML."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.render import render
from kuramori.across.reports.tests.conftest import NASTY
from kuramori.press.png import size_of
from kuramori.press.tests.reading import sheet_rows, squeezed
from kuramori.press.tests.reading import workbook as opened

NOT_CERTIFIED = "これは認証ではありません。"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def workbook(factory: Data) -> bytes:
    return render("self_check", factory, "xlsx").content


def test_the_workbook_has_the_figures_as_numbers(workbook: bytes, factory: Data) -> None:
    rows = sheet_rows(workbook, "まとめ")
    found = {row[1]: row for row in rows if row[0] in {part.mark for part in factory.measures}}
    for part in factory.measures:
        assert found[part.title][2:6] == [part.items, pytest.approx(part.share), part.points, part.max]
    assert [row[0] for row in rows].count(52.0) == 1


def test_the_workbook_has_every_answer(workbook: bytes, factory: Data) -> None:
    head, *rows = sheet_rows(workbook, "設問と答え")
    assert head[:7] == ["問", "設問", "問いかけ", "段階", "段階の名前", "答えの内容", "当てはまらない理由"]
    for row, item in zip(rows, factory.items, strict=True):
        assert row[:3] == [item.number, item.title, item.question]
        assert row[3] == ("" if item.level is None else item.level)
        assert row[5] == item.level_says
        assert row[6] == (item.reason or "")
        assert row[7] == (item.comment or "")
        assert row[8] == "\n".join(item.evidence)


@pytest.mark.parametrize(
    "text", ["=1+1", "+81-3", "-1", "@SUM(A1)", "\tx", "＝１", "＋１", "－１", "＠", "#N/A", "1E5", "00123"]
)
def test_what_looks_like_a_formula_stays_what_was_written(factory: Data, text: str) -> None:
    items = (dataclasses.replace(factory.items[0], comment=text), *factory.items[1:])
    made = render("self_check", dataclasses.replace(factory, items=items), "xlsx").content
    cell = opened(made)["設問と答え"]["H2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix is (text[0] in "=+-@\t＝＋－＠")
    assert sheet_rows(made, "設問と答え")[1][7] == text


def test_no_cell_holds_a_formula(workbook: bytes) -> None:
    book = opened(workbook)
    assert [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ] == []


def test_the_workbook_prints_on_a4_with_its_warning_on_every_page(workbook: bytes) -> None:
    book = opened(workbook)
    for sheet in book:
        assert (int(sheet.page_setup.paperSize or 0), sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert NOT_CERTIFIED in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "&P / &N"
    answers = book["設問と答え"]
    assert (answers.freeze_panes, answers.print_title_rows) == ("A2", "$1:$1")
    summary = "".join(str(cell.value or "") for row in book["まとめ"].iter_rows() for cell in row)
    assert NOT_CERTIFIED in summary
    assert "28 / 54" in summary
    assert (book.properties.title, book.properties.creator) == (
        "技術情報管理 自己チェック報告書",
        "髙橋精工㈱",
    )
    assert len(book["まとめ"]._images) == 1


def test_control_characters_do_not_spoil_the_workbook(factory: Data) -> None:
    made = render("self_check", dataclasses.replace(factory, note="前\x0b後\x00"), "xlsx").content
    assert any(row[0] == "前〓後〓" for row in sheet_rows(made, "まとめ"))


def test_the_figure_tells_itself_to_who_cannot_see_it(factory: Data) -> None:
    root = ET.fromstring(render("self_check", factory, "svg").content)  # noqa: S314 - our own file
    assert root.get("role") == "img"
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    named = [ids[key] for key in (root.get("aria-labelledby") or "").split()]
    assert [element.tag for element in named] == [f"{SVG}title", f"{SVG}desc"]
    assert "③ 管理責任者選任 83%" in (named[1].text or "")


def test_the_figure_says_the_points_and_that_it_is_no_certification(factory: Data) -> None:
    root = ET.fromstring(render("self_check", factory, "svg").content)  # noqa: S314
    says = squeezed("".join("".join(text.itertext()) for text in root.iter(f"{SVG}text")))
    assert "総合点52点（28/54）" in says
    assert NOT_CERTIFIED in says
    assert "髙橋精工㈱" in says
    assert not re.search(
        r'class="', render("self_check", factory, "svg").content.decode("utf-8").split("<text", 1)[0]
    )


def test_the_figure_gives_each_reason_for_what_does_not_apply(factory: Data) -> None:
    long = "預かった図面はなく、" * 48 + "終わり"
    items = tuple(dataclasses.replace(i, reason=long) if i.reason else i for i in factory.items)
    assert any(item.reason for item in items)
    root = ET.fromstring(render("self_check", dataclasses.replace(factory, items=items), "svg").content)  # noqa: S314
    lines = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert f"問16 当てはまらない理由：{long}" in "".join(lines)
    assert max(map(len, lines)) < 60


def test_a_search_finds_whole_sentences_in_the_figure(factory: Data) -> None:
    reason = next(item.reason for item in factory.items if item.reason)
    made = render("self_check", factory, "svg").content.decode("utf-8")
    for sentence in (f"問16 当てはまらない理由：{reason}", "28 / 54", factory.pack.disclaimer):
        assert sentence in made


def test_a_name_cannot_break_out_of_the_figure(factory: Data) -> None:
    made = render("self_check", dataclasses.replace(factory, organisation=NASTY), "svg").content
    root = ET.fromstring(made)  # noqa: S314
    assert [element for element in root.iter() if element.tag.endswith("script")] == []
    assert squeezed(NASTY) in squeezed("".join(root.itertext()))


def test_the_picture_is_as_wide_as_a_slide_needs(factory: Data) -> None:
    width, height = size_of(render("self_check", factory, "png").content)
    assert width == 1500
    assert 900 < height < 1500


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_stands_alone_and_runs_nothing(factory: Data) -> None:
    reader = _Reader()
    reader.feed(render("self_check", factory, "html").content.decode("utf-8"))
    assert not {"script", "link", "img", "iframe", "object"} & set(reader.tags)
    assert reader.tags.count("h1") == 1
    text = squeezed("".join(reader.text))
    assert squeezed(NASTY) in text
    assert NOT_CERTIFIED in text
    assert "28/54" in text
    for item in factory.items:
        assert squeezed(item.reason or item.level_says) in text


def test_gains_that_do_not_add_up_are_explained(factory: Data) -> None:
    first, *rest = factory.actions
    assert factory.what_if
    rise = factory.what_if.total.score - factory.total.score
    others = sum(action.gain for action in rest)
    for gain, is_explained in ((rise - others, False), (rise - others - 2, True)):
        told = dataclasses.replace(factory, actions=(dataclasses.replace(first, gain=gain), *rest))
        page = render("self_check", told, "html").content.decode()
        assert ("一つずつを丸めた点" in page) is is_explained


def test_a_sum_of_the_actions_that_would_not_show_yet_is_left_out(guest: Data) -> None:
    assert guest.provisional
    assert guest.what_if
    same = dataclasses.replace(guest, what_if=dataclasses.replace(guest.what_if, total=guest.total))
    higher = dataclasses.replace(guest.total, score=(guest.total.score or 0) + 1)
    more = dataclasses.replace(guest, what_if=dataclasses.replace(guest.what_if, total=higher))
    for told, is_there in ((same, False), (more, True)):
        page = render("self_check", told, "html").content.decode()
        assert ("つやったら" in page) is is_there


def test_a_figure_that_stands_alone_points_at_nothing_below_it(factory: Data) -> None:
    drawn = render("self_check", factory, "svg").content.decode()
    assert "下の" not in drawn
    assert "次の3つをやった場合" in drawn
