"""The text of any PDF, page after page, by pdfium (the engine of Chrome).

pdfium lays out each glyph to find out where it stands, 1.2 ms a page: `pdf_plain` reads most files in a fifth of that.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from kuramori.press.scan import attached
from kuramori.press.scan.pdf_plain import MOST_REMARKS, Read
from kuramori.press.scan.trouble import BROKEN, ENCRYPTED, Unreadable

_PASSWORD = 4  # FPDF_ERR_PASSWORD, fpdfview.h

LONGEST_BYTES = 8 * 1024 * 1024
"""Of one note: four million letters."""

pdfium.FPDF_InitLibrary()


def read_drawn(content: bytes, fields: tuple[str, ...]) -> Read:
    """The lines of each page, what is noted on it, and which of the `fields` of the document's information say what.

    Raises `Unreadable`: encrypted with a password to open, or broken.
    """
    opened = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not opened:
        raise Unreadable(ENCRYPTED if pdfium.FPDF_GetLastError() == _PASSWORD else BROKEN)
    try:
        remarks: list[str] = []
        room = attached.Room()
        within = [_carried(one, room) for one in _attachments(opened)]
        with _form(opened) as form:
            pages = [
                _page(opened, number, form, (remarks, within, room))
                for number in range(pdfium.FPDF_GetPageCount(opened))
            ]
        told = [(field, value) for field in fields if (value := _field(opened, field))]
    finally:
        pdfium.FPDF_CloseDocument(opened)
    return pages, remarks[:MOST_REMARKS], told, within


@contextlib.contextmanager
def _form(opened: object) -> Iterator[object]:
    """The form of the document, None where it has none; nothing in it is carried out."""
    if pdfium.FPDF_GetFormType(opened) == pdfium.FORMTYPE_NONE:
        yield None
        return
    # pdfium keeps the address: it has to live as long as the form.
    settings = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(opened, settings)
    try:
        yield form or None
    finally:
        if form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def _page(
    opened: object,
    number: int,
    form: object,
    beside: tuple[list[str], list[attached.Attached], attached.Room],
) -> list[str]:
    page = pdfium.FPDF_LoadPage(opened, number)
    if not page:
        return []  # a damaged page does not hide the others
    remarks, within, room = beside
    try:
        for at in range(min(MOST_REMARKS - len(remarks), pdfium.FPDFPage_GetAnnotCount(page))):
            note = pdfium.FPDFPage_GetAnnot(page, at)
            if note:
                if said := _remark(note, form):
                    remarks.append(said)
                if room.files_left >= 0 and (pinned := pdfium.FPDFAnnot_GetFileAttachment(note)):
                    within.append(_carried(pinned, room))
                pdfium.FPDFPage_CloseAnnot(note)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return []
        try:
            count = pdfium.FPDFText_CountChars(text)
            if count <= 0:
                return []
            buffer = (ctypes.c_ushort * (count * 2 + 1))()
            written = pdfium.FPDFText_GetText(text, 0, count, buffer)
            return bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace").splitlines()
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _attachments(opened: object) -> Iterator[object]:
    for at in range(min(attached.MOST + 1, pdfium.FPDFDoc_GetAttachmentCount(opened))):
        if found := pdfium.FPDFDoc_GetAttachment(opened, at):
            yield found


def _carried(attachment: object, room: attached.Room) -> attached.Attached:
    name = _wide(lambda buffer, size: pdfium.FPDFAttachment_GetName(attachment, buffer, size))
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size) or size.value > attached.LARGEST:
        return room.take(name, None)
    buffer = ctypes.create_string_buffer(size.value)
    pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, size)
    return room.take(name, buffer.raw)


def _remark(note: object, form: object) -> str:
    """What a note says, or what was filled in where it is a field of a form."""
    said = _wide(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
    is_field = pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET
    if not said and form and is_field:
        said = _wide(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))
    return said


def _wide(read: Callable[[Any, int], int]) -> str:
    """A text that pdfium gives as UTF-16 into a buffer of so many bytes."""
    size = read(None, 0)
    if not 2 < size <= LONGEST_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip()


def _field(opened: object, name: str) -> str:
    key = name.encode()
    size = pdfium.FPDF_GetMetaText(opened, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(size, 8192))
    pdfium.FPDF_GetMetaText(opened, key, buffer, len(buffer))
    return buffer.raw[: min(size, len(buffer)) - 2].decode("utf-16-le", "replace").strip()
