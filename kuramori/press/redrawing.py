"""A picture made anew: somebody's PNG or JPEG, or the first page of a PDF in, our own PNG out.

What was handed in is decoded in the child process alone, and only pixels come back: no metadata, no script, nothing
that hides behind an ending. Its size is read from its header first, so that a flood of pixels is never decoded.
"""

from __future__ import annotations

import struct
from base64 import b64encode

from kuramori.press.faults import PressFailed
from kuramori.press.office import LIMIT_SECONDS, office
from kuramori.press.png import png, size_of

MOST_PIXELS = 40_000_000
"""Decoded, four bytes each: 160 MB in a child that may have 1.5 GB."""

MOST_SLENDER = 5
"""A floor is not five times as high as wide."""

PDF = b"%PDF-"
BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
# Start-of-frame markers of JPEG (ITU-T T.81, table B.1): all of 0xC0 to 0xCF but DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotAPicture(ValueError):
    """Neither PNG nor JPEG nor PDF, or a header that cannot be read."""


class TooManyPixels(ValueError):
    """More pixels than 40 million."""


def redrawn(content: bytes, *, width: int = 2000, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """A PNG of the picture, `width` pixels wide, or as wide as it is where that is less (at least 400).

    Of a PDF the first page, always `width` pixels wide. Raises `NotAPicture`, `TooManyPixels`, or a `PressFault` where
    the picture is broken inside, or a PDF is locked.
    """
    if content.startswith(PDF):
        told = {"width": width, "slender": MOST_SLENDER}
        made = office().ask("page", told, [content], limit_seconds=limit_seconds)
        return _showing(made, *size_of(made), limit_seconds)
    kind = next((kind for kind, begins in BEGINNINGS.items() if content.startswith(begins)), None)
    if kind is None:
        raise NotAPicture
    across, down = _size(kind, content)
    if across * down > MOST_PIXELS or down > MOST_SLENDER * across:
        raise TooManyPixels
    media = {"png": "image/png", "jpg": "image/jpeg"}[kind]
    inside = (
        f'<image width="{across}" height="{down}" href="data:{media};base64,{b64encode(content).decode()}"/>'
    )
    wide = min(width, max(across, 400))
    made = png(_framed(inside, across, down), width=wide, limit_seconds=limit_seconds)
    return _showing(made, across, down, limit_seconds)


def _showing(made: bytes, across: int, down: int, limit_seconds: float) -> bytes:
    # What cannot be decoded is left out by the typesetter without a word.
    if made == png(_framed("", across, down), width=size_of(made)[0], limit_seconds=limit_seconds):
        raise PressFailed("the picture shows nothing")
    return made


def _framed(inside: str, across: int, down: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}">{inside}</svg>'
    )


def _size(kind: str, content: bytes) -> tuple[int, int]:
    try:
        found = size_of(content) if kind == "png" else _jpeg_size(content)
    except (struct.error, IndexError):
        raise NotAPicture from None
    if min(found) < 1:
        raise NotAPicture
    return found


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the frame header (T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            raise NotAPicture
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    raise NotAPicture
