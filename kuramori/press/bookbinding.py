"""The job of the child that needs openpyxl: a described book in, a workbook out."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kuramori.press.faults import PressFailed

FACE = "BIZ UDPGothic"
LONGEST = 32_767
"""Characters in one cell (Excel's own limit)."""

# A person who edits such a cell in Excel would turn it into a formula without this mark. ＝ and its like count
# because Excel reads them as the half-width sign when a Japanese keyboard types them.
_LIKE_FORMULA = re.compile("[=+\\-@\t\r＝＋－＠]")
# Excel reads _x000D_ in a stored string as a control character; people who wrote that meant those letters.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_LINE = Side(style="thin", color="BBBBBB")
_DARK = Side(style="thin", color="1A1A1A")
_FONTS = {
    "title": Font(name=FACE, size=16, bold=True),
    "heading": Font(name=FACE, size=12, bold=True, color="172A40"),
    "head": Font(name=FACE, size=9, bold=True, color="333333"),
    "body": Font(name=FACE, size=10),
    "strong": Font(name=FACE, size=10, bold=True),
    "quiet": Font(name=FACE, size=9, color="4D4D4D"),
    "big": Font(name=FACE, size=32, bold=True),
    "warning": Font(name=FACE, size=10, bold=True),
    "answer": Font(name=FACE, size=10),
}
_SUNKEN = PatternFill("solid", fgColor="F2F2F2")
_WAITING = PatternFill("solid", fgColor="FFF9E5")
MOST_OPTIONS = 255
"""Characters of all options of a list together (Excel's own limit)."""
_LINED = {"body", "strong"}


class _Png(Image):
    """A picture whose size is told: openpyxl would want Pillow only to measure it."""

    def __init__(self, png: bytes, width: int, height: int) -> None:
        self._png, self.width, self.height, self.format = png, width, height, "png"

    def _data(self) -> bytes:
        return self._png


def xlsx(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values` is a `press.xlsx.Book` as JSON, `parts` its pictures."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for described in values["sheets"]:
        _sheet(book.create_sheet(_sheet_title(described["title"])), described, values, parts)
    for name, text in values["properties"]:
        book.custom_doc_props.append(StringProperty(name=name, value=text))  # type: ignore[attr-defined]
    about = book.properties
    about.title, about.creator, about.language = values["title"], values["author"], values["lang"]
    about.lastModifiedBy = values["author"]
    made_on = _value(values["made_on"])
    about.created = about.modified = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, described: dict[str, Any], book: dict[str, Any], parts: list[bytes]) -> None:
    for at, width in enumerate(described["widths"], start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.sheet_view.showGridLines = False
    for number, row in enumerate(described["rows"], start=1):
        _row(sheet, number, row, described["widths"])
    for picture in described["pictures"]:
        sheet.add_image(_Png(parts[picture["png"]], picture["width"], picture["height"]), picture["at"])
    for choice in described["choices"]:
        sheet.add_data_validation(_choice(choice))
    for at in described["hidden_columns"]:
        sheet.column_dimensions[get_column_letter(at)].hidden = True
    if described["is_hidden"]:
        sheet.sheet_state = "hidden"
    if described["is_protected"]:
        # Whoever fills it in may still make rows higher and columns wider.
        sheet.protection.sheet = True
        sheet.protection.formatRows = sheet.protection.formatColumns = False
    _paper(sheet, described["head"], book)
    if described["is_landscape"]:
        sheet.page_setup.orientation = "landscape"


def _choice(described: dict[str, Any]) -> DataValidation:
    listed = ",".join(described["options"])
    if len(listed) > MOST_OPTIONS or '"' in listed:
        raise PressFailed("the options of a list are too long")
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    choice.error = described["words"][:255] or None
    choice.add(described["cells"])
    return choice


def _row(sheet: Worksheet, number: int, row: dict[str, Any], widths: list[float]) -> None:
    column, needed = 1, 0.0
    for described in row["cells"]:
        cell = _cell(sheet, number, column)
        _fill(cell, described)
        end = column + described["span"] - 1
        if end > column or described["down"] > 1:
            sheet.merge_cells(
                start_row=number, start_column=column, end_row=number + described["down"] - 1, end_column=end
            )
            _frame(sheet, cell, described, end)
        if described["down"] == 1:
            needed = max(needed, _height(cell, sum(widths[column - 1 : end])))
        column = end + 1
    # Excel does not make a row higher for merged or wrapped text that it has not typed itself.
    sheet.row_dimensions[number].height = row["height"] or max(needed, 6.0)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise PressFailed(f"{sheet.title} {cell.coordinate} lies under a merged cell")
    return cell


def _fill(cell: Cell, described: dict[str, Any]) -> None:
    look, value = described["look"], _value(described["value"])
    if isinstance(value, str):
        cell.value = _text(value)
        # openpyxl takes a leading = for a formula and #N/A for an error; here both are what somebody wrote.
        cell.data_type = "s"
        if _LIKE_FORMULA.match(value):
            cell.quotePrefix = True
    else:
        cell.value = value
    if described["format"]:
        cell.number_format = described["format"]
    elif isinstance(value, date):
        cell.number_format = "yyyy/mm/dd"
    cell.font = _FONTS[look]
    side = described["align"] or ("left" if value is None or isinstance(value, str) else "right")
    big = look in ("big", "title")
    cell.alignment = Alignment(horizontal=side, vertical="center" if big else "top", wrap_text=not big)
    if look == "head":
        cell.fill = _SUNKEN
    elif look == "answer":
        cell.fill = _WAITING
    if described["is_open"]:
        cell.protection = Protection(locked=False)
    cell.border = _border(described)


def _border(described: dict[str, Any]) -> Border:
    if described["look"] == "answer":
        return Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    if described["boxed"]:
        return Border(left=_DARK, right=_DARK, top=_DARK, bottom=_DARK)
    if described["look"] in _LINED or described["look"] == "head":
        return Border(bottom=_LINE)
    return Border()


def _frame(sheet: Worksheet, cell: Cell, described: dict[str, Any], end: int) -> None:
    """A merged cell shows only the borders that each of its cells has."""
    for line in range(cell.row, cell.row + described["down"]):
        for at in range(cell.column, end + 1):
            sheet.cell(line, at).border = _border(described)


def _value(value: Any) -> Any:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _text(value: str) -> str:
    text = _ESCAPE.sub("_x005F_", value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _height(cell: Cell, width: float) -> float:
    """Points that the text needs in `width` characters."""
    size = float(cell.font.size or 10)
    if not isinstance(cell.value, str):
        return 0.0 if cell.value is None else size * 1.45 + 4
    letters = max(width * 10 / size - 1.0, 1.0)
    lines = sum(max(1, -(-_letters(line) // letters)) for line in cell.value.split("\n"))
    if not cell.alignment.wrap_text:
        lines = 1
    return float(lines) * size * 1.45 + 4


def _letters(text: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(c) in "WFA" else 1.1 for c in text)


def _sheet_title(title: str) -> str:
    # Excel refuses these and more than 31 characters.
    return re.sub(r"[\\/*?:\[\]]", " ", title)[:31]


def _foot(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=text, font=f"{FACE},Regular", size=8)


def _paper(sheet: Worksheet, head: int | None, book: dict[str, Any]) -> None:
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.8, 0.3, 0.35
    if head:
        sheet.freeze_panes = f"A{head + 1}"
        sheet.print_title_rows = f"{head}:{head}"
    # & is a command in a footer, && the sign itself. 255 characters is Excel's limit for a whole footer.
    foot = book["foot"].replace("&", "&&")
    if len(foot) > 200:
        raise PressFailed("the foot of a workbook is too long")
    sheet.oddFooter = HeaderFooterItem(left=_foot(foot), right=_foot("&P / &N"))
