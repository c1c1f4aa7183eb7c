"""Pictures made anew."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from kuramori.press import redrawing
from kuramori.press.faults import PressFailed
from kuramori.press.png import size_of
from kuramori.press.redrawing import NotAPicture, TooManyPixels, redrawn


def picture(kind: str, size: tuple[int, int] = (800, 400), **more: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "#88aacc").save(kept, kind, **more)
    return kept.getvalue()


def noted() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "secret-place")
    return info


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_comes_back_as_our_own_png(kind):
    made = redrawn(picture(kind), width=600)
    assert made.startswith(b"\x89PNG")
    assert size_of(made) == (600, 300)
    with Image.open(io.BytesIO(made)) as opened:
        red, green, blue = opened.convert("RGB").getpixel((300, 150))
    assert abs(red - 0x88) < 6
    assert abs(green - 0xAA) < 6
    assert abs(blue - 0xCC) < 6


def test_what_a_picture_tells_about_itself_does_not_come_along():
    original = picture("PNG", pnginfo=noted())
    assert b"secret-place" in original
    assert b"secret-place" not in redrawn(original, width=600)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_flood_of_pixels_is_never_decoded(kind, monkeypatch):
    monkeypatch.setattr(redrawing, "MOST_PIXELS", 800 * 400 - 1)
    with pytest.raises(TooManyPixels):
        redrawn(picture(kind))


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused_by_its_header(content):
    with pytest.raises(NotAPicture):
        redrawn(content)


def test_a_picture_that_is_broken_inside_is_refused_and_the_next_one_works():
    whole = picture("PNG")
    with pytest.raises(PressFailed):
        redrawn(whole[:60] + b"\x00" * 40)
    assert redrawn(whole)


def paper(pages: int = 1, size: tuple[int, int] = (842, 595), *, lock: bool = False) -> bytes:
    """A PDF whose first page is filled with one colour."""
    made = pikepdf.new()
    for n in range(pages):
        page = made.add_blank_page(page_size=size)
        colour = b"0.2 0.5 0.8" if n == 0 else b"0.9 0.1 0.1"
        page.contents_add(made.make_stream(colour + b" rg 0 0 %d %d re f" % size))
    kept = io.BytesIO()
    made.save(kept, encryption=pikepdf.Encryption(owner="o", user="u") if lock else False)
    return kept.getvalue()


def test_the_first_page_of_a_pdf_comes_back_as_our_own_png():
    made = redrawn(paper(pages=3), width=1200)
    assert size_of(made) == (1200, 848)
    with Image.open(io.BytesIO(made)) as opened:
        assert opened.convert("RGB").getpixel((600, 400)) == pytest.approx((51, 128, 204), abs=3)


@pytest.mark.parametrize(
    "broken",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"\x00\xff" * 5000,
        paper()[: len(paper()) // 2],
        paper(lock=True),
        paper(pages=0),
        paper(size=(100, 14000)),
    ],
    ids=["only a beginning", "random", "cut off", "locked", "no page", "slender"],
)
def test_a_pdf_that_cannot_be_drawn_is_refused_and_the_next_is_drawn(broken):
    with pytest.raises(PressFailed):
        redrawn(broken)
    assert redrawn(paper(), width=400).startswith(b"\x89PNG")
