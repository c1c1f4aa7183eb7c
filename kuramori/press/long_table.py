"""A workbook of many rows, written as it is read: no row is held once it is written, so that 100,000 need no memory.

What `press.xlsx` can do (pictures, merged cells, looks) it cannot; it needs no document library either. A sheet is
headings and lines of text and whole numbers. Text stays text: whatever it begins with, it is written as a string and
never as a formula.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from kuramori.press.text import printable

FACE = "BIZ UDPGothic"
LONGEST = 32_767
"""Characters in one cell (Excel's own limit)."""
MOST_ROWS = 1_048_576
"""Rows of one sheet (Excel's own limit)."""
# As in `press.bookbinding`: such a cell would become a formula when somebody edits it in Excel.
_LIKE_FORMULA = tuple("=+-@\t＝＋－＠")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BAD_TITLE = re.compile(r"[\\/*?:\[\]]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BODY, _TOP, _QUOTED = 0, 1, 2
# The day of every member: the same rows give the same bytes.
_DAY = (2026, 1, 1, 0, 0, 0)


class TooManyRows(ValueError):
    """A sheet of a workbook holds no more than `MOST_ROWS`."""


@dataclass(frozen=True, slots=True)
class LongSheet:
    """`widths` in characters, one per column; `rows` are read once. The first row is the head: it stays in view."""

    title: str
    widths: tuple[float, ...]
    head: Sequence[str]
    rows: Iterable[Sequence[str | int | None]]


@dataclass(frozen=True, slots=True)
class LongBook:
    """`foot` stands at the foot of every printed page, left of the page numbers."""

    title: str
    author: str
    made_on: datetime.date
    foot: str
    sheets: tuple[LongSheet, ...]


def write(out: BinaryIO, book: LongBook) -> None:
    """Write the workbook into `out`. Raises `TooManyRows`; then `out` holds no workbook."""
    titles = [_BAD_TITLE.sub(" ", printable(sheet.title))[:31] for sheet in book.sheets]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in _frame(book, titles):
            archive.writestr(_member(name), _HEAD + content)
        for at, sheet in enumerate(book.sheets, start=1):
            with archive.open(_member(f"xl/worksheets/sheet{at}.xml"), "w", force_zip64=True) as part:
                for chunk in _sheet(sheet, book.foot):
                    part.write(chunk.encode())


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _sheet(sheet: LongSheet, foot: str) -> Iterable[str]:
    letters = [_letter(at) for at in range(len(sheet.widths))]
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(sheet.widths, start=1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )
    yield _row(1, letters, sheet.head, is_head=True)
    for number, row in enumerate(sheet.rows, start=2):
        if number > MOST_ROWS:
            raise TooManyRows(sheet.title)
        yield _row(number, letters, row)
    # & is a command in a footer, && the sign itself.
    told = escape(printable(foot).replace("&", "&&"))
    yield (
        '</sheetData><pageMargins left="0.6" right="0.6" top="0.6" bottom="0.8" header="0.3" footer="0.35"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f'<headerFooter><oddFooter>&amp;L&amp;"{FACE},Regular"&amp;8{told}'
        f'&amp;R&amp;"{FACE},Regular"&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>'
    )


def _row(
    number: int, letters: Sequence[str], cells: Sequence[str | int | None], *, is_head: bool = False
) -> str:
    told = [f'<row r="{number}">']
    for letter, text in zip(letters, cells, strict=True):
        if isinstance(text, int):
            told.append(f'<c r="{letter}{number}" s="{_BODY}"><v>{text}</v></c>')
            continue
        if not text:
            continue
        style = _TOP if is_head else _QUOTED if text.startswith(_LIKE_FORMULA) else _BODY
        told.append(
            f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'
        )
    told.append("</row>")
    return "".join(told)


def _text(text: str) -> str:
    clean = _ESCAPE.sub("_x005F_", printable(text))
    return escape(clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…")


def _letter(at: int) -> str:
    """The name of a column, counted from 0: A … Z, AA …"""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _frame(book: LongBook, titles: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Everything of the package besides the sheets."""
    count = range(1, len(titles) + 1)
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in count
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{sheets}</Types>',
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
    )
    made = f"{book.made_on.isoformat()}T00:00:00Z"
    yield (
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(book.title))}</dc:title><dc:creator>{escape(printable(book.author))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created></cp:coreProperties>',
    )
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{at}" r:id="rId{at}"/>'
        for at, title in zip(count, titles, strict=True)
    )
    heads = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at - 1}">{escape(_quoted(title))}!$1:$1</definedName>'
        for at, title in zip(count, titles, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{heads}</definedNames></workbook>",
    )
    parts = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in count
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId{len(titles) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", _styles()


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _styles() -> str:
    """The looks `_BODY`, `_TOP` and `_QUOTED`: a line, a head, a line whose first sign must stay text."""
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    apply = 'applyFont="1" applyBorder="1" applyAlignment="1" numFmtId="0" xfId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="10"/><name val="{FACE}"/></font>'
        f'<font><b/><sz val="9"/><color rgb="FF333333"/><name val="{FACE}"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill><fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/>'
        '<bottom style="thin"><color rgb="FFBBBBBB"/></bottom><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3"><xf {apply} fontId="0" fillId="0" borderId="1">{wrapped}</xf>'
        f'<xf {apply} applyFill="1" fontId="1" fillId="2" borderId="1">{wrapped}</xf>'
        f'<xf {apply} quotePrefix="1" fontId="0" fillId="0" borderId="1">{wrapped}</xf></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
