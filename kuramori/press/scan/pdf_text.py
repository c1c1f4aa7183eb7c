"""The text of a PDF, its notes, filled-in forms and attachments.

Read from the content where every letter is told, else drawn.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter

from kuramori.press.scan import carriers
from kuramori.press.scan.document import Document
from kuramori.press.scan.pdf_plain import NotPlain, read_plain

FIELDS = ("Title", "Subject", "Keywords", "Creator")
EDGE = 2
"""Lines at the beginning and at the end of a page that may be its margin."""
_FIGURES = re.compile(r"\d+")


def read_pdf(content: bytes) -> Document:
    """Raises `Unreadable`: encrypted with a password to open, or broken."""
    try:
        pages, remarks, told, within = read_plain(content, FIELDS)
    except NotPlain:
        # Loaded when the first such file comes: most readers never need the 10 MB.
        drawn = importlib.import_module("kuramori.press.scan.pdf_drawn")
        pages, remarks, told, within = drawn.read_drawn(content, FIELDS)
    document = Document(within=within)
    _sort_out(pages, document)
    # After all pages: a text that goes on from page to page must stay in one piece.
    for said in remarks:
        document.body += said.splitlines()
    document.carriers += [("info", field, value) for field, value in told]
    carriers.of_pdf(content, document)
    return document


def _sort_out(pages: list[list[str]], document: Document) -> None:
    """What stands at the edge of every other page is the margin; left in the text, it would cut a word in two that
    begins on one page and ends on the next."""
    if len(pages) > 1:
        edges = Counter(edge for lines in pages for edge in set(map(_alike, lines[:EDGE] + lines[-EDGE:])))
        repeated = {edge for edge, count in edges.items() if count > 1 and count * 3 >= len(pages)}
    else:
        repeated = set()
    margin: dict[str, None] = {}
    for lines in pages:
        for at, line in enumerate(lines):
            is_edge = at < EDGE or at >= len(lines) - EDGE
            if is_edge and repeated and _alike(line) in repeated:
                margin[line] = None
            else:
                document.body.append(line)
    document.margin += margin


def _alike(line: str) -> str:
    """Page numbers make no difference."""
    return _FIGURES.sub("0", line.strip())
