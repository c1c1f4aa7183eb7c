"""Files that were damaged on purpose, or made to harm: for the readers' tests and for the long run."""

from __future__ import annotations

import functools
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

from bench import corpus

NAMES = ("docx", "xlsx", "pptx", "pdf", "txt")
XML = b'<?xml version="1.0"?>\n'


@functools.cache
def seeds() -> dict[str, bytes]:
    """One healthy file of each kind; the PDF and the presentation carry others."""
    chance = random.Random(11)
    made = {kind: corpus.KINDS[kind](chance, "")[1] for kind in NAMES}
    made["pdf"] = _carrying(made["pdf"], {"a.docx": made["docx"], "b.txt": made["txt"]})
    packed = io.BytesIO(made["pptx"])
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/embeddings/a.xlsx", made["xlsx"])
    return made | {"pptx": packed.getvalue()}


def _carrying(content: bytes, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        for name, held in files.items():
            opened.attachments[name] = pikepdf.AttachedFileSpec(
                opened, held, filename=name, description="", mime_type="", creation_date="", mod_date=""
            )
        opened.save(out, static_id=True)
    return out.getvalue()


def mutants(count: int, seed: int = 5) -> Iterator[tuple[str, bytes]]:
    """Name and bytes: cut, flipped, spliced, lengths changed, broken inside, and pure noise."""
    chance = random.Random(seed)
    healthy = seeds()
    for at in range(count):
        kind = NAMES[at % len(NAMES)]
        way = WAYS[chance.randrange(len(WAYS))]
        yield f"m{at:05d}-{way.__name__[1:]}.{kind}", way(chance, healthy[kind])


@functools.cache
def bombs() -> dict[str, bytes]:
    """Files made to harm, by name."""
    big = b"<w:t>" + b"A" * (120 * 1024 * 1024)
    return {
        "bomb.docx": _zip({"word/document.xml": big}),
        "many-parts.docx": _zip({f"word/header{n}.xml": b" " * (20 * 1024 * 1024) for n in range(10)}),
        "lying.docx": _lying(b"<w:t>" + b"B" * (150 * 1024 * 1024)),
        "members.xlsx": _members(100_000),
        "xxe.docx": _zip(
            {
                "word/document.xml": XML + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                b"<w:document><w:p><w:t>before &e; after</w:t></w:p></w:document>"
            }
        ),
        "laughs.docx": _zip({"word/document.xml": XML + _laughs()}),
        "macro.docm": _zip(
            {"word/document.xml": b"<w:p><w:t>text</w:t></w:p>", "word/vbaProject.bin": b"\0" * 99}
        ),
        "encrypted.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1024
        + "EncryptedPackage".encode("utf-16-le"),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048,
        "locked.docx": _flagged(),
        "empty.docx": b"",
        "endless.pdf": b"%PDF-1.7\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 9999999>>endobj\ntrailer<</Root 1 0 R>>",
        "deep.pdf": b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + b"\ntrailer<</Root 1 0 R>>",
        "packed.zip": _zip({"inner.docx": b"x"}),
        "tags.xlsx": _zip({"xl/sharedStrings.xml": b"<sst>" + b"<si><rPh " * 400_000}),
        "nested.docx": _zip({"word/document.xml": b"<w:p>" * 2_000_000}),
        "ruby.docx": _zip({"word/document.xml": b"<w:rt " * 300_000}),
        "zeros.txt": b"\0" * 5_000_000,
        "line.csv": "あ".encode("cp932") * 3_000_000,
    }


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 40)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _splice(chance: random.Random, content: bytes) -> bytes:
    low, high = sorted((chance.randrange(len(content)), chance.randrange(len(content))))
    at = chance.randrange(len(content))
    return content[:at] + content[low:high] + content[at:]


def _lengths(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(4):
        at = chance.randrange(max(1, len(changed) - 4))
        changed[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(changed)


def _noise(chance: random.Random, content: bytes) -> bytes:
    return chance.randbytes(min(len(content), 20_000))


def _inside(chance: random.Random, content: bytes) -> bytes:
    """A sound zip whose parts are broken; anything else is flipped."""
    if not content.startswith(b"PK"):
        return _flip(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    way = chance.choice((_cut, _flip, _splice, _noise))
    return _zip({name: way(chance, part) if part else part for name, part in parts.items()})


WAYS = (_cut, _flip, _splice, _lengths, _noise, _inside)


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def _lying(content: bytes) -> bytes:
    """A directory that says 100 bytes where 150 MB come out."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    name = b"word/document.xml"
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 100, len(name), 0) + name
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 100, len(name), 0, 0, 0, 0, 0, 0
    )
    begin = len(head) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(name), begin, 0)
    return head + packed + entry + name + end


def _members(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for at in range(count):
            packed.writestr(f"xl/worksheets/sheet{at}.xml", b"")
    return out.getvalue()


def _laughs() -> bytes:
    levels = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<!DOCTYPE x [<!ENTITY l0 "ha">' + levels + b"]><w:p><w:t>&l9;</w:t></w:p>"


def _flagged() -> bytes:
    """A member that says it is encrypted."""
    content = bytearray(_zip({"word/document.xml": b"<w:p/>"}))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(mark) + at] |= 1
    return bytes(content)
