"""PowerPoint: the mark stands at the top right of every slide, as one text box named for us.

Not in the master alone: a layout may hide what its master shows.
"""

from __future__ import annotations

from kuramori.press.labels import properties
from kuramori.press.labels.mark import LINE, Found, Mark, Refused
from kuramori.press.labels.opc import open_office, relations
from kuramori.press.labels.package import Package
from kuramori.press.labels.splicing import Element, elements, escaped, spliced
from kuramori.press.labels.text import is_line

NAME = "kuramori-mark"
_HEIGHT = 370_000
"""English metric units (914,400 to the inch): one line of 14 points."""
_MARGIN = 100_000
_USUAL = 9_144_000
_DRAWING = {
    "http://schemas.openxmlformats.org/presentationml/2006/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/presentationml/main": "http://purl.oclc.org/ooxml/drawingml/main",
}
_SHAPES = {"sld", "spTree", "sp", "cNvPr", "extLst", "grpSp", "t"}


def write(content: bytes, mark: Mark | None) -> bytes:
    """The slides with the mark, or with every mark of ours taken out. Raises `Refused`."""
    package, main = open_office(content, "presentationml.presentation")
    before = properties.line_of(package)
    properties.write(package, mark)
    width = _width(package.read(main))
    for slide in _slides(package, main):
        xml = _stripped(package.read(slide), before)
        package.write(slide, _marked(xml, mark.line, width) if mark else xml)
    return package.content()


def read(content: bytes) -> Found:
    """What the slides carry. `pages` counts the slides."""
    package, main = open_office(content, "presentationml.presentation")
    found = Found()
    properties.read(package, found)
    line = found.properties.get(LINE, "")
    for at, slide in enumerate(_slides(package, main), 1):
        texts = _shape_texts(package.read(slide))
        for text in texts:
            found.see(f"slide{at}", text)
        found.pages += 1
        found.shown += any(is_line(text, line) for text in texts)
    return found


def _slides(package: Package, main: str) -> list[str]:
    found = [r.part for r in relations(package, main) if r.kind == "slide"]
    return [part for part in dict.fromkeys(found) if part in package]


def _width(xml: bytes) -> int:
    sizes = elements(xml, lambda name, _: name == "sldSz")
    told = sizes[0].attributes.get("cx", "") if sizes else ""
    return int(told) if told.isdigit() else _USUAL


def _shape_texts(xml: bytes) -> list[str]:
    found = elements(xml, lambda name, _: name in ("sp", "t"))
    texts: dict[int, str] = {}
    for element in found:
        if element.local == "t" and element.parent is not None:
            texts[element.parent.start] = texts.get(element.parent.start, "") + "".join(element.text)
    return list(texts.values())


def _stripped(xml: bytes, line: str) -> bytes:
    found = elements(xml, lambda name, _: name in _SHAPES)
    named = {id(e.parent) for e in found if e.local == "cNvPr" and e.attributes.get("name") == NAME}
    texts: dict[int, str] = {}
    for e in found:
        if e.local == "t" and e.parent is not None:
            texts[id(e.parent)] = texts.get(id(e.parent), "") + "".join(e.text)
    gone = [e for e in found if e.local == "sp" and (id(e) in named or is_line(texts.get(id(e), ""), line))]
    return spliced(xml, [(e.start, e.end, b"") for e in gone])


def _marked(xml: bytes, line: str, width: int) -> bytes:
    found = elements(xml, lambda name, _: name in _SHAPES)
    tree = next((e for e in found if e.local == "spTree" and not e.within("spTree")), None)
    if tree is None or tree.is_empty_tag:
        raise Refused("broken")
    ids = [
        int(e.attributes["id"]) for e in found if e.local == "cNvPr" and e.attributes.get("id", "").isdigit()
    ]
    shape = _shape(found[0].namespace, max([1, *ids]) + 1, line, width)
    at = next((e.start for e in found if e.local == "extLst" and _is_last_of(e, tree)), tree.close)
    return spliced(xml, [(at, at, shape)])


def _is_last_of(element: Element, tree: Element) -> bool:
    return element.parent is tree


def _shape(namespace: str, number: int, line: str, width: int) -> bytes:
    if namespace not in _DRAWING:
        raise Refused("broken")
    across = width * 6 // 10
    text = escaped(line).decode()
    return (
        f'<p:sp xmlns:p="{namespace}" xmlns:a="{_DRAWING[namespace]}"><p:nvSpPr>'
        f'<p:cNvPr id="{number}" name="{NAME}" descr="{text}"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{width - across - _MARGIN}" y="{_MARGIN // 2}"/>'
        f'<a:ext cx="{across}" cy="{_HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f'</p:spPr><p:txBody><a:bodyPr wrap="square" rtlCol="0" anchor="t"><a:normAutofit/></a:bodyPr><a:lstStyle/>'
        f'<a:p><a:pPr algn="r"/><a:r><a:rPr lang="ja-JP" altLang="en-US" sz="1400" b="1"/><a:t>{text}</a:t></a:r></a:p>'
        f"</p:txBody></p:sp>"
    ).encode()
