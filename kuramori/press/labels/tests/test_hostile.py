"""Files that lie, burst, are locked, signed, torn or not what their name says: named by a code, fast, and alone."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
import pytest

from kuramori.press import labelling, office
from kuramori.press.labels.mark import CODES, Refused
from kuramori.press.labels.tests import made

WORD = made.word(random.Random("word"))
PAPER = made.paper(random.Random("paper"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(scope="module", autouse=True)
def _child_goes_home() -> Iterator[None]:
    yield
    office.close()


def _of_lying_size() -> bytes:
    content = bytearray(made.rezipped(WORD, {"word/media/x.bin": b"\0" * 50_000_000}))
    for sign, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        place = content.rfind(
            sign + b"", 0, content.rfind(b"word/media/x.bin" if sign == b"PK\1\2" else b"PK\1\2")
        )
        if sign == b"PK\3\4":
            place = content.find(b"word/media/x.bin") - 30
        content[place + at : place + at + 4] = struct.pack("<I", 10)
    return bytes(content)


def _of_many_members() -> bytes:
    return made.rezipped(WORD, {f"x/{at}": b"" for at in range(100_000)})


def _a_bomb() -> bytes:
    return made.rezipped(WORD, {f"word/media/{at}.bin": b"\0" * 60_000_000 for at in range(10)})


def _with_doctype(part: str) -> bytes:
    body = made.parts(WORD)[part]
    return made.rezipped(
        WORD, {part: DOCTYPE + body[body.index(b"?>") + 2 :].replace(b"</w:p>", b"&x;</w:p>", 1)}
    )


def _twice_the_same() -> bytes:
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("word/document.xml", b"<other/>")
    return out.getvalue()


def _signed_paper() -> bytes:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        sign = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=b"\0"
        )
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, V=pdf.make_indirect(sign)))
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([field]))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _locked_paper(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
        return out.getvalue()


MACRO_TYPES = made.parts(WORD)["[Content_Types].xml"].replace(
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
)
HOSTILE = {
    "empty": ("a.docx", lambda: b"", "empty"),
    "encrypted Office": ("a.docx", lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "an old Word file under a new name": ("a.docx", lambda: OLE + b"\0" * 600, "other-format"),
    "a workbook under Word's name": ("a.docx", lambda: made.book(random.Random(1)), "other-format"),
    "a picture under Word's name": ("a.docx", lambda: made.picture(random.Random(1)), "other-format"),
    "a zip that is no Office file": ("a.xlsx", lambda: made.rezipped(WORD, {})[:0] + _zip({"a": b"b"}), "other-format"),
    "torn in half": ("a.docx", lambda: WORD[: len(WORD) // 2], "broken"),
    "a size that lies": ("a.docx", _of_lying_size, "broken"),
    "100,000 members": ("a.docx", _of_many_members, "too-many-members"),
    "600 MB in 600 kB": ("a.docx", _a_bomb, "too-large"),
    "an entity of the machine in the text": ("a.docx", lambda: _with_doctype("word/document.xml"), "doctype"),
    "an entity in the properties": ("a.docx", lambda: _with_doctype("docProps/core.xml"), "doctype"),
    "torn XML in a whole zip": ("a.docx", lambda: made.rezipped(WORD, {"word/document.xml": b"<w:document"}), "broken"),
    "two members of one name": ("a.docx", _twice_the_same, "broken"),
    "a macro": ("a.docx", lambda: made.rezipped(WORD, {"word/vbaProject.bin": b"x"}), "macro"),
    "a macro's type": ("a.docx", lambda: made.rezipped(WORD, {"[Content_Types].xml": MACRO_TYPES}), "macro"),
    "signed Office": ("a.docx", lambda: made.rezipped(WORD, {"_xmlsignatures/sig1.xml": b"<Signature/>"}), "signed"),
    "signed PDF": ("a.pdf", _signed_paper, "signed"),
    "locked PDF": ("a.pdf", lambda: _locked_paper("user"), "encrypted"),
    "a PDF with rights held back": ("a.pdf", lambda: _locked_paper(""), "encrypted"),
    "torn PDF": ("a.pdf", lambda: PAPER[: len(PAPER) * 2 // 3], "broken"),
    "no PDF": ("a.pdf", lambda: b"hello" * 100, "other-format"),
    "torn PNG": ("a.png", lambda: made.picture(random.Random(1))[:-20], "broken"),
    "torn JPEG": ("a.jpg", lambda: made.picture(random.Random(1), "JPEG")[:30], "broken"),
    "torn WebP": ("a.webp", lambda: made.picture(random.Random(1), "WEBP")[:-9], "broken"),
    "TIFF that points past its end": ("a.tif", lambda: b"II*\0" + b"\xff" * 8, "broken"),
}  # fmt: skip


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in members.items():
            packed.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_a_hostile_file_is_refused_by_a_code_in_bounded_time_and_the_next_one_is_marked(case: str) -> None:
    name, make, code = HOSTILE[case]
    content = make()
    begun = time.monotonic()
    with pytest.raises(Refused) as refusal:
        labelling.label(name, content, made.mark())
    assert refusal.value.code == code
    assert code in CODES
    assert time.monotonic() - begun < 10
    assert labelling.label("next.docx", WORD, made.mark()) != WORD


@pytest.mark.parametrize("kind", sorted(made.MAKERS))
def test_damaged_files_are_refused_or_marked_but_nothing_escapes(kind: str) -> None:
    draw = random.Random(kind)
    content = made.MAKERS[kind](random.Random(f"whole {kind}"))
    refused = [code for _ in range(25) if (code := _code_of(kind, _damaged(draw, content)))]
    assert refused
    assert set(refused) <= set(CODES)


def _damaged(draw: random.Random, content: bytes) -> bytes:
    torn = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        torn[draw.randrange(len(torn))] = draw.randrange(256)
    return bytes(torn[: draw.randint(len(torn) // 2, len(torn))])


def _code_of(kind: str, content: bytes) -> str:
    try:
        labelling.label(f"a.{kind}", content, made.mark())
    except Refused as refusal:
        return refusal.code
    return ""


def test_a_member_packed_in_another_way_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as packed:
        for name, body in made.parts(WORD).items():
            packed.writestr(name, body)
    with pytest.raises(Refused, match="broken"):
        labelling.label("a.docx", out.getvalue(), made.mark())


def test_a_keyword_of_a_picture_that_is_full_is_told() -> None:
    picture = made.picture(random.Random(2), "JPEG")
    packet = zlib.compress(b"")  # not XML at all
    head = b"http://ns.adobe.com/xap/1.0/\0" + packet
    broken = picture[:2] + b"\xff\xe1" + (len(head) + 2).to_bytes(2, "big") + head + picture[2:]
    with pytest.raises(Refused, match="broken"):
        labelling.label("a.jpg", broken, made.mark())
