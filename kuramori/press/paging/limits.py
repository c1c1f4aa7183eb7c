"""What is asked of a file before it is drawn, and why one is refused."""

from __future__ import annotations

MOST_PAGES = 300
"""Pages of one file that are shown."""
MOST_PIXELS = 40_000_000
"""Pixels of a picture that is decoded: 160 MB."""
MOST_SLENDER = 4
"""How many times as high as wide, or as wide as high, a page is drawn at most."""
LARGEST_WIDTH = 2600
"""Pixels across the largest page that is drawn."""

CODES = ("empty", "encrypted", "broken", "too-many-pages", "too-many-pixels", "other-format")


class Unshowable(Exception):
    """The file, or this page of it, is not drawn. `code` is one of `CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fitted(width: float, height: float, wanted: int) -> tuple[int, int]:
    """Pixels of a page of this shape that is `wanted` pixels wide, or less where it would become too high.

    Raises `Unshowable` for a shape that nobody could look at.
    """
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Unshowable("broken")
    across = float(min(wanted, LARGEST_WIDTH))
    across = min(across, MOST_SLENDER * wanted * width / height)
    down = across * height / width
    return max(1, round(across)), max(1, round(down))
