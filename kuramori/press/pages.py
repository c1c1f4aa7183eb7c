"""Pages of files, asked for: each sort of work has a child of its own, within its time and memory (`paging`).

What decodes other people's bytes may be slow or die; laying a watermark over a page that is ours already waits for
neither that nor for a report being made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from kuramori.press.labelling import ending_of
from kuramori.press.office import office
from kuramori.press.paging.limits import LARGEST_WIDTH, Unshowable

__all__ = ["LARGEST_WIDTH", "MEDIA_TYPE", "Shape", "Unshowable", "draw", "ending_of", "shapes", "watermarked"]

MEDIA_TYPE = "image/jpeg"
LIMIT_SECONDS = 12.0
ENDINGS = frozenset({"pdf", "png", "jpg", "jpeg", "txt", "csv"})
"""Files that are drawn as they are."""
_DRAWING, _LAYING = "drawing", "laying"
READING_SECONDS = 300.0
"""Somebody studies a drawing for minutes before they turn the page; starting anew would cost them half a second."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide and how high a page is, in the file's own unit."""

    width: float
    height: float


def shapes(ending: str, content: bytes, *, limit_seconds: float = LIMIT_SECONDS) -> tuple[Shape, ...]:
    """The pages of a file. Raises `Unshowable`, or a `PressFault` where looking took too long or died."""
    asked = office(_DRAWING).ask("pages", {"ending": ending}, [content], limit_seconds=limit_seconds)
    told = json.loads(asked)
    if "refused" in told:
        raise Unshowable(told["refused"])
    return tuple(Shape(width, height) for width, height in told["pages"])


def draw(
    ending: str, content: bytes, *, number: int, width: int, limit_seconds: float = LIMIT_SECONDS
) -> bytes:
    """One page (from 1) as a JPEG `width` pixels wide, without a watermark: never to be handed out. Raises the same."""
    values = {"ending": ending, "number": number, "width": width}
    answer = office(_DRAWING).ask("page_of", values, [content], limit_seconds=limit_seconds)
    head, _, made = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Unshowable(told["refused"])
    return made


def watermarked(page: bytes, words: str, *, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """A page that `draw` made with `words` across it, as a JPEG. Raises a `PressFault`."""
    laying = office(_LAYING, idle_seconds=READING_SECONDS)
    return laying.ask("watermark", {"words": words}, [page], limit_seconds=limit_seconds)
