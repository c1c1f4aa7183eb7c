"""The job of the child that lays a watermark over a page of our own making. It sees no bytes of anybody else's.

The words stand across the whole page, each once dark and beside it once light, so that they can be read on white, on
black and on whatever lies between.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from kuramori.press.paging.letters import extent, write

_QUALITY = 84
_TURN = 24.0
"""Degrees by which the line rises."""
_DARK, _LIGHT = 62, 92
"""Of 255: how much of the page's own colour the words take away, dark and light."""
Pair = tuple[Image.Image, Image.Image]


def lay(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{words}`; `parts[0]` is the page as a JPEG. The same page with the words across it, as a JPEG.

    The words stand in the file's comment, too, for whoever looks at the file and not at the picture.
    """
    picture = Image.open(io.BytesIO(parts[0]), formats=("JPEG",))
    picture.load()
    dark, light = _masks(values["words"], picture.size)
    is_grey = picture.mode == "L"
    picture.paste(255 if is_grey else (255, 255, 255), (0, 0), light)
    picture.paste(24 if is_grey else (20, 24, 32), (0, 0), dark)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY, comment=values["words"].encode("utf-8"))
    return made.getvalue()


# Pages of one file are as large as one another, and somebody turns over several within a minute.
@lru_cache(maxsize=4)
def _masks(words: str, size: tuple[int, int]) -> Pair:
    """Where the dark and the light words lie on a page of `size` pixels."""
    letters = max(11, min(size) // 42)
    line = _line(words, letters)
    across, down = line.size
    masks = (Image.new("L", size, 0), Image.new("L", size, 0))
    step_down, step_across = max(letters * 5, 1), max(across - letters * 4, 1)
    beside = max(1, letters // 12)
    for row, top in enumerate(range(-down, size[1], step_down)):
        for left in range(-across + (row % 3) * across // 3, size[0], step_across):
            masks[0].paste(_DARK, (left, top), line)
            masks[1].paste(_LIGHT, (left + beside, top + beside), line)
    return masks


def _line(words: str, letters: int) -> Image.Image:
    across, down = extent(words, letters)
    line = Image.new("L", (across + 2, down + 2), 0)
    write(ImageDraw.Draw(line), (1, 1), words, letters, 255)
    return line.rotate(_TURN, expand=True, resample=Image.Resampling.BICUBIC)
