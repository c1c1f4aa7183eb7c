"""Files as pages: what is hostile is refused or becomes mere pixels, and the next page is drawn as usual."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from kuramori.press import pages
from kuramori.press.faults import PressFault
from kuramori.press.paging.limits import MOST_PAGES, Unshowable, fitted


def _pdf(count: int = 1, width: float = 200, height: float = 100) -> bytes:
    made, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _one in range(count):
        made.new_page(width, height)
    made.save(written)
    return written.getvalue()


def _picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind)
    return written.getvalue()


def _looked_at(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_each_page_of_a_pdf_becomes_a_picture_as_wide_as_wanted() -> None:
    assert [(one.width, one.height) for one in pages.shapes("pdf", _pdf(3))] == [(200.0, 100.0)] * 3
    assert _looked_at(pages.draw("pdf", _pdf(3), number=3, width=1000)).size == (1000, 500)


@pytest.mark.parametrize("kind", ["png", "jpg", "jpeg"])
def test_a_picture_is_one_page(kind: str) -> None:
    content = _picture("PNG" if kind == "png" else "JPEG")
    assert len(pages.shapes(kind, content)) == 1
    assert _looked_at(pages.draw(kind, content, number=1, width=1200)).size == (400, 267)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_text_is_shown_as_it_stands(encoding: str) -> None:
    content = ("<script>alert(1)</script>\r\n=1+1,架空精工\n" * 100).encode(encoding)
    assert len(pages.shapes("csv", content)) == 4
    assert _looked_at(pages.draw("txt", content, number=1, width=600)).size == (600, 849)


def _forged_png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + _picture()[33:]


def _locked() -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf())) as opened:
        opened.save(written, encryption=pikepdf.Encryption(user="k", owner="k"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("ending", "content", "code"),
    [
        ("pdf", b"", "empty"),
        ("pdf", b"%PDF-1.7\nrubbish", "broken"),
        ("pdf", _locked(), "encrypted"),
        ("pdf", _pdf(MOST_PAGES + 1), "too-many-pages"),
        ("png", _forged_png(60_000, 60_000), "too-many-pixels"),
        ("png", _forged_png(9_000_000, 1), "too-many-pixels"),
        ("png", b"GIF89a", "broken"),
        ("txt", b"\xff\xfe\x00\x81", "broken"),
        ("txt", b"a\n" * 50_000, "too-many-pages"),
        ("svg", b"<svg onload='alert(1)'/>", "other-format"),
        ("html", b"<script>alert(1)</script>", "other-format"),
        ("docx", b"PK\x03\x04", "other-format"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_its_reason(ending: str, content: bytes, code: str) -> None:
    with pytest.raises(Unshowable) as refused:
        pages.shapes(ending, content)
    assert refused.value.code == code
    assert len(pages.shapes("pdf", _pdf())) == 1


def test_a_script_in_a_pdf_is_never_run_and_leaves_no_trace() -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf())) as opened:
        opened.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="this.pageNum = 0; app.alert('x'); while (true) {}"
        )
        opened.save(written)
    made = pages.draw("pdf", written.getvalue(), number=1, width=400)
    assert made == pages.draw("pdf", _pdf(), number=1, width=400)
    assert b"JavaScript" not in made


def test_a_flood_of_pixels_inside_a_pdf_costs_that_page_alone() -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf())) as opened:
        flood = opened.make_stream(b"\x00" * 1000)
        flood.Type, flood.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        flood.Width, flood.Height, flood.BitsPerComponent = 100_000, 100_000, 8
        flood.ColorSpace = pikepdf.Name.DeviceRGB
        page = opened.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=flood))
        page.Contents = opened.make_stream(b"200 0 0 100 0 0 cm /Im Do")
        opened.save(written)
    try:
        made = pages.draw("pdf", written.getvalue(), number=1, width=400, limit_seconds=10)
        assert _looked_at(made).size == (400, 200)
    except (PressFault, Unshowable):
        pass
    assert _looked_at(pages.draw("pdf", _pdf(), number=1, width=400)).size == (400, 200)


def test_what_takes_too_long_is_killed_and_the_next_is_drawn() -> None:
    with pytest.raises(PressFault):
        pages.draw("pdf", _pdf(250), number=1, width=2600, limit_seconds=0.001)
    assert _looked_at(pages.draw("pdf", _pdf(), number=1, width=400)).size == (400, 200)


def test_a_page_of_a_strange_shape_stays_within_bounds() -> None:
    assert fitted(100, 10_000, 1200) == (48, 4800)
    assert fitted(14_400, 10, 1200) == (1200, 1)
    with pytest.raises(Unshowable):
        fitted(0, 100, 1200)
