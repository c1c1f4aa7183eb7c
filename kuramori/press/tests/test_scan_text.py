"""What the readers get out of files: everything a person could read there, and furigana left away."""

from __future__ import annotations

import hashlib
import random
import zipfile
from io import BytesIO

import pytest

from bench import corpus, malformed
from kuramori.press.scan import trouble
from kuramori.press.scan.opening import of_bytes
from kuramori.press.scan.plain_text import decoded
from kuramori.press.scan.trouble import Unreadable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(content: bytes, name: str):
    found = of_bytes(content, name)[2]
    assert found is not None
    return found


def body(content: bytes, name: str) -> str:
    return "\n".join(document(content, name).body)


def word(**parts: str) -> bytes:
    return corpus.package({f"word/{name}.xml": content for name, content in parts.items()})


def test_word_gives_paragraphs_over_all_runs_without_furigana() -> None:
    text = body(corpus.docx(["焼入温度は八百五十度とする。"]), "a.docx")
    assert text.splitlines() == ["焼入標準", "焼入温度は八百五十度とする。"]


def test_word_gives_notes_comments_text_boxes_and_deleted_words() -> None:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    box = paragraph.format("箱の中")
    content = word(
        document=f"<w:document {W}><w:p><w:del><w:r><w:delText>消した語</w:delText></w:r></w:del></w:p>"
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "</w:document>",
        footnotes=f"<w:footnotes {W}>{paragraph.format('脚注')}</w:footnotes>",
        endnotes=f"<w:endnotes {W}>{paragraph.format('文末注')}</w:endnotes>",
        comments=f"<w:comments {W}>{paragraph.format('吹き出し &amp; 印')}</w:comments>",
        header1=f"<w:hdr {W}>{paragraph.format('上の欄外')}</w:hdr>",
        footer2=f"<w:ftr {W}>{paragraph.format('下の欄外')}</w:ftr>",
    )
    found = document(content, "a.docx")
    assert sorted(found.body) == sorted(["消した語", "箱の中", "脚注", "文末注", "吹き出し & 印"])
    assert found.margin == ["下の欄外", "上の欄外"]


def test_another_prefix_for_the_same_namespace_is_understood() -> None:
    content = word(
        document=f"<x:document {W.replace(':w', ':x')}><x:p><x:r><x:t>本文</x:t></x:r></x:p></x:document>"
    )
    assert body(content, "a.docx") == "本文"


def test_a_workbook_gives_strings_inline_texts_formula_texts_headers_and_titles() -> None:
    sheet = (
        f'<worksheet xmlns="{corpus.NS_X}"><sheetData><row r="1"><c r="A1" t="s"><v>1234</v></c><c r="B1" s="2">'
        '<v>70312845</v></c><c r="C1"><v>12.5</v></c><c r="D1" t="str"><f>A1&amp;"x"</f><v>式の文字</v></c>'
        '<c r="E1" t="inlineStr"><is><r><t>行内</t></r><r><t>の字</t></r><rPh sb="0"><t>ギョウ</t></rPh></is></c></row>'
        "</sheetData><headerFooter><oddHeader>&amp;L&amp;8社外秘&amp;R&amp;P</oddHeader></headerFooter></worksheet>"
    )
    strings = (
        f'<sst xmlns="{corpus.NS_X}"><si><r><t>配合</t></r><r><t>比</t></r>'
        '<rPh sb="0" eb="2"><t>ハイゴウ</t></rPh></si><si><t>二つ目</t></si></sst>'
    )
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    parts["xl/workbook.xml"] = '<workbook><sheets><sheet name="極秘一覧" sheetId="1"/></sheets></workbook>'
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{corpus.NS_X}"><comment><text><t>付せん</t></text></comment></comments>'
    )
    parts["xl/drawings/drawing1.xml"] = "<a:p><a:r><a:t>図形の字</a:t></a:r></a:p>"
    found = document(corpus.package(parts), "a.xlsx")
    assert sorted(found.body) == sorted(["配合比", "二つ目", "付せん", "行内の字", "式の文字", "図形の字"])
    assert found.figures == ["70312845"]
    assert [line.split() for line in found.margin] == [["社外秘"], ["極秘一覧"]]


def test_a_presentation_gives_slides_in_order_notes_and_the_master_apart() -> None:
    found = document(
        corpus.pptx([[f"{n}枚目"] for n in range(1, 12)], note="話すこと", master="社外秘"), "a.pptx"
    )
    assert [line for line in found.body if line.endswith("枚目")] == [f"{n}枚目" for n in range(1, 12)]
    assert "話すこと" in found.body
    assert "社外秘" in found.margin


def test_a_pdf_gives_its_pages_and_its_keywords() -> None:
    found = document(corpus.pdf(["見積書の単価は一個あたり千円とする。"], header="社外秘"), "a.pdf")
    text = "".join(found.body)
    assert "見積書の単価は一個あたり千円とする。" in text
    assert "社外秘" in text


@pytest.mark.parametrize("encoding", [*corpus.ENCODINGS, "utf-16-le", "utf-16-be"])
def test_every_encoding_of_the_office_is_read(encoding: str) -> None:
    text = (
        "配合表：顔料 12.5% ㈱見本金型\n"
        if encoding not in {"euc_jp", "iso2022_jp"}
        else "配合表：顔料 12.5%\n"
    )
    assert decoded((text * 30).encode(encoding)) == text * 30


def test_half_width_katakana_of_an_old_system_is_read() -> None:
    assert decoded("ﾊｲｺﾞｳ 配合,12\r\n".encode("cp932")) == "ﾊｲｺﾞｳ 配合,12\r\n"


def test_noise_is_no_text() -> None:
    with pytest.raises(Unreadable):
        decoded(random.Random(1).randbytes(20_000))


def test_properties_that_may_carry_a_label_are_told() -> None:
    parts = {"word/document.xml": "<w:p><w:t>x</w:t></w:p>"}
    parts["docProps/custom.xml"] = (
        '<Properties><property fmtid="{D5}" pid="2" name="MSIP_Label_1_Name"><vt:lpwstr>極秘</vt:lpwstr>'
        "</property></Properties>"
    )
    out = BytesIO(corpus.package(parts))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(
            "docMetadata/LabelInfo.xml", '<clbl:labelList><clbl:label id="{1}" enabled="1"/></clbl:labelList>'
        )
    found = document(out.getvalue(), "a.docx")
    assert ("custom", "MSIP_Label_1_Name", "極秘") in found.carriers
    assert any(where == "labelinfo" for where, _name, _value in found.carriers)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bomb.docx", trouble.BOMB),
        ("lying.docx", trouble.BOMB),
        ("members.xlsx", trouble.MANY),
        ("encrypted.xlsx", trouble.ENCRYPTED),
        ("locked.docx", trouble.ENCRYPTED),
        ("old.xls", trouble.OLD),
        ("packed.zip", trouble.ARCHIVE),
        ("endless.pdf", trouble.BROKEN),
        ("zeros.txt", trouble.BROKEN),
        ("empty.docx", ""),
    ],
)
def test_what_cannot_be_read_is_told_by_its_reason(name: str, code: str, bombs: dict[str, bytes]) -> None:
    digest, size, found, told = of_bytes(bombs[name], name)
    assert (told, found) == (code, None)
    assert (digest, size) == (hashlib.sha256(bombs[name]).hexdigest(), len(bombs[name]))


@pytest.mark.parametrize(("name", "note"), [("xxe.docx", trouble.DOCTYPE), ("macro.docm", trouble.MACRO)])
def test_what_is_odd_is_read_and_noted(name: str, note: str, bombs: dict[str, bytes]) -> None:
    found = document(bombs[name], name)
    assert found.notes == {note}
    assert found.body
    assert "root:" not in "".join(found.body)


def test_entities_are_never_expanded(bombs: dict[str, bytes]) -> None:
    assert document(bombs["laughs.docx"], "laughs.docx").body == ["&l9;"]


def test_one_damaged_part_does_not_hide_the_others() -> None:
    content = bytearray(corpus.docx(["見えるはずの文"], header="上"))
    at = content.find(b"word/header1.xml") + len(b"word/header1.xml")
    content[at : at + 8] = b"\xff" * 8
    found = document(bytes(content), "a.docx")
    assert "見えるはずの文" in found.body
    assert trouble.PARTLY in found.notes


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return malformed.bombs()


def test_a_workbook_laid_into_a_presentation_is_read_and_a_damaged_one_noted() -> None:
    book = corpus.xlsx(["焼入温度は八百五十度"], rows=1)
    packed = BytesIO(corpus.pptx([["表紙"]]))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", book)
    found = document(packed.getvalue(), "a.pptx")
    assert {"表紙", "焼入温度は八百五十度"} <= set(found.body)
    assert (found.digests, found.notes) == ([hashlib.sha256(book).hexdigest()], set())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("ppt/embeddings/b.docx", b"PK\x03\x04 cut")
        archive.writestr("ppt/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    found = document(packed.getvalue(), "a.pptx")
    assert found.notes == {
        trouble.within("ppt/embeddings/b.docx", trouble.BROKEN),
        trouble.within("oleObject1.bin", trouble.OLD),
    }
    assert "焼入温度は八百五十度" in found.body
