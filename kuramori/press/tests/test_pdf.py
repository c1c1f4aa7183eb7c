"""PDF from a template and plain values."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kuramori.press.faults import GlyphMissing, PressFailed
from kuramori.press.pdf import pdf
from kuramori.press.tests.reading import pdf_claims, pdf_text, squeezed

TEMPLATE = """
#import "house.typ": *
#let d = json(bytes(sys.inputs.values))
#show: paper.with(d, (pack: "組", number: "番号", disclaimer: "これは認証ではありません。"))
= #d.title
#d.text #strong(d.text)
"""
ON = date(2026, 11, 24)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def _values(text: str) -> dict[str, Any]:
    return {"title": "題", "author": "𠮷田製作所", "lang": "ja", "made_on": [2026, 11, 24], "text": text}


@pytest.mark.parametrize(
    "text", ["𠮷田 髙橋 山﨑", "① Ⅳ ㈱ ㍿ ㋿", "令和元年", "〜−・「」【】…", "ﾊﾝｶｸ ＡＢＣ"]
)
def test_names_and_marks_of_the_office_are_there_to_be_copied(template: Path, text: str) -> None:
    assert squeezed(text) in pdf_text(pdf(template, _values(text), made_on=ON))


@pytest.mark.parametrize(
    "text",
    [
        '#import "x"',
        "*太字* _斜体_",
        "= 見出し",
        "$x^2$",
        "</svg><script>alert(1)</script>",
        "#panic()",
        "\\u{41}",
    ],
)
def test_markup_in_what_people_wrote_stays_text(template: Path, text: str) -> None:
    assert squeezed(text) in pdf_text(pdf(template, _values(text), made_on=ON))


def test_it_claims_pdf_a_and_names_title_language_and_company(template: Path) -> None:
    claims = pdf_claims(pdf(template, _values("本文"), made_on=ON))
    assert (claims.standard, claims.spoken) == ("2B", "1")
    assert (claims.title, claims.creators, claims.lang) == ("題", ["𠮷田製作所"], "ja-JP")


def test_every_font_is_ours_and_embedded(template: Path) -> None:
    claims = pdf_claims(pdf(template, _values("𠮷田と髙橋"), made_on=ON))
    assert claims.all_embedded
    assert claims.fonts == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold", "NotoSansJP-Regular"}


def test_the_same_values_give_the_same_bytes(template: Path) -> None:
    assert pdf(template, _values("本文"), made_on=ON) == pdf(template, _values("本文"), made_on=ON)


def test_characters_that_no_font_has_are_named_all_together(template: Path) -> None:
    with pytest.raises(GlyphMissing) as caught:
        pdf(template, _values("☑ すみ 😀 ☑"), made_on=ON)
    assert set(caught.value.characters) == {"☑", "😀"}


def test_control_characters_become_a_geta(template: Path) -> None:
    made = pdf_text(pdf(template, _values("前\x0b後\udcff末\u202e"), made_on=ON))
    assert "前〓後〓末〓" in made


def test_a_fault_in_a_template_says_where_and_not_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "page.typ"
    path.write_text("#let d = json(bytes(sys.inputs.values))\n#unknown(d.text)", "utf-8")
    with pytest.raises(PressFailed, match="unknown variable: unknown, main:2:1"):
        pdf(path, _values("社外秘"), made_on=ON)


def test_a_template_cannot_read_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "page.typ"
    path.write_text('#read("/etc/hostname")', "utf-8")
    with pytest.raises(PressFailed):
        pdf(path, {}, made_on=ON)
