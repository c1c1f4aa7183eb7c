"""Excel: the mark stands at the right of each sheet's header, which shows when the sheet is printed or made a PDF.

Cells are never touched. A header that is there keeps its words; ours go before those of its right part.
"""

from __future__ import annotations

import re

from kuramori.press.labels import properties
from kuramori.press.labels.mark import LINE, Found, Mark
from kuramori.press.labels.opc import open_office, relations
from kuramori.press.labels.package import Package
from kuramori.press.labels.splicing import Element, elements, emptied, into, spliced, unquoted
from kuramori.press.labels.text import plain

LONGEST_HEADER = 255
"""Characters of one header with its codes, which is all that Excel takes."""

_HEADERS = ("oddHeader", "evenHeader", "firstHeader")
_FOOTERS = ("oddFooter", "evenFooter", "firstFooter")
# What may follow `headerFooter` in a worksheet or chart sheet (ECMA-376 part 1, 18.3.1.99 and 18.3.1.12).
_AFTER = frozenset(
    [
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
)
_SECTION = re.compile(r"(?<!&)(?:&&)*&[LCR]")
_RIGHT = re.compile(rb"(?<!&amp;)(?:&amp;&amp;)*&amp;R")
_CODES = rb'(?:&amp;(?:(?:"|&quot;)[^"&]*(?:"|&quot;)|K[0-9A-F]{6}|[0-9]+|B))*'
_CODE = re.compile(r'(?<!&)&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|[A-Z])')


def write(content: bytes, mark: Mark | None) -> bytes:
    """The workbook with the mark, or with every mark of ours taken out. Raises `Refused`."""
    package, main = open_office(content, "spreadsheetml.sheet")
    before = properties.line_of(package)
    properties.write(package, mark)
    for sheet in _sheets(package, main):
        xml = package.read(sheet)
        if before:
            xml = _stripped(xml, before)
        package.write(sheet, _marked(xml, mark.line) if mark else xml)
    return package.content()


def read(content: bytes) -> Found:
    """What the workbook carries. `pages` counts its sheets."""
    package, main = open_office(content, "spreadsheetml.sheet")
    found = Found()
    properties.read(package, found)
    line = plain(found.properties.get(LINE, ""))
    for at, sheet in enumerate(_sheets(package, main), 1):
        lines = [
            (e.local, "".join(e.text))
            for e in _header_footer(package.read(sheet))
            if e.local != "headerFooter"
        ]
        for _, text in lines:
            for part in _SECTION.split(text):
                found.see(f"sheet{at}", _CODE.sub("", part).replace("&&", "&"))
        found.pages += 1
        shown = [plain(text.replace("&&", "&")) for local, text in lines if local in _HEADERS]
        found.shown += bool(line and any(line in text for text in shown))
    return found


def _sheets(package: Package, main: str) -> list[str]:
    found = [r.part for r in relations(package, main) if r.kind in ("worksheet", "chartsheet")]
    return [part for part in dict.fromkeys(found) if part in package]


def _header_footer(xml: bytes) -> list[Element]:
    """The sheet's own `headerFooter` and what it holds; not those that saved views keep."""
    found = elements(xml, lambda name, depth: depth == 1 or (depth == 2 and name in _HEADERS + _FOOTERS))
    own = next((e for e in found if e.local == "headerFooter"), None)
    return [e for e in found if own is not None and (e is own or e.parent is own)]


def _text(line: str) -> str:
    # Every & doubled: alone it begins a code. No font of ours: what is plain here is plain in every program.
    return line.replace("&", "&&")


def _marked(xml: bytes, line: str) -> bytes:
    found = _header_footer(xml)
    if not found:
        return _with_new_header(xml, line)
    own, told = found[0], {e.local: e for e in found[1:]}
    wanted = ["oddHeader"]
    if own.attributes.get("differentOddEven") in ("1", "true"):
        wanted.append("evenHeader")
    if own.attributes.get("differentFirst") in ("1", "true"):
        wanted.append("firstHeader")
    changes, fresh = [], {"oddHeader": b"", "evenHeader": b"", "firstHeader": b""}
    for name in wanted:
        there = told.get(name)
        if there is None:
            fresh[name] = _element(own.namespace, name, line)
        elif len("".join(there.text)) + len(_text(line)) + 3 <= LONGEST_HEADER:
            changes.append(_insertion(xml, there, line))
        # A full header cannot take more; `read` then tells that this sheet shows no mark.
    changes += _placed(xml, own, told, fresh)
    return spliced(xml, changes)


def _placed(
    xml: bytes, own: Element, told: dict[str, Element], fresh: dict[str, bytes]
) -> list[tuple[int, int, bytes]]:
    """New headers where the schema wants them: oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter."""
    if own.is_empty_tag:
        whole = b"".join(fresh.values())
        return [into(xml, own, whole, first=True)] if whole else []
    order = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
    changes = []
    for name, new in fresh.items():
        later = [told[other].start for other in order[order.index(name) :] if other in told]
        at = min(later, default=own.close)
        if new:
            changes.append((at, at, new))
    return changes


def _element(namespace: str, name: str, line: str) -> bytes:
    return f'<{name} xmlns="{namespace}">&amp;R'.encode() + unquoted(_text(line)) + f"</{name}>".encode()


def _with_new_header(xml: bytes, line: str) -> bytes:
    found = elements(xml, lambda _, depth: depth <= 1)
    root = found[0]
    new = b'<headerFooter xmlns="' + root.namespace.encode() + b'"><oddHeader>&amp;R' + unquoted(_text(line))
    new += b"</oddHeader></headerFooter>"
    later = next((e for e in found[1:] if e.local in _AFTER or e.local == "AlternateContent"), None)
    change = (later.start, later.start, new) if later else into(xml, root, new, first=False)
    return spliced(xml, [change])


def _insertion(xml: bytes, header: Element, line: str) -> tuple[int, int, bytes]:
    """The mark before the words of a header's right part, which it gets where it has none."""
    if header.is_empty_tag:
        return into(xml, header, b"&amp;R" + unquoted(_text(line)), first=True)
    right = _RIGHT.search(xml, header.inner, header.close)
    if right is None:
        return header.close, header.close, b"&amp;R" + unquoted(_text(line))
    more = b"\n" if right.end() < header.close else b""
    return right.end(), right.end(), unquoted(_text(line)) + more


def _stripped(xml: bytes, line: str) -> bytes:
    found = _header_footer(xml)
    changes: list[tuple[int, int, bytes]] = []
    left = []
    for element in found[1:]:
        text = xml[element.inner : element.close]
        rest = _without(text, line) if element.local in _HEADERS else text
        if rest == text:
            left.append(element)
        elif rest:
            changes.append((element.inner, element.close, rest))
            left.append(element)
        elif b"xmlns" in xml[element.start : element.inner] + xml[found[0].start : found[0].inner]:
            changes.append((element.start, element.end, b""))  # one that we made
        else:
            changes.append(emptied(xml, element))
            left.append(element)
    if changes and not left and not found[0].attributes:
        changes = [(found[0].start, found[0].end, b"")]
    return spliced(xml, changes)


def _without(header: bytes, line: str) -> bytes:
    ours = unquoted(_text(line))
    if ours + b"\n" in header:
        return header.replace(ours + b"\n", b"", 1)
    if b"&amp;R" + ours in header:
        return header.replace(b"&amp;R" + ours, b"", 1)
    # After a conversion: other codes around the same words, blanks perhaps between them.
    signs = [unquoted(sign) for sign in line.replace("&", "&&") if not sign.isspace()]
    loose = rb"\s*".join(re.escape(sign) for sign in signs)
    return re.sub(rb"(?:&amp;R)?" + _CODES + loose + _CODES + rb"\n?", b"", header, count=1)
