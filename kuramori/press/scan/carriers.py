"""The properties of a file in which a label may travel, as they stand there. What they mean is not said here."""

from __future__ import annotations

import html
import re

from kuramori.press.scan.document import Document
from kuramori.press.scan.zips import Zip

MOST = 200
LONGEST = 2_000

_PROPERTY = re.compile(rb'<(?:\w+:)?property [^>]*?name="([^"]*)"[^>]*>\s*<vt:\w+>([^<]*)')
_CORE = re.compile(
    rb"<(?:cp|dc):(keywords|category|subject|title|description|contentStatus)(?:>| [^>]*>)([^<]*)"
)
_LABEL = re.compile(rb"<(?:\w+:)?label ([^>]*)>")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_FIELD = re.compile(rb"<(pdf:Keywords|rdf:li|[a-z]+:[A-Za-z]+)(?:>| [^>]*>)([^<]+)<")


def of_office(packed: Zip, document: Document) -> None:
    """Adds custom and core properties and `docMetadata/LabelInfo.xml`."""
    for part, where, pattern in (
        ("docProps/custom.xml", "custom", _PROPERTY),
        ("docProps/core.xml", "core", _CORE),
    ):
        if part in packed.members:
            for name, value in pattern.findall(packed.read(part))[:MOST]:
                _add(document, where, name, value)
    if "docMetadata/LabelInfo.xml" in packed.members:
        for attributes in _LABEL.findall(packed.read("docMetadata/LabelInfo.xml"))[:MOST]:
            _add(document, "labelinfo", b"label", attributes)


def of_pdf(content: bytes, document: Document) -> None:
    """Adds the fields of the XMP packets that lie open in the file."""
    at = content.find(b"<x:xmpmeta")
    if at >= 0:
        for packet in _XMP.findall(content, at)[:5]:
            for name, value in _XMP_FIELD.findall(packet)[:MOST]:
                _add(document, "xmp", name, value)


def _add(document: Document, where: str, name: bytes, value: bytes) -> None:
    text = html.unescape(value[:LONGEST].decode("utf-8", "replace")).strip()
    if text:
        document.carriers.append((where, html.unescape(name.decode("utf-8", "replace")), text))
