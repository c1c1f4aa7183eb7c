"""XML in which some bytes are put in or taken out and all others stay as they are.

Parsing and printing anew would change quotes, declarations and empty tags all over. So expat only tells where
elements lie; the change is made in the bytes. No document type is allowed: Office and XMP files have none, and with
none there are no entities to follow or to blow up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from kuramori.press.labels.mark import Refused

_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")


@dataclass(slots=True)
class Element:
    """Where one element lies. `name` is `namespace local`; `inner` follows the opening tag, `close` begins the closing
    one; in an empty element (`<a/>`) both equal `end`."""

    name: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    inner: int
    close: int = -1
    end: int = -1
    text: list[str] = field(default_factory=list)

    @property
    def namespace(self) -> str:
        return self.name.rpartition(" ")[0]

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def is_empty_tag(self) -> bool:
        return self.inner == self.end

    def within(self, *locals_: str) -> bool:
        """Whether any element around it has one of these local names."""
        above = self.parent
        while above is not None:
            if above.local in locals_:
                return True
            above = above.parent
        return False


def elements(xml: bytes, wanted: Callable[[str, int], bool]) -> list[Element]:
    """The elements for which `wanted(local name, depth)` holds, in document order, each with all text inside it.

    The root's depth is 0. `parent` is the nearest *wanted* element around. Raises `Refused`: broken, doctype.
    """
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("broken")  # UTF-16: nobody writes it, and offsets would lie between two bytes
    walk = _Walk(xml, wanted)
    try:
        walk.parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused("broken") from None
    return walk.found


class _Walk:
    def __init__(self, xml: bytes, wanted: Callable[[str, int], bool]) -> None:
        self.xml, self.wanted = xml, wanted
        self.found: list[Element] = []
        self.open: list[Element | None] = []
        self.inside: list[Element] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _no_doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.wanted(name.rpartition(" ")[2], len(self.open)):
            self.open.append(None)
            return
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self.xml, start)
        if tag is None:
            raise Refused("broken")
        element = Element(name, attributes, self.inside[-1] if self.inside else None, start, tag.end())
        self.found.append(element)
        self.open.append(element)
        self.inside.append(element)

    def _end(self, name: str) -> None:
        element = self.open.pop()
        if element is None:
            return
        self.inside.pop()
        at = self.parser.CurrentByteIndex
        if self.xml[at : at + 2] == b"</" and self.xml[element.inner - 2 : element.inner] != b"/>":
            closing = _TAG.match(self.xml, at)
            if closing is None:
                raise Refused("broken")
            element.close, element.end = at, closing.end()
        else:
            element.close = element.end = element.inner

    def _text(self, text: str) -> None:
        for element in self.inside:
            element.text.append(text)


def _no_doctype(*_: object) -> None:
    raise Refused("doctype")


def spliced(xml: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """`xml` with each (start, end, new bytes) done; the ranges do not overlap. Same place: in the order given."""
    out: list[bytes] = []
    at = 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        out += (xml[at:start], new)
        at = end
    out.append(xml[at:])
    return b"".join(out)


def into(xml: bytes, element: Element, new: bytes, *, first: bool) -> tuple[int, int, bytes]:
    """The change that puts `new` into an element, as its first or last child; an empty tag is opened for it."""
    if not element.is_empty_tag:
        at = element.inner if first else element.close
        return at, at, new
    tag = xml[element.start : element.end]
    name = re.match(rb"<([^\s/>]+)", tag)
    # The blank in the closing tag tells `emptied` that there was an empty tag before.
    return element.start, element.end, tag[:-2] + b">" + new + b"</" + (name[1] if name else b"") + b" >"


def emptied(xml: bytes, element: Element) -> tuple[int, int, bytes]:
    """The change that takes out all that an element holds, and gives back the empty tag that `into` opened."""
    if xml[element.close : element.end].endswith(b" >"):
        return element.start, element.end, xml[element.start : element.inner - 1] + b"/>"
    return element.inner, element.close, b""


def escaped(text: str) -> bytes:
    """Text for between tags or in a double-quoted attribute, as UTF-8."""
    return unquoted(text).replace(b'"', b"&quot;")


def unquoted(text: str) -> bytes:
    """Text for between tags, as Office writes it: quotes stay."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, name)
    return text.encode("utf-8")
