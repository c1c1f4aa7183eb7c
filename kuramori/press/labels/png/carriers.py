"""PNG: one iTXt chunk holds the XMP packet. All other chunks are copied byte for byte."""

from __future__ import annotations

import zlib

from kuramori.press.labels import xmp
from kuramori.press.labels.mark import Found, Mark, Refused

_SIGN = b"\x89PNG\r\n\x1a\n"
_HEAD = b"XML:com.adobe.xmp\0\0\0\0\0"
"""Keyword, not compressed, no language, no translated keyword (PNG 1.2, 11.3.4.5)."""


def write(content: bytes, mark: Mark | None) -> bytes:
    """The picture with the mark, or without. Raises `Refused`."""
    chunks = _chunks(content)
    at = next(
        (i for i, (kind, raw) in enumerate(chunks) if kind == b"iTXt" and raw[8:].startswith(_HEAD)), None
    )
    before = chunks[at][1][8 + len(_HEAD) : -4] if at is not None else None
    packet = xmp.written(before, mark)
    if packet == before:
        return content
    if at is None:
        at = 1  # after IHDR, before the picture
        chunks.insert(at, (b"iTXt", b""))
    if packet is None:
        del chunks[at]
    else:
        chunks[at] = (b"iTXt", _chunk(b"iTXt", _HEAD + packet))
    return _SIGN + b"".join(raw for _, raw in chunks)


def read(content: bytes) -> Found:
    """What the picture carries."""
    found = Found()
    for kind, raw in _chunks(content):
        if kind == b"iTXt" and raw[8:].startswith(_HEAD):
            xmp.read(raw[8 + len(_HEAD) : -4], found)
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Each chunk with its kind and all its bytes; what follows the end is kept as one more."""
    if not content:
        raise Refused("empty")
    if not content.startswith(_SIGN):
        raise Refused("other-format")
    found, at = [], len(_SIGN)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, raw = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(raw) != 12 + length:
            raise Refused("broken")
        if kind == b"caBX":
            raise Refused("signed")  # content credentials
        found.append((kind, raw))
        at += len(raw)
        if kind == b"IEND":
            return [*found, (b"", content[at:])]
    raise Refused("broken")
