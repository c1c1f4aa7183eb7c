"""What was handed in, file by file: workbooks as they are, and those inside a ZIP, each within its limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kuramori.ground.papers.kinds import clean_name

LARGEST_FILE: Final = 5 * 1024 * 1024
"""Bytes of one workbook: one of 153 items filled to the brim has 0.2 MB. A larger one is named and never opened."""
LARGEST_DROP: Final = 200 * 1024 * 1024
"""Bytes of everything that one upload unpacks to."""
MOST_FILES: Final = 3_000
WORKBOOKS: Final = (".xlsx", ".xlsm", ".ods", ".xls")
_PIECE: Final = 256 * 1024


class DropRefused(ValueError):
    """Nothing of it was kept: `code` is one of too-many, too-much, broken-zip, locked-zip,
    nothing, emptied."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Handed:
    """One file. `code` says why it was not opened (too-large, not-a-workbook); `content` then is empty."""

    name: str
    content: bytes
    size: int
    code: str = ""


def unpacked(files: Iterable[tuple[str, bytes]]) -> Iterator[Handed]:
    """Every workbook of these files, in order. Raises `DropRefused`."""
    count, left = 0, LARGEST_DROP
    for handed in _each(files):
        count, left = count + 1, left - len(handed.content)
        if count > MOST_FILES:
            raise DropRefused("too-many")
        if left < 0:
            raise DropRefused("too-much")
        yield handed
    if not count:
        raise DropRefused("nothing")


def _each(files: Iterable[tuple[str, bytes]]) -> Iterator[Handed]:
    for name, content in files:
        if name.lower().endswith(".zip"):
            yield from _of_zip(content)
        elif len(content) > LARGEST_FILE:
            yield Handed(clean_name(name), b"", len(content), "too-large")
        else:
            yield _judged(clean_name(name), content)


def _of_zip(content: bytes) -> Iterator[Handed]:
    try:
        # Windows writes names of a ZIP in its own letters and says so nowhere.
        with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="cp932") as packed:
            for member in packed.infolist():
                name = member.filename.replace("\\", "/")
                if member.is_dir() or _is_litter(name):
                    continue
                if member.flag_bits & 1:
                    raise DropRefused("locked-zip")
                if member.file_size > LARGEST_FILE:
                    yield Handed(clean_name(name), b"", member.file_size, "too-large")
                    continue
                yield _judged(clean_name(name), _read(packed, member))
    # A way of packing that Python does not know is a RuntimeError.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, UnicodeDecodeError):
        raise DropRefused("broken-zip") from None


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Never more than the limit, whatever the ZIP says of its sizes."""
    pieces, size = [], 0
    with packed.open(member) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise DropRefused("broken-zip")
            pieces.append(piece)
    return b"".join(pieces)


def _judged(name: str, content: bytes) -> Handed:
    if name.lower().endswith(WORKBOOKS):
        return Handed(name, content, len(content))
    return Handed(name, b"", len(content), "not-a-workbook")


def _is_litter(name: str) -> bool:
    """What Finder and Excel leave beside files."""
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(("~$", ".", "._")) or last == "Thumbs.db"
