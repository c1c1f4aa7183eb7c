"""A plain text as pages. Whatever stands in it is shown as it stands: a tag is a tag, a formula a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from kuramori.press.paging.letters import write
from kuramori.press.paging.limits import MOST_PAGES, Unshowable

COLUMNS = 96
"""Columns of a line; a full-width sign takes two."""
LINES = 64
_SHAPE = (210.0, 297.0)
_ENCODINGS = ("utf-8-sig", "cp932")


@dataclass(frozen=True, slots=True)
class Text:
    """Pages of lines."""

    pages: tuple[tuple[str, ...], ...]

    def sizes(self) -> list[tuple[float, float]]:
        return [_SHAPE] * len(self.pages)

    def draw(self, number: int, width: int) -> Image.Image:
        """Black on white, A4."""
        if not 1 <= number <= len(self.pages):
            raise Unshowable("broken")
        height = round(width * _SHAPE[1] / _SHAPE[0])
        picture = Image.new("RGB", (width, height), "white")
        pen, margin = ImageDraw.Draw(picture), width // 20
        step = (height - 2 * margin) / LINES
        size = max(6, int(step * 0.72))
        for row, line in enumerate(self.pages[number - 1]):
            write(pen, (margin, margin + row * step), line, size, "black")
        return picture


def opened(content: bytes) -> Text:
    """Raises `Unshowable` for what is no text in UTF-8 or CP932, or is too long."""
    lines = list(_lines(_decoded(content)))
    pages = [tuple(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]
    if len(pages) > MOST_PAGES:
        raise Unshowable("too-many-pages")
    return Text(tuple(pages))


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unshowable("broken")


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield from _folded(
            "".join(" " if unicodedata.category(sign) in {"Cc", "Cf"} else sign for sign in line)
        )


def _folded(line: str) -> Iterator[str]:
    begun, columns = "", 0
    for sign in line:
        wide = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        if columns + wide > COLUMNS:
            yield begun
            begun, columns = "", 0
        begun, columns = begun + sign, columns + wide
    yield begun
