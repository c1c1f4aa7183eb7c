"""Word: the mark stands at the head of every page, as the first paragraph of each header.

Headers that are there gain one paragraph. A document whose first section lacks a header
that its pages would show gets one of ours, and all later sections inherit it. Nothing else of it changes.
"""

from __future__ import annotations

from kuramori.press.labels import properties
from kuramori.press.labels.mark import LINE, Found, Mark
from kuramori.press.labels.opc import Relation, declare, open_office, relate, relations, remove_part
from kuramori.press.labels.package import Package
from kuramori.press.labels.splicing import Element, elements, escaped, into, spliced
from kuramori.press.labels.text import is_line

OURS = "kuramori-header.xml"
_ID = "kuramoriMark"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


def write(content: bytes, mark: Mark | None) -> bytes:
    """The file with the mark, or with every mark of ours taken out. Raises `Refused`."""
    package, main = open_office(content, "wordprocessingml.document")
    _strip(package, main, properties.line_of(package))
    properties.write(package, mark)
    if mark is not None:
        _add(package, main, mark.line)
    return package.content()


def read(content: bytes) -> Found:
    """What the file carries. `pages` counts its headers."""
    package, main = open_office(content, "wordprocessingml.document")
    found = Found()
    properties.read(package, found)
    line = found.properties.get(LINE, "")
    for relation in _related(package, main, "header", "footer"):
        texts = _paragraphs(package.read(relation.part))
        for text in texts:
            found.see(relation.kind, text)
        if relation.kind == "header":
            found.pages += 1
            found.shown += any(is_line(text, line) for text in texts)
    return found


def _related(package: Package, main: str, *kinds: str) -> list[Relation]:
    # A header may be pointed at twice.
    return list(
        {r.part: r for r in relations(package, main) if r.kind in kinds and r.part in package}.values()
    )


def _paragraphs(xml: bytes) -> list[str]:
    return ["".join(e.text) for e in elements(xml, lambda name, _: name == "p")]


def _own_part(main: str) -> str:
    return f"{main.rpartition('/')[0]}/{OURS}".lstrip("/")


def _strip(package: Package, main: str, line: str) -> None:
    own = _own_part(main)
    for relation in _related(package, main, "header"):
        if relation.part == own:
            _forget_reference(package, main, relation.id)
            remove_part(package, own, pointed_at_from=main)
        else:
            package.write(relation.part, _without_mark(package.read(relation.part), line))


def _forget_reference(package: Package, main: str, id: str) -> None:
    xml = package.read(main)
    cuts = [(e.start, e.end, b"") for e in elements(xml, lambda name, _: name == "headerReference")
            if _relation_id(e) == id]  # fmt: skip
    package.write(main, spliced(xml, cuts))


def _relation_id(element: Element) -> str:
    return next((v for k, v in element.attributes.items() if k.rpartition(" ")[2] == "id"), "")


def _without_mark(xml: bytes, line: str) -> bytes:
    blocks = elements(xml, lambda _, depth: depth == 1)
    gone = [
        b for b in blocks if b.local == "p" and (_is_as_written(xml, b) or is_line("".join(b.text), line))
    ]
    cuts = [(b.start, b.end, b"") for b in gone]
    if cuts and len(gone) == len(blocks):
        # A header may not be empty (ECMA-376 part 1, 17.10.4): the last paragraph stays without its words.
        namespace = gone[0].namespace.encode()
        cuts[-1] = (gone[-1].start, gone[-1].end, b'<w:p xmlns:w="' + namespace + b'"/>')
    return spliced(xml, cuts)


def _is_as_written(xml: bytes, block: Element) -> bool:
    """Whether these are our own bytes: known even where somebody took the properties out."""
    return xml.startswith(_opening(block.namespace) + "【".encode(), block.start)


def _add(package: Package, main: str, line: str) -> None:
    for relation in _related(package, main, "header"):
        xml = package.read(relation.part)
        root = elements(xml, lambda _, depth: depth == 0)[0]
        package.write(
            relation.part, spliced(xml, [into(xml, root, _block(root.namespace, line), first=True)])
        )
    missing = _missing(package, main)
    if missing:
        _add_own_header(package, main, line, missing)


def _missing(package: Package, main: str) -> list[str]:
    """Which kinds of header the first section lacks although pages would show them: default, first, even."""
    found = _sections(package.read(main))
    sections = [e for e in found if e.local == "sectPr"]
    if not sections:
        return ["default"]
    there = {v for e in found if e.local == "headerReference" and e.parent is sections[0]
             for k, v in e.attributes.items() if k.rpartition(" ")[2] == "type"}  # fmt: skip
    wanted = ["default"]
    if any(e.local == "titlePg" for e in found):
        wanted.append("first")
    if _evens_differ(package, main):
        wanted.append("even")
    return [kind for kind in wanted if kind not in there]


def _sections(xml: bytes) -> list[Element]:
    """Section properties in use (not those of an earlier state that a tracked change keeps) and what they name."""
    names = {"body", "sectPr", "sectPrChange", "headerReference", "titlePg"}
    return [e for e in elements(xml, lambda name, _: name in names)
            if e.local != "sectPrChange" and not e.within("sectPrChange")]  # fmt: skip


def _evens_differ(package: Package, main: str) -> bool:
    for relation in _related(package, main, "settings"):
        if elements(
            package.read(relation.part), lambda name, depth: depth == 1 and name == "evenAndOddHeaders"
        ):
            return True
    return False


def _add_own_header(package: Package, main: str, line: str, kinds: list[str]) -> None:
    xml = package.read(main)
    found = _sections(xml)
    sections = [e for e in found if e.local == "sectPr"]
    body = next(e for e in found if e.local == "body")
    namespace = body.namespace.encode()
    related = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if b"purl.oclc.org" in namespace:
        related = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    references = b"".join(
        b'<w:headerReference xmlns:w="' + namespace + b'" xmlns:r="' + related + b'" w:type="' + kind.encode()
        + b'" r:id="' + _ID.encode() + b'"/>' for kind in kinds
    )  # fmt: skip
    if sections:
        change = into(xml, sections[0], references, first=True)
    else:
        new = b'<w:sectPr xmlns:w="' + namespace + b'">' + references + b"</w:sectPr>"
        change = into(xml, body, new, first=False)
    package.write(main, spliced(xml, [change]))
    own = _own_part(main)
    package.write(own, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:hdr xmlns:w="' + namespace
                  + b'">' + _block(namespace.decode(), line) + b"</w:hdr>")  # fmt: skip
    declare(package, own, _TYPE)
    relate(package, main, _ID, "header", OURS)


def _opening(namespace: str) -> bytes:
    return (
        b'<w:p xmlns:w="'
        + namespace.encode()
        + b'"><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>'
        b'<w:t xml:space="preserve">'
    )


def _block(namespace: str, line: str) -> bytes:
    # A plain paragraph: LibreOffice 7.4 turns a content control in a header into a field that repeats its words.
    return _opening(namespace) + escaped(line) + b"</w:t></w:r></w:p>"
