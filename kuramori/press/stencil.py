"""One workbook as a stencil of thousands that differ in a few words: only the parts with such a word are written anew.

A word to be filled in stands in the workbook as `{{name}}`, alone or among others. Making each workbook by itself
would take the document library a hundred times as long.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from kuramori.press.text import printable

_WORD = re.compile(r"\{\{([a-z_]+)\}\}")
# As in `press.bookbinding`: such letters would be read as a control character.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY = (2026, 1, 1, 0, 0, 0)


def word(name: str) -> str:
    """How a word to be filled in is written into the workbook."""
    return "{{" + name + "}}"


class Stencil:
    """A workbook with words to be filled in. The same words give the same bytes."""

    def __init__(self, content: bytes) -> None:
        self._still: list[tuple[str, bytes]] = []
        self._moving: list[tuple[str, str]] = []
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                part = packed.read(name)
                if name.endswith(".xml") and _WORD.search(text := part.decode("utf-8")):
                    self._moving.append((name, text))
                else:
                    self._still.append((name, part))

    def fill(self, words: Mapping[str, str]) -> bytes:
        """The workbook with these words; one that is not told stays as it stands."""
        told = {name: escape(_ESCAPE.sub("_x005F_", printable(text))) for name, text in words.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as fresh:
            for name, part in self._still:
                fresh.writestr(_member(name), part)
            for name, text in self._moving:
                fresh.writestr(_member(name), _WORD.sub(lambda found: told.get(found[1], found[0]), text))
        return out.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
