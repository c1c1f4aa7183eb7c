"""PNG from an SVG, with our fonts."""

from __future__ import annotations

import struct

from kuramori.press.office import LIMIT_SECONDS, office

MEDIA_TYPE = "image/png"


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header (PNG 1.2, section 11.2.2)."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def png(svg: str, *, width: int, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """A picture of `svg`, `width` pixels wide (16 to 6000), on white. Raises a `PressFault`."""
    if not 16 <= width <= 6000:
        raise ValueError(f"width {width} is outside 16 to 6000 pixels")
    return office().ask("png", {"width": width}, [svg.encode("utf-8")], limit_seconds=limit_seconds)
