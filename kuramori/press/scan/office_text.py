"""The text of docx, xlsx and pptx, cut at paragraphs, without an XML parser.

A parser takes 2 to 5 times as long (measured: bench/README.md) and gives up at the first damaged tag. Entities are
never expanded: only the five of XML itself and character references, so a bomb of entities stays a word.
Layout: ECMA-376, parts 1 (WordprocessingML 17, SpreadsheetML 18, PresentationML 19, DrawingML 21) and 2 (packages).
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable

from kuramori.press.scan import attached
from kuramori.press.scan.document import Document
from kuramori.press.scan.trouble import BROKEN, DOCTYPE, MACRO, PARTLY, Unreadable
from kuramori.press.scan.zips import Zip

_WORD = re.compile(
    r"word/(?:(document\d*|footnotes|endnotes|comments|glossary/document)|(header|footer)\d*)\.xml\Z"
)
_SLIDES = re.compile(
    r"ppt/(?:(slides/slide|notesSlides/notesSlide|comments/[^/]*)|"
    r"(slideLayouts/slideLayout|slideMasters/slideMaster|notesMasters/[^/]*|handoutMasters/[^/]*))\d*\.xml\Z"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_NOTES = re.compile(r"xl/(?:comments\d*|comments/[^/]+|threadedComments/[^/]+)\.xml\Z")
_DRAWN = re.compile(r"(?:word|xl|ppt)/(?:drawings/[^/]+|charts/[^/]+|diagrams/data[^/]*)\.xml\Z")
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\Z")
_NUMBERS = re.compile(r"(\d+)")

_SPREADSHEET = b"spreadsheetml/2006/main"
_WORDS = b"wordprocessingml/2006/main"
_STRICT = {_SPREADSHEET: b"ooxml/spreadsheetml/main", _WORDS: b"ooxml/wordprocessingml/main"}
_DECLARED = re.compile(
    rb'xmlns(?::([A-Za-z0-9_.-]+))?="http://(?:schemas\.openxmlformats|purl\.oclc)\.org/([^"]+)"'
)

_LONGEST_FORMULA = 10_000

_HEADER_CODES = re.compile(r'&(?:[LCRPNDTFAGUEXYSBIOHZ]|"[^"]*"|\d+|K[0-9A-Fa-f]{6}|&)')
_DRAWN_TEXT = re.compile(rb"<a:t(?:>| [^>]*>)([^<]*)")
_CHART_VALUE = re.compile(rb"<c:v>([^<]*)")


def read_office(packed: Zip) -> Document:
    """The text of a package; raises `Unreadable` where it is none of the three kinds."""
    names = packed.members
    document = Document()
    if any(name.startswith("word/") for name in names):
        _word(packed, document)
    elif any(name.startswith("xl/") for name in names):
        _book(packed, document)
    elif any(name.startswith("ppt/") for name in names):
        _slides(packed, document)
    else:
        raise Unreadable(BROKEN)
    for name in _in_order(name for name in names if _DRAWN.match(name)):
        content = _part(packed, name, document)
        document.body += _drawn(content)
        if name.startswith(("word/charts/", "xl/charts/", "ppt/charts/")):
            document.body += _texts(_CHART_VALUE.findall(content))
    document.within += _embedded(packed)
    if any(name.endswith("vbaProject.bin") for name in names):
        document.notes.add(MACRO)
    if PARTLY in document.notes and not (document.body or document.margin):
        raise Unreadable(BROKEN)
    return document


def _embedded(packed: Zip) -> list[attached.Attached]:
    """Workbooks and documents laid into it, among them those that charts are drawn from."""
    room = attached.Room()
    within: list[attached.Attached] = []
    for name in _in_order(name for name in packed.members if _EMBEDDED.match(name)):
        try:
            content = packed.read(name)
        except Unreadable as unreadable:
            if unreadable.code != BROKEN:
                raise
            content = None
        within.append(room.take(name, content))
        if room.files_left < 0:
            break
    return within


def _word(packed: Zip, document: Document) -> None:
    for name in _in_order(packed.members):
        found = _WORD.match(name)
        if found:
            content = _part(packed, name, document)
            paragraphs = _paragraphs(content, _prefix(content, _WORDS))
            (document.margin if found[2] else document.body).extend(paragraphs)


def _slides(packed: Zip, document: Document) -> None:
    for name in _in_order(packed.members):
        found = _SLIDES.match(name)
        if found:
            content = _part(packed, name, document)
            (document.margin if found[2] else document.body).extend(_drawn(content))
            if "comments/" in name:
                document.body += _texts(re.findall(rb"<p:text>([^<]*)", content))


def _book(packed: Zip, document: Document) -> None:
    if "xl/sharedStrings.xml" in packed.members:
        content = _part(packed, "xl/sharedStrings.xml", document)
        document.body += _strings(content, _prefix(content, _SPREADSHEET), b"si")
    for name in _in_order(packed.members):
        if _SHEET.match(name):
            _sheet(_part(packed, name, document), document)
        elif _NOTES.match(name):
            content = _part(packed, name, document)
            document.body += _strings(content, _prefix(content, _SPREADSHEET), b"comment")
            document.body += _texts(re.findall(rb"<text>([^<]+)", content))
    if "xl/workbook.xml" in packed.members:
        titles = re.findall(
            rb'<(?:\w+:)?sheet [^>]*?name="([^"]*)"', _part(packed, "xl/workbook.xml", document)
        )
        document.margin += _texts(titles)


def _sheet(content: bytes, document: Document) -> None:
    prefix = _prefix(content, _SPREADSHEET)
    formula, number, margin = _of_sheet(prefix)
    if b"inlineStr" in content:
        for cell in _without(content, b"rPh", prefix).split(b"</" + prefix + b"is>"):
            begin = cell.rfind(b"<" + prefix + b"is>")
            if begin >= 0:
                document.body += _joined(_text_of(b"t", prefix).findall(cell, begin))
    if b'"str"' in content:
        document.body += _texts(formula.findall(content))
    cell = b"<" + prefix + b"c "
    document.figures += {
        found[1].decode("ascii")
        for found in number.finditer(content)
        if _is_number(content, cell, found.start())
    }
    for line in _texts(margin.findall(content, max(0, content.rfind(b"sheetData")))):
        document.margin.append(_HEADER_CODES.sub(" ", line))


def _is_number(content: bytes, cell: bytes, at: int) -> bool:
    """Whether the value at a place is its cell's own: one with a type is an index into the shared strings."""
    head = content[content.rfind(cell, max(0, at - _LONGEST_FORMULA), at) : at]
    return b' t="' not in head or b' t="n"' in head


def _paragraphs(content: bytes, prefix: bytes) -> list[str]:
    # A fallback is the same text box a second time, for programs that do not know the first.
    content = _without(content, b"Fallback", b"mc:")
    content = _without(content, b"rt", prefix)  # furigana
    return _cut(content, b"p", b"(?:t|delText)", b"t", prefix)


def _strings(content: bytes, prefix: bytes, tag: bytes) -> list[str]:
    content = _without(content, b"rPh", prefix)  # furigana
    if tag == b"si" and b"<" + prefix + b"r>" not in content:
        return _texts(_text_of(b"t", prefix).findall(content))  # one text each: no need to cut
    return _cut(content, tag, b"t", b"t", prefix)


def _drawn(content: bytes) -> list[str]:
    return _cut(content, b"p", b"t", b"t", b"a:")


def _cut(content: bytes, around: bytes, text: bytes, written: bytes, prefix: bytes) -> list[str]:
    """The texts within each `around`, put together: the end of one is written as one more text, a NUL.

    One search and one decoding for all, three times as quick as cutting first.
    """
    ended = content.replace(b"</" + prefix + around + b">", b"<" + prefix + written + b">\0<")
    texts = b"".join(_text_of(text, prefix).findall(ended))
    return [piece for piece in _clear(texts).split("\0") if piece]


def _part(packed: Zip, name: str, document: Document) -> bytes:
    try:
        content = packed.read(name)
    except Unreadable as unreadable:
        if unreadable.code != BROKEN:
            raise
        document.notes.add(PARTLY)  # one damaged part does not hide the others
        return b""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16", "replace").encode("utf-8")
    if b"<!DOCTYPE" in content[:4096]:
        document.notes.add(DOCTYPE)
    return content


def _prefix(content: bytes, namespace: bytes) -> bytes:
    """`b"w:"` as a part spells it; a program may choose any."""
    for found in _DECLARED.finditer(content, 0, 8192):
        if found[2] in {namespace, _STRICT[namespace]}:
            return found[1] + b":" if found[1] else b""
    return b"w:" if namespace == _WORDS else b""


@functools.cache
def _text_of(tag: bytes, prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<" + re.escape(prefix) + tag + rb"(?:>| [^>]*>)([^<]*)")


def _without(content: bytes, tag: bytes, prefix: bytes) -> bytes:
    """The part without every such element. A pattern would look for each missing end through to the last byte."""
    close = b"</" + prefix + tag + b">"
    if close not in content:
        return content
    pieces = []
    for piece in content.split(close):
        found = _opening_of(piece, b"<" + prefix + tag)
        pieces.append(piece[:found] if found >= 0 else piece)
    return b"".join(pieces)


def _opening_of(piece: bytes, name: bytes) -> int:
    at = piece.find(name)
    while at >= 0 and piece[at + len(name) : at + len(name) + 1] not in {b">", b" "}:
        at = piece.find(name, at + 1)  # <w:rtl/> is not <w:rt>
    return at


@functools.cache
def _of_sheet(prefix: bytes) -> tuple[re.Pattern[bytes], ...]:
    p = re.escape(prefix)
    value = rb"<" + p + rb"v>([^<]*)"
    return (
        re.compile(rb"<" + p + rb'c [^>]*t="str"[^>]*>(?:<' + p + rb"f[^<]*</" + p + rb"f>)?" + value),
        re.compile(rb"><" + p + rb"v>([0-9]{4,40})<"),  # part numbers have no fraction
        re.compile(rb"<" + p + rb"(?:odd|even|first)(?:Header|Footer)>([^<]*)"),
    )


def _in_order(names: Iterable[str]) -> list[str]:
    """slide2 before slide10."""
    return sorted(names, key=lambda name: [part.zfill(9) for part in _NUMBERS.split(name)])


def _joined(pieces: list[bytes]) -> list[str]:
    return [_clear(b"".join(pieces))] if pieces else []


def _texts(pieces: list[bytes]) -> list[str]:
    # One decoding for all: a text of its own never holds a NUL.
    return _clear(b"\0".join(pieces)).split("\0") if pieces else []


def _clear(piece: bytes) -> str:
    text = piece.decode("utf-8", "replace")
    return html.unescape(text) if "&" in text else text
