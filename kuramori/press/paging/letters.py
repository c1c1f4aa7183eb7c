"""Writing on a picture: what the first font does not have is taken from the larger one, so that no name is a box."""

from __future__ import annotations

import itertools
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

_FONTS = Path(__file__).resolve().parent.parent / "fonts"
_USUAL, _LARGER = (str(_FONTS / name) for name in ("BIZUDPGothic-Regular.ttf", "NotoSansJP-Regular.otf"))
_NOWHERE = "\U0010ffff"
_PROBE_SIZE = 16


def write(pen: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int, fill: int | str) -> None:
    """`words` in one line, `at` the upper left corner of a line of `size` pixels."""
    across, down = at[0], at[1] + font(_USUAL, size).getmetrics()[0]
    for path, run in _runs(words):
        face = font(path, size)
        pen.text((across, down), run, font=face, fill=fill, anchor="ls")
        across += face.getlength(run)


def extent(words: str, size: int) -> tuple[int, int]:
    """How wide a line is, and how high with everything that hangs down, in pixels."""
    faces = [(font(path, size), run) for path, run in _runs(words)]
    below = max((face.getmetrics()[1] for face, _run in faces), default=0)
    across = sum(face.getlength(run) for face, run in faces)
    return int(across) + 1, font(_USUAL, size).getmetrics()[0] + below


@lru_cache(maxsize=16)
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _runs(words: str) -> list[tuple[str, str]]:
    """Parts of the line, each with the font that has its signs."""
    # Which shape of a sign is meant (variation selectors) cannot be drawn here, and must not become a box.
    signs = [sign for sign in words if not _only_chooses(sign)]
    return [(path, "".join(run)) for path, run in itertools.groupby(signs, _font_of)]


def _only_chooses(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


@lru_cache(maxsize=4096)
def _font_of(sign: str) -> str:
    return _USUAL if _has(_USUAL, sign) or not _has(_LARGER, sign) else _LARGER


def _has(path: str, sign: str) -> bool:
    face = font(path, _PROBE_SIZE)
    return bytes(face.getmask(sign)) != bytes(face.getmask(_NOWHERE))
