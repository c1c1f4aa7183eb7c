"""The job of the child that needs python-docx: a described paper in, a document out."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FACE = "BIZ UDMincho"
MARGIN = Mm(25)
WIDE = 160  # millimetres between the margins
LETTER = Pt(10.5)
SEAL = Mm(18)
_COUNTED = re.compile(r"[0-9]+　")
_PLACE = re.compile(r"　*印$")


def docx(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values` is a `press.word.Paper` as JSON with `made_on`; there are no other parts."""
    made = Document()
    _page(made, values)
    _title(made, values["title"])
    for block in values["blocks"]:
        _BLOCKS[block["kind"]](made, block)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Made, values: dict[str, Any]) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(10.5)
    # Word takes Japanese letters from a face of its own, which the library leaves unset.
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.3
    day = datetime.fromisoformat(values["made_on"]).replace(tzinfo=UTC)
    told = made.core_properties
    told.title, told.author, told.last_modified_by = values["title"], values["author"], values["author"]
    told.created = told.modified = day
    told.comments, told.keywords = "", ""
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if values["foot"]:
        foot.add_run(values["foot"] + "　　")
    for code, after in (("PAGE", " / "), ("NUMPAGES", "")):
        _counted(foot, code)
        foot.add_run(after)
    for run in foot.runs:
        run.font.size = Pt(8)


def _counted(line: Paragraph, code: str) -> None:
    """A number that Word works out: which page, of how many."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    line._p.append(field)
    run = line.add_run("1")
    run.font.size = Pt(8)
    field.append(run._r)


def _title(made: Made, title: str) -> None:
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(16)
    head.paragraph_format.space_after = Pt(14)


def _text(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        made.add_paragraph(line).paragraph_format.first_line_indent = LETTER


def _left(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        made.add_paragraph(line)


def _right(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        made.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _article(made: Made, block: dict[str, Any]) -> None:
    head = made.add_paragraph()
    head.paragraph_format.space_before = Pt(8)
    head.paragraph_format.keep_with_next = True
    head.add_run(block["lines"][0]).bold = True


def _numbered(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        placed = made.add_paragraph(line).paragraph_format
        # A counted paragraph hangs behind its number; one without a number stands straight.
        hanging = 2 * LETTER if _COUNTED.match(line) else 0
        placed.left_indent, placed.first_line_indent = LETTER + hanging, -hanging


def _note(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        written = made.add_paragraph()
        written.add_run(line).font.size = Pt(9)


def _table(made: Made, block: dict[str, Any]) -> None:
    heads, rows = block["heads"], block["rows"]
    table = made.add_table(rows=1, cols=len(heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths([heads, *rows])
    for at, head in enumerate(heads):
        _said(table.rows[0].cells[at], head, widths[at]).bold = True
    for at, column in enumerate(table.columns):
        column.width = Mm(widths[at])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        cells = table.add_row().cells
        for at, said in enumerate(row):
            _said(cells[at], said, widths[at])
    made.add_paragraph()


def _widths(rows: list[list[str]]) -> list[int]:
    """Millimetres for each column by what stands in it; a long text does not squeeze the others away."""
    long = [min(max(len(said) for said in column), 30) + 4 for column in zip(*rows, strict=True)]
    return [WIDE * one // sum(long) for one in long]


def _said(cell: _Cell, said: str, wide: int) -> Run:
    cell.width, cell.vertical_alignment = Mm(wide), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
    line.paragraph_format.line_spacing = 1
    run: Run = line.add_run(said)
    return run


def _seals(made: Made, block: dict[str, Any]) -> None:
    """Two sides; each row of `rows` is (left, right). Beside each side's lines an empty square for its seal."""
    rows = block["rows"]
    for line in made.paragraphs[-4:]:
        # Nobody seals a page that says nothing: the end of the text goes with the names.
        line.paragraph_format.keep_with_next = True
    table = made.add_table(rows=len(rows), cols=4)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for at, pair in enumerate(rows):
        for side, said in enumerate(pair):
            words, seal = table.cell(at, 2 * side), table.cell(at, 2 * side + 1)
            words.width, seal.width = Mm(WIDE // 2 - 18), SEAL
            line = words.paragraphs[0]
            line.paragraph_format.keep_with_next = at < len(rows) - 1
            line.add_run(_PLACE.sub("", said))
    for at, row in enumerate(table.rows):
        # Room for a seal even beside one line.
        row.height = max(Mm(6), SEAL // len(rows))
        for side in (1, 3):
            _edged(row.cells[side], at == 0, at == len(rows) - 1)
    for at, column in enumerate(table.columns):
        column.width = SEAL if at % 2 else Mm(WIDE // 2 - 18)
    for side in (1, 3):
        _place(table.cell(0, side).merge(table.cell(len(rows) - 1, side)))


def _edged(cell: _Cell, is_first: bool, is_last: bool) -> None:
    """The part of the square's thin edge that lies at this row."""
    edges = OxmlElement("w:tcBorders")
    for name, is_drawn in (("top", is_first), ("left", True), ("bottom", is_last), ("right", True)):
        if is_drawn:
            edge = OxmlElement(f"w:{name}")
            for key, value in (("val", "single"), ("sz", "4"), ("color", "999999")):
                edge.set(qn(f"w:{key}"), value)
            edges.append(edge)
    cell._tc.get_or_add_tcPr().append(edges)


def _place(cell: _Cell) -> None:
    """The grey word tells what the square is for."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for empty in cell.paragraphs[1:]:
        empty._p.getparent().remove(empty._p)
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run("印")
    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x99, 0x99, 0x99)


_BLOCKS = {
    "text": _text,
    "left": _left,
    "right": _right,
    "article": _article,
    "numbered": _numbered,
    "note": _note,
    "table": _table,
    "seals": _seals,
}
