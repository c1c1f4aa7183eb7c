"""Which kinds of file are taken, told by their first bytes and not only by their name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath


class KindRefused(ValueError):
    """The file is of a kind that is not taken, or its content does not fit its name."""


@dataclass(frozen=True, slots=True)
class Kind:
    media_type: str
    beginnings: tuple[bytes, ...]


_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)

KINDS: dict[str, Kind] = {
    ".pdf": Kind("application/pdf", (b"%PDF-",)),
    ".png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".heic": Kind("image/heic", (b"\x00\x00\x00",)),
    ".xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    ".docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    ".pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    ".xls": Kind("application/vnd.ms-excel", _OLE),
    ".doc": Kind("application/msword", _OLE),
    ".zip": Kind("application/zip", (*_ZIP, b"PK\x05\x06")),
    ".txt": Kind("text/plain", ()),
    ".csv": Kind("text/csv", ()),
}


def kind_of(name: str, head: bytes) -> Kind:
    """The kind of a file with this name and these first bytes (at least 16 where there are as many).

    Raises `KindRefused`. A text may hold anything but NUL bytes.
    """
    kind = KINDS.get(PurePosixPath(name.lower()).suffix)
    if kind is None:
        raise KindRefused(name)
    if kind.beginnings and not head.startswith(kind.beginnings):
        raise KindRefused(name)
    if not kind.beginnings and b"\x00" in head:
        raise KindRefused(name)
    return kind


def clean_name(name: str) -> str:
    """The last part of a name, NFC, without control or direction characters, at most 200 characters.

    The ending survives the cut. A name with nothing left becomes `file`.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip(
        ". "
    )
    if not last:
        return "file"
    stem, dot, ending = last.rpartition(".")
    if len(last) <= 200:
        return last
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else last[:200]
