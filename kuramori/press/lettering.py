"""The job of the child that needs python-docx: a described paper in, a document out."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FACE = "BIZ UDMincho"
MARGIN = Mm(25)


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
    if values["foot"]:
        foot = section.footer.paragraphs[0]
        foot.text, foot.alignment = values["foot"], WD_ALIGN_PARAGRAPH.CENTER
        for run in foot.runs:
            run.font.size = Pt(8)


def _title(made: Made, title: str) -> None:
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(16)
    head.paragraph_format.space_after = Pt(14)


def _text(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        made.add_paragraph(line).paragraph_format.first_line_indent = Pt(10.5)


def _article(made: Made, block: dict[str, Any]) -> None:
    head = made.add_paragraph()
    head.paragraph_format.space_before = Pt(8)
    head.paragraph_format.keep_with_next = True
    head.add_run(block["lines"][0]).bold = True


def _numbered(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        written = made.add_paragraph(line)
        written.paragraph_format.left_indent = Pt(21)
        written.paragraph_format.first_line_indent = Pt(-10.5)


def _note(made: Made, block: dict[str, Any]) -> None:
    for line in block["lines"]:
        written = made.add_paragraph()
        written.add_run(line).font.size = Pt(9)


def _table(made: Made, block: dict[str, Any]) -> None:
    heads, rows = block["heads"], block["rows"]
    table = made.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for at, head in enumerate(heads):
        cell = table.rows[0].cells[at].paragraphs[0]
        cell.add_run(head).bold = True
    for row in rows:
        cells = table.add_row().cells
        for at, said in enumerate(row):
            cells[at].paragraphs[0].add_run(said)
    made.add_paragraph()


def _seals(made: Made, block: dict[str, Any]) -> None:
    """Two columns; each row of `rows` is (left, right). The last line of each leaves room for a seal."""
    table = made.add_table(rows=0, cols=2)
    for left, right in block["rows"]:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(left)
        cells[1].paragraphs[0].add_run(right)


_BLOCKS = {
    "text": _text,
    "article": _article,
    "numbered": _numbered,
    "note": _note,
    "table": _table,
    "seals": _seals,
}
