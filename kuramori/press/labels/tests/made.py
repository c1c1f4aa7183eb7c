"""Files made for the tests of marks, by other people's libraries, the same for the same seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pikepdf
import pptx
from docx.enum.section import WD_SECTION
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image
from pptx.util import Inches

from kuramori.press.labels.mark import ASSET, COMPANY, GRADE, LEVEL, LINE, Mark

WORDS = (
    "温度条件", "金型", "射出成形", "保圧", "A&B", "<寸法>", "±0.02mm", "検査成績書", '"引用"', "架空精工", "見積",
    "12.5%", "😀", "ﾊﾝｶｸ",
)  # fmt: skip
GRADES = {"top": ("極秘", 3), "secret": ("秘", 2), "internal": ("社外秘", 1)}
SITE = "11111111-2222-4333-8444-555555555555"
LABEL = "99999999-8888-4777-8666-555555555555"


def mark(
    grade: str = "secret", number: str = "K-001", company: str = "架空精工株式会社", *, msip: bool = False
) -> Mark:
    """A mark as the product lays it out."""
    name, level = GRADES[grade]
    line = f"【{name}】{company} {number}"
    told = {GRADE: name, LEVEL: str(level), ASSET: number, COMPANY: company, LINE: line}
    tenant = {"label": LABEL, "site": SITE, "name": name, "set_at": "2026-11-22T00:00:00Z"} if msip else {}
    return Mark(line, f"TSL-{level}-{number}-8F40", told, tenant)


def says(draw: random.Random, most: int = 12) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(1, most)))


def picture(draw: random.Random, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    size = (draw.randint(1, 40), draw.randint(1, 40))
    image = Image.new("RGB", size)
    image.putdata([tuple(draw.randbytes(3)) for _ in range(size[0] * size[1])])
    image.save(out, form)
    return out.getvalue()


def word(draw: random.Random) -> bytes:
    paper = docx.Document()
    for _ in range(draw.randint(0, 20)):
        paper.add_paragraph(says(draw))
    if draw.random() < 0.5:
        table = paper.add_table(rows=2, cols=3)
        table.cell(0, 0).text = says(draw)
    if draw.random() < 0.4:
        paper.add_picture(io.BytesIO(picture(draw)))
    for _ in range(draw.randint(0, 2)):
        paper.add_section(draw.choice([WD_SECTION.NEW_PAGE, WD_SECTION.CONTINUOUS]))
        paper.add_paragraph(says(draw))
    for section in paper.sections:
        if draw.random() < 0.3:
            section.header.paragraphs[0].text = says(draw)
        section.different_first_page_header_footer = draw.random() < 0.3
        if draw.random() < 0.2:
            section.first_page_header.paragraphs[0].text = says(draw)
    paper.settings.odd_and_even_pages_header_footer = draw.random() < 0.2
    if draw.random() < 0.3:
        paper.core_properties.keywords = "試作; 2026"
    return _saved(paper.save)


def book(draw: random.Random) -> bytes:
    workbook = openpyxl.Workbook()
    for at in range(draw.randint(1, 4)):
        sheet = workbook.active if at == 0 else workbook.create_sheet()
        for _ in range(draw.randint(0, 20)):
            sheet.append([draw.choice([says(draw, 2), draw.randint(0, 9999), 1.5, None]) for _ in range(4)])
        if draw.random() < 0.4:
            sheet.oddHeader.center.text = says(draw, 3).replace("&", "と")
        if draw.random() < 0.3:
            sheet.oddHeader.right.text = "&P / &N"
        if draw.random() < 0.3:
            sheet.oddFooter.left.text = says(draw, 2).replace("&", "と")
        sheet.HeaderFooter.differentFirst = draw.random() < 0.2
        sheet.HeaderFooter.differentOddEven = draw.random() < 0.2
        if draw.random() < 0.3:
            sheet.add_image(SheetImage(io.BytesIO(picture(draw))), "F2")
        if draw.random() < 0.3:
            sheet.merge_cells("A1:B2")
    return _saved(workbook.save)


def slides(draw: random.Random) -> bytes:
    deck = pptx.Presentation()
    for _ in range(draw.randint(0, 6)):
        slide = deck.slides.add_slide(deck.slide_layouts[draw.choice([0, 1, 5, 6])])
        for shape in slide.placeholders:
            if draw.random() < 0.7:
                shape.text = says(draw)
        if draw.random() < 0.4:
            slide.shapes.add_picture(io.BytesIO(picture(draw)), Inches(1), Inches(1))
    return _saved(deck.save)


def paper(draw: random.Random) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(draw.randint(1, 5)):
            size = draw.choice([(595, 842), (842, 595), (2384, 3370), (100, 100)])
            page = pdf.add_blank_page(page_size=size)
            page.obj.Contents = pdf.make_stream(b"0.5 g 10 10 50 50 re f " * draw.randint(1, 40))
            page.obj.Rotate = draw.choice([0, 90, 180, 270])
        if draw.random() < 0.3:
            pdf.docinfo["/Keywords"] = pikepdf.String("試作, 2026")
        if draw.random() < 0.3:
            with pdf.open_metadata() as meta:
                meta["dc:title"] = says(draw, 2)
        compressed = draw.choice([pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=compressed, linearize=draw.random() < 0.2)
        return out.getvalue()


MAKERS: Mapping[str, Callable[[random.Random], bytes]] = {
    "docx": word,
    "xlsx": book,
    "pptx": slides,
    "pdf": paper,
    "jpg": lambda draw: picture(draw, "JPEG"),
    "png": lambda draw: picture(draw, "PNG"),
    "webp": lambda draw: picture(draw, "WEBP"),
    "tif": lambda draw: picture(draw, "TIFF"),
}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rezipped(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same zip with some members changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in {**parts(content), **changed}.items():
            packed.writestr(name, body)
    return out.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()
