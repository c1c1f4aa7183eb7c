"""Reading finished documents back, with other libraries than those that made them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import python_calamine


def pdf_pages(made: bytes) -> list[str]:
    """The text of each page without spaces and line ends, which a layout may put anywhere."""
    return [squeezed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(made)]


def pdf_text(made: bytes) -> str:
    """All pages' text, one after another, likewise."""
    return "".join(pdf_pages(made))


def squeezed(text: object) -> str:
    """Text without any white space."""
    return "".join(str(text).split())


@dataclass(frozen=True, slots=True)
class Claims:
    """What a PDF says of itself: `standard` such as `2B`, `spoken` the PDF/UA part, and its fonts."""

    standard: str
    spoken: str
    title: str
    creators: list[str]
    lang: str
    fonts: frozenset[str]
    all_embedded: bool


def pdf_claims(made: bytes) -> Claims:
    with pikepdf.open(io.BytesIO(made)) as document:
        about = document.open_metadata()
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        return Claims(
            standard=about["pdfaid:part"] + about["pdfaid:conformance"],
            spoken=about["pdfuaid:part"],
            title=about["dc:title"],
            creators=about["dc:creator"],
            lang=str(document.Root.Lang),
            # ABCDEF+Name: the letters in front mark a subset (ISO 32000-1, 9.6.4).
            fonts=frozenset(str(font.BaseFont).split("+")[1].removesuffix("-Identity-H") for font in fonts),
            all_embedded=bool(fonts)
            and all("/FontFile2" in one or "/FontFile3" in one for one in descriptors),
        )


def sheet_rows(made: bytes, sheet: str) -> list[list[Any]]:
    """The values of a sheet as calamine reads them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def workbook(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))
