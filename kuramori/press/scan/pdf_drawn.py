"""The text of any PDF, page after page, by pdfium (the engine of Chrome).

pdfium lays out each glyph to find out where it stands, 1.2 ms a page: `pdf_plain` reads most files in a fifth of that.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from kuramori.press.scan.trouble import BROKEN, ENCRYPTED, Unreadable

_PASSWORD = 4  # FPDF_ERR_PASSWORD, fpdfview.h

pdfium.FPDF_InitLibrary()


def read_drawn(content: bytes, fields: tuple[str, ...]) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """The lines of each page, and which of the `fields` of the document's information say what.

    Raises `Unreadable`: encrypted with a password to open, or broken.
    """
    opened = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not opened:
        raise Unreadable(ENCRYPTED if pdfium.FPDF_GetLastError() == _PASSWORD else BROKEN)
    try:
        pages = [_page(opened, number) for number in range(pdfium.FPDF_GetPageCount(opened))]
        told = [(field, value) for field in fields if (value := _field(opened, field))]
    finally:
        pdfium.FPDF_CloseDocument(opened)
    return pages, told


def _page(opened: object, number: int) -> list[str]:
    page = pdfium.FPDF_LoadPage(opened, number)
    if not page:
        return []  # a damaged page does not hide the others
    try:
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


def _field(opened: object, name: str) -> str:
    key = name.encode()
    size = pdfium.FPDF_GetMetaText(opened, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(size, 8192))
    pdfium.FPDF_GetMetaText(opened, key, buffer, len(buffer))
    return buffer.raw[: min(size, len(buffer)) - 2].decode("utf-16-le", "replace").strip()
