"""The text of a PDF that tells every letter: opened by qpdf, read operator by operator, no glyph drawn.

Four times as quick as drawing. Whatever is out of the ordinary (encryption, damage, letters without Unicode, upright
Japanese, images within a content) raises `NotPlain`, and the whole file is drawn instead: never half and half.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from kuramori.press.scan import attached
from kuramori.press.scan.pdf_content import UPRIGHT, Lines, Matrix, follow, times
from kuramori.press.scan.pdf_fonts import Font, NotPlain, font, unfolded

__all__ = ["MOST_REMARKS", "NotPlain", "Read", "read_plain"]

MOST_CONTENT = 32 * 1024 * 1024
"""Bytes of content of all pages together, what is put on them counted each time."""
MOST_REMARKS = 5_000
"""Notes and filled-in fields of one file; those beyond are left unread."""
_DEEPEST = 8
Read = tuple[list[list[str]], list[str], list[tuple[str, str]], list[attached.Attached]]
"""The lines of each page; notes and what was filled in; the fields of the document's information; files within it."""


def read_plain(content: bytes, fields: tuple[str, ...]) -> Read:
    """The lines of each page, what is noted on it, and which of the `fields` of the document's information say what.

    Raises `NotPlain`.
    """
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as opened:
            if opened.is_encrypted:
                raise NotPlain
            reader = _Reader()
            pages, remarks, room = [], [], attached.Room()
            within = list(attached.of_document(opened, room))
            for page in opened.pages:
                pages.append(reader.read(page))
                if (notes := page.obj.get("/Annots")) is not None:
                    remarks += _remarks(notes)
                    within += _carried(notes, room)
            told = _told(opened, fields)
            if opened.get_warnings():
                raise NotPlain
            return pages, remarks[:MOST_REMARKS], told, within
    except NotPlain:
        raise
    except Exception as error:
        raise NotPlain from error


@dataclass(slots=True)
class _Reader:
    """Pages one after the other; fonts and what is put on many pages are looked up once."""

    lines: Lines = field(default_factory=Lines)
    left: int = MOST_CONTENT
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    forms: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def read(self, page: Any) -> list[str]:
        content = page.obj.get("/Contents")
        if content is None:
            return []
        streams = list(content) if isinstance(content, pikepdf.Array) else [content]
        self.follow(b"\n".join(map(unfolded, streams)), page.resources, UPRIGHT, 0)
        return self.lines.end()

    def follow(self, content: bytes, resources: Any, around: Matrix, depth: int) -> None:
        self.left -= len(content)
        if self.left < 0 or depth > _DEEPEST:
            raise NotPlain
        follow(content, lines=self.lines, around=around, named=_Named(self, resources, depth))


@dataclass(slots=True)
class _Named:
    """What the names in one content mean."""

    reader: _Reader
    resources: Any
    depth: int
    _fonts: dict[str, Font] = field(default_factory=dict)

    def font(self, name: str) -> Font:
        known = self._fonts.get(name)
        if known is None:
            known = self._fonts[name] = self._font(self.resources["/Font"][name])
        return known

    def _font(self, described: Any) -> Font:
        if not described.is_indirect:
            return font(described)
        at = described.objgen
        if at not in self.reader.fonts:
            self.reader.fonts[at] = font(described)
        return self.reader.fonts[at]

    def check_settings(self, name: str) -> None:
        """A set of settings may choose a font; hardly any does."""
        if "/Font" in self.resources["/ExtGState"][name]:
            raise NotPlain

    def draw(self, name: str, around: Matrix) -> None:
        put = self.resources["/XObject"][name]
        if put.get("/Subtype") == "/Image":
            return
        if put.get("/Subtype") != "/Form":
            raise NotPlain
        at = put.objgen
        if at not in self.reader.forms:
            self.reader.forms[at] = unfolded(put)
        a, b, c, d, e, f = (float(one) for one in put.get("/Matrix", UPRIGHT))
        own = put.get("/Resources", self.resources)
        self.reader.follow(self.reader.forms[at], own, times((a, b, c, d, e, f), around), self.depth + 1)


def _told(opened: pikepdf.Pdf, fields: tuple[str, ...]) -> list[tuple[str, str]]:
    info = opened.trailer.get("/Info")
    if info is None:
        return []
    found = [(name, str(info[f"/{name}"]).strip()) for name in fields if f"/{name}" in info]
    return [(name, value) for name, value in found if value]


def _remarks(notes: Any) -> list[str]:
    """What is written in the notes of a page (12.5), and into the fields of a form (12.7) that lie on it."""
    found = []
    for note in list(notes)[:MOST_REMARKS]:
        said = note.get("/Contents")
        if said is None and note.get("/Subtype") == "/Widget":
            said = _filled_in(note)
        if isinstance(said, pikepdf.String) and (text := str(said).strip()):
            found.append(text)
    return found


def _carried(notes: Any, room: attached.Room) -> list[attached.Attached]:
    """The files pinned to a page, 12.5.6.15."""
    return [
        room.take(*attached.of_description(note["/FS"]))
        for note in list(notes)[:MOST_REMARKS]
        if note.get("/Subtype") == "/FileAttachment" and "/FS" in note and room.files_left >= 0
    ]


def _filled_in(widget: Any) -> Any:
    """The value of the field to which a widget belongs: its own, or that of one it is a part of."""
    at = widget
    for _step in range(_DEEPEST):
        if at is None or "/V" in at:
            break
        at = at.get("/Parent")
    value = at.get("/V") if at is not None else None
    if isinstance(value, pikepdf.Stream):  # a long text may be one
        return pikepdf.String(value.read_bytes().decode("utf-8", "replace"))
    return value
