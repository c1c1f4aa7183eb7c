"""A PDF says the same whether its letters are read from its content or its pages are drawn, and is drawn in doubt."""

from __future__ import annotations

import hashlib
import io
import random
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bench import corpus
from kuramori.press.scan import attached, pdf_plain, trouble
from kuramori.press.scan.normal import folded, packed
from kuramori.press.scan.opening import of_bytes
from kuramori.press.scan.pdf_content import UPRIGHT, Lines, follow
from kuramori.press.scan.pdf_drawn import read_drawn
from kuramori.press.scan.pdf_fonts import Font, NotPlain
from kuramori.press.scan.pdf_plain import read_plain

LATIN = {code: chr(code) for code in range(32, 127)}


def made(*contents: bytes, font: dict[str, Any] | None = None, **resources: object) -> bytes:
    """A PDF with a page for each content; /F1 is Helvetica unless told otherwise."""
    out = io.BytesIO()
    with pikepdf.new() as opened:
        helvetica = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        for content in contents:
            opened.add_blank_page(page_size=(400, 400))
            page = opened.pages[-1]
            page.obj.Contents = opened.make_stream(content)
            page.obj.Resources = Dictionary(
                Font=Dictionary(F1=opened.make_indirect(Dictionary(**font) if font else helvetica))
            )
            for name, value in resources.items():
                made_of = value(opened) if callable(value) else value
                page.obj.Resources[f"/{name}"] = made_of
        opened.save(out, compress_streams=False)
    return out.getvalue()


def plain(*contents: bytes, **how: object) -> list[list[str]]:
    return read_plain(made(*contents, **how), ())[0]  # type: ignore[arg-type]


def shown(content: bytes) -> list[str]:
    return plain(b"BT /F1 10 Tf " + content + b" ET")[0]


def document(content: bytes):
    found = of_bytes(content, "a.pdf")[2]
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(3))
def test_reading_and_drawing_give_the_same_letters(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = [corpus.prose(chance, 150) + " AB-1234/C 𠮷野 髙橋 ①" for _ in range(14)]
    content = corpus.pdf(paragraphs, header="社外秘")
    read, drawn = (
        packed(folded("\n".join(line for page in pages for line in page)))
        for pages in (read_plain(content, ())[0], read_drawn(content, ())[0])
    )
    assert "髙橋" in read
    assert read == drawn


def test_a_word_that_begins_on_one_page_and_ends_on_the_next_is_found() -> None:
    """The one word of 2,000 that was missed: the next page's header lay between its halves."""
    pages = [
        b"BT /F1 10 Tf 20 380 Td (First works 1) Tj 0 -20 Td (made with KURAMO) Tj ET",
        b"BT /F1 10 Tf 20 380 Td (First works 2) Tj 0 -20 Td (RITE since May) Tj ET",
    ]
    found = document(made(*pages))
    assert "KURAMORITE" in packed("\n".join(found.body))
    assert found.margin == ["First works 1", "First works 2"]


def test_one_page_has_no_margin_and_repeated_words_within_a_page_stay() -> None:
    found = document(made(b"BT /F1 10 Tf 20 380 Td (Same) Tj 0 -20 Td (Same) Tj ET"))
    assert (found.body, found.margin) == (["Same", "Same"], [])


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"20 300 Td (one) Tj ( two) Tj", ["one two"]),
        (b"20 300 Td (above) Tj 0 -12 Td (below) Tj", ["above", "below"]),
        (b"14 TL 20 300 Td (above) Tj T* (below) Tj (last) '", ["above", "below", "last"]),
        (b"20 300 TD (a) Tj 0 -12 TD (b) Tj T* (c) Tj", ["a", "b", "c"]),
        (b"20 300 Td [(KM) -20 (-0012) -600 (rev)] TJ", ["KM-0012 rev"]),
        (b"1 0 0 1 60 300 Tm (right) Tj 1 0 0 1 20 300 Tm (left) Tj", ["left right"]),
        (b"1 0 0 1 20 300 Tm (cell) Tj 1 0 0 1 200 300 Tm (far) Tj", ["cell", "far"]),
        (b"1 0 0 1 20 300 Tm (bold) Tj 1 0 0 1 20.3 300 Tm (bold) Tj", ["bold"]),
        (b'20 300 Td 1 2 (spaced) "', ["spaced"]),
        (rb"20 300 Td (a\(b\)c\\d\101\1019\053) Tj", ["a(b)c\\dAA9+"]),
        (b"20 300 Td (a(b(c))d) Tj", ["a(b(c))d"]),
        (b"20 300 Td (a\\\r\nb) Tj <63 6 4> Tj", ["abcd"]),
        (rb"20 300 Td (\q\w) Tj", ["qw"]),
        (b"/Span << /MCID 0 /Lang (ja) /A [1 (x)] >> BDC 20 300 Td (tagged) Tj EMC", ["tagged"]),
        (b"0.1 0.2 0.3 rg 1 0 0 RG [1 2] 0 d 3 Tr 20 300 Td (unseen) Tj", ["unseen"]),
    ],
)
def test_where_a_piece_stands_tells_whether_it_goes_on(content: bytes, lines: list[str]) -> None:
    assert shown(content) == lines


def test_what_is_put_on_a_page_is_read_where_it_is_put() -> None:
    def forms(opened: pikepdf.Pdf) -> Dictionary:
        stamp = opened.make_stream(b"BT /F1 10 Tf 0 0 Td (STAMP) Tj ET")
        stamp.Type, stamp.Subtype = Name.XObject, Name.Form
        stamp.BBox, stamp.Matrix = Array([0, 0, 100, 20]), Array([1, 0, 0, 1, 0, 5])
        return Dictionary(X1=stamp)

    lines = plain(b"q 1 0 0 1 60 95 cm /X1 Do Q BT /F1 10 Tf 20 100 Td (before) Tj ET", XObject=forms)[0]
    assert lines == ["before STAMP"]


def test_what_draws_itself_ends() -> None:
    def endless(opened: pikepdf.Pdf) -> Dictionary:
        form = opened.make_stream(b"/X1 Do")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(X1=form))
        return Dictionary(X1=form)

    with pytest.raises(NotPlain):
        plain(b"/X1 Do", XObject=endless)


TYPE0 = {"Type": Name.Font, "Subtype": Name.Type0, "BaseFont": Name.Any, "Encoding": Name("/90ms-RKSJ-H")}


@pytest.mark.parametrize(
    ("content", "how"),
    [
        pytest.param(b"/Span << /ActualText (x) >> BDC BT ET EMC", {}, id="replaced text"),
        pytest.param(b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI", {}, id="an image in the midst"),
        pytest.param(b"BT 0 0 Td (no font) Tj ET", {}, id="no font"),
        pytest.param(b"BT /F9 10 Tf (other font) Tj ET", {}, id="an unknown font"),
        pytest.param(b"BT /F1 10 Tf (never closed Tj ET", {}, id="broken syntax"),
        pytest.param(b"BT /F1 ten Tf (x) Tj ET", {}, id="no number"),
        pytest.param(b"BT /F1 10 Tf (x) Tj ET", {"font": TYPE0}, id="letters by a foreign table"),
        pytest.param(b"BT /F1 10 Tf (\\001) Tj ET", {}, id="a code without a letter"),
        pytest.param(
            b"/G1 gs BT (x) Tj ET",
            {"ExtGState": Dictionary(G1=Dictionary(Font=Array([1, 2])))},
            id="settings with a font",
        ),
        pytest.param(b"q " * 100, {}, id="nested too deep"),
        pytest.param(b"BT /F1 9 Tf " + b"(ab) Tj 9 0 Td " * 200 + b"ET", {}, id="cut into many pieces"),
    ],
)
def test_what_is_not_plain_is_drawn(content: bytes, how: dict[str, object]) -> None:
    with pytest.raises(NotPlain):
        plain(content, **how)
    assert document(made(content, **how)) is not None  # type: ignore[arg-type]


def test_a_content_that_grows_beyond_its_limit_is_not_unfolded() -> None:
    packed_content = zlib.compress(b" " * (pdf_plain.MOST_CONTENT + 1), 9)
    out = io.BytesIO()
    with pikepdf.new() as opened:
        opened.add_blank_page()
        stream = pikepdf.Stream(opened, packed_content)
        stream.Filter = Name.FlateDecode
        opened.pages[0].obj.Contents = stream
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(NotPlain):
        read_plain(out.getvalue(), ())


def test_broken_and_encrypted_files_are_left_to_the_other_reader() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(b""))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    for content in (out.getvalue(), b"%PDF-1.7 nothing", made(b"")[:-40]):
        with pytest.raises(NotPlain):
            read_plain(content, ())


def test_many_brackets_and_numbers_take_no_time() -> None:
    """A search that tried every way to cut these would not end."""

    class Nothing:
        def font(self, _name: str) -> Font:
            return Font(None, False, LATIN)

        def draw(self, _name: str, _around: object) -> None: ...

        def check_settings(self, _name: str) -> None: ...

    for content in (b"(" * 50_000, b"[" * 50_000, b"<<" * 50_000, b"1 " * 50_000 + b"%", b"(\\" * 50_000):
        with pytest.raises(NotPlain):
            follow(content, lines=Lines(), around=UPRIGHT, named=Nothing())


def noted(*, further: int = 0) -> bytes:
    """A page with a sticky note, a text on it, a filled-in field whose value is its parent's, and `further` notes."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(b"BT /F1 10 Tf 20 380 Td (Works) Tj ET"))) as opened:
        rectangle = [20, 20, 120, 60]
        parent = opened.make_indirect(Dictionary(FT=Name.Tx, T="hardening", V="焼入温度は八百五十度"))
        field = opened.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=rectangle, Parent=parent)
        )
        parent.Kids = Array([field])
        notes = [
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=rectangle, Contents="社外秘のまま渡さない"),
            Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=rectangle, Contents="冷却は三分"),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle),
            field,
            *(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=f"n{at}") for at in range(further)),
        ]
        opened.pages[0].obj.Annots = Array(notes)
        opened.Root.AcroForm = opened.make_indirect(Dictionary(Fields=Array([parent])))
        opened.save(out)
    return out.getvalue()


def test_notes_and_filled_in_fields_are_read_by_both_ways() -> None:
    said = ["社外秘のまま渡さない", "冷却は三分", "焼入温度は八百五十度"]
    content = noted()
    assert read_plain(content, ())[1] == said
    assert read_drawn(content, ())[1] == said
    assert document(content).body == ["Works", *said]


def test_a_page_of_countless_notes_ends() -> None:
    content = noted(further=pdf_plain.MOST_REMARKS + 50)
    for read in (read_plain, read_drawn):
        assert pdf_plain.MOST_REMARKS - 1 <= len(read(content, ())[1]) <= pdf_plain.MOST_REMARKS


@pytest.mark.parametrize("notes", [Dictionary(Broken=1), Array([1, Name.A, None]), Name.Odd])
def test_notes_that_are_none_do_not_hide_the_page(notes: object) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(b"BT /F1 10 Tf 20 380 Td (Works) Tj ET"))) as opened:
        opened.pages[0].obj.Annots = notes
        opened.save(out)
    assert document(out.getvalue()).body == ["Works"]


def held(opened: pikepdf.Pdf, name: str, content: bytes) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        opened, content, filename=name, description="", mime_type="", creation_date="", mod_date=""
    )


def carrying(*files: tuple[str, bytes], pinned: tuple[str, bytes] | None = None) -> bytes:
    """A page with attachments, and one that is pinned to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(b"BT /F1 10 Tf 20 380 Td (Cover) Tj ET"))) as opened:
        for name, content in files:
            opened.attachments[name] = held(opened, name, content)
        if pinned:
            described = held(opened, *pinned).obj
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[20, 20, 40, 40], FS=described
            )
            opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])
        opened.save(out)
    return out.getvalue()


def test_files_that_a_pdf_carries_are_read_by_both_ways() -> None:
    files = [("条件表.txt", "焼入温度は八百五十度".encode()), ("mould.sldprt", b"\0 a model")]
    pinned = ("memo.txt", "冷却は三分".encode("cp932"))
    content = carrying(*files, pinned=pinned)
    assert (
        sorted(read_plain(content, ())[3]) == sorted(read_drawn(content, ())[3]) == sorted([*files, pinned])
    )
    found = document(content)
    assert sorted(found.body) == sorted(["Cover", "焼入温度は八百五十度", "冷却は三分"])
    assert set(found.digests) == {hashlib.sha256(content).hexdigest() for _name, content in [*files, pinned]}
    assert not found.notes


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.zip", b"PK\x03\x04" + bytes(40), trouble.ARCHIVE),
        ("a.docx", b"PK\x03\x04" + bytes(40), trouble.BROKEN),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), trouble.OLD),
        ("a.pdf", b"no PDF", trouble.BROKEN),
        ("big.txt", bytes(attached.LARGEST + 1), trouble.OUT_OF_REACH),
    ],
)
def test_an_attachment_that_cannot_be_read_is_told_by_name_and_hides_nothing(
    name: str, content: bytes, why: str
) -> None:
    found = document(carrying((name, content), ("b.txt", b"readable")))
    assert sorted(found.body) == ["Cover", "readable"]
    assert {trouble.named(note) for note in found.notes} == {(why, name)}


def test_what_lies_too_deep_or_is_too_much_is_left_unread() -> None:
    inner = b"innermost"
    for at in range(attached.DEEPEST + 1):
        inner = carrying((f"{at}.txt" if not at else f"{at}.pdf", inner))
    found = document(inner)
    deep = {trouble.within("0.txt", trouble.DEEP)}
    assert (found.body, found.notes) == (["Cover"] * (attached.DEEPEST + 1), deep)
    many = document(carrying(*((f"{at:03}.txt", b"x" * 9) for at in range(attached.MOST + 20))))
    assert len(many.body) == attached.MOST + 1
    assert many.notes == {trouble.within(f"{attached.MOST:03}.txt", trouble.OUT_OF_REACH)}
    zips = [(f"{at}\n|{at}.zip", b"PK\x03\x04" + bytes(40)) for at in range(trouble.MOST_NAMED + 3)]
    notes = document(carrying(*zips)).notes
    assert trouble.WITHIN in notes
    assert len(notes) == trouble.MOST_NAMED + 1
    assert trouble.within("0  0.zip", trouble.ARCHIVE) in notes
