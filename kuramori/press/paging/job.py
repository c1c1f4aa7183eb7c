"""The jobs of the child that look at anybody's bytes: how many pages there are, and one of them as a JPEG."""

from __future__ import annotations

import importlib
import io
import json
from typing import Any, Protocol

from PIL import Image, ImageChops

from kuramori.press.paging.limits import LARGEST_WIDTH, MOST_PAGES, Unshowable

SOURCES = {
    "pdf": "kuramori.press.paging.of_pdf",
    "png": "kuramori.press.paging.of_picture",
    "jpg": "kuramori.press.paging.of_picture",
    "jpeg": "kuramori.press.paging.of_picture",
    "txt": "kuramori.press.paging.of_text",
    "csv": "kuramori.press.paging.of_text",
}
KEPT_QUALITY = 90
"""JPEG quality of what is kept; it is decoded once more for the watermark."""


class Source(Protocol):
    """A file opened as pages."""

    def sizes(self) -> list[tuple[float, float]]: ...
    def draw(self, number: int, width: int) -> Image.Image: ...


def measure(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{ending}`; `parts[0]` is the file. JSON: `{"pages": [[width, height], …]}` or `{"refused": code}`.

    Widths and heights say the shape alone; their unit is the file's own.
    """
    try:
        pages = _opened(values["ending"], parts[0]).sizes()
        if not pages:
            raise Unshowable("empty")
        if len(pages) > MOST_PAGES:
            raise Unshowable("too-many-pages")
    except Unshowable as refused:
        return json.dumps({"refused": refused.code}).encode()
    return json.dumps({"pages": pages}).encode()


def draw(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{ending, number, width}`, numbers from 1. JSON on the first line, then the page as a JPEG."""
    try:
        source = _opened(values["ending"], parts[0])
        picture = source.draw(values["number"], min(values["width"], LARGEST_WIDTH))
    except Unshowable as refused:
        return json.dumps({"refused": refused.code}).encode() + b"\n"
    made = io.BytesIO()
    # A drawing in black and white costs a third from here on, at every look.
    (picture.convert("L") if _is_grey(picture) else picture).save(
        made, "JPEG", quality=KEPT_QUALITY, subsampling=0
    )
    return b"{}\n" + made.getvalue()


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def _opened(ending: str, content: bytes) -> Source:
    if ending not in SOURCES:
        raise Unshowable("other-format")
    if not content:
        raise Unshowable("empty")
    opened: Source = importlib.import_module(SOURCES[ending]).opened(content)
    return opened
