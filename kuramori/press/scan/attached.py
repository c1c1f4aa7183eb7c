"""Files within a file: what a PDF carries as attachments, and what an Office file embeds.

Each is taken out up to a limit and read as a file of its own; what it says counts as said by the file that carries it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from kuramori.press.scan.pdf_fonts import NotPlain, unfolded

MOST = 100
"""Files within one file, those within these not counted."""
LARGEST = 32 * 1024 * 1024
"""Bytes of one of them."""
LARGEST_TOGETHER = 64 * 1024 * 1024
DEEPEST = 2
"""A file within a file within the file that lies in the folder."""

Attached = tuple[str, bytes | None]
"""Its name, and what it holds: None where that cannot be had, or is beyond the limits."""


class Room:
    """How much more may be taken out of one file."""

    def __init__(self) -> None:
        self.left, self.files_left = LARGEST_TOGETHER, MOST

    def take(self, name: str, content: bytes | None) -> Attached:
        """The same, without its content where it no longer fits."""
        self.files_left -= 1
        if content is None or self.files_left < 0 or len(content) > min(LARGEST, self.left):
            return name, None
        self.left -= len(content)
        return name, content


def of_document(opened: pikepdf.Pdf, room: Room) -> Iterator[Attached]:
    """The attachments of a whole PDF, 7.11.4 and 7.7.4. Raises what a broken tree of names makes pikepdf raise."""
    names = opened.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if tree is not None:
        for _name, described in pikepdf.NameTree(tree).items():
            yield room.take(*of_description(described))
            if room.files_left < 0:
                return


def of_description(described: Any) -> Attached:
    """What a file specification (7.11.3) carries."""
    name = str(described.get("/UF", described.get("/F", "")))
    carried = described.get("/EF")
    stream = None if carried is None else carried.get("/UF", carried.get("/F"))
    if not isinstance(stream, pikepdf.Stream):
        return name, None
    try:
        return name, unfolded(stream, LARGEST + 1)
    except NotPlain:
        return name, None
