"""WebP: an XMP chunk behind the picture, told of by the VP8X chunk, which a simple file gets first."""

from __future__ import annotations

from kuramori.press.labels import xmp
from kuramori.press.labels.mark import Found, Mark, Refused

_HAS_XMP, _HAS_ALPHA = 0x04, 0x10
Chunks = list[tuple[bytes, bytes]]


def write(content: bytes, mark: Mark | None) -> bytes:
    """The picture with the mark, or without. Raises `Refused`."""
    chunks = _chunks(content)
    before = next((body for kind, body in chunks if kind == b"XMP "), None)
    packet = xmp.written(before, mark)
    if packet == before:
        return content
    chunks = [chunk for chunk in chunks if chunk[0] != b"XMP "]
    if chunks[0][0] != b"VP8X":
        chunks.insert(0, (b"VP8X", _extended(chunks)))
    if packet is not None:
        chunks.append((b"XMP ", packet))
    flags = chunks[0][1][0] & ~_HAS_XMP | (_HAS_XMP if packet is not None else 0)
    chunks[0] = (b"VP8X", bytes([flags]) + chunks[0][1][1:])
    inside = b"WEBP" + b"".join(
        kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2) for kind, body in chunks
    )
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def read(content: bytes) -> Found:
    """What the picture carries."""
    found = Found()
    for kind, body in _chunks(content):
        if kind == b"XMP ":
            xmp.read(body, found)
    return found


def _extended(chunks: Chunks) -> bytes:
    """The ten bytes that say how large the picture is and that it may have alpha."""
    kind, body = chunks[0]
    if kind == b"VP8 " and len(body) >= 10:
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        flags = 0
    elif kind == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = _HAS_ALPHA if bits >> 28 & 1 else 0
    else:
        raise Refused("broken")
    if not width or not height:
        raise Refused("broken")
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _chunks(content: bytes) -> Chunks:
    if not content:
        raise Refused("empty")
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Refused("other-format")
    end = 8 + int.from_bytes(content[4:8], "little")
    found: Chunks = []
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + length]
        if len(body) != length:
            raise Refused("broken")
        if content[at : at + 4] == b"C2PA":
            raise Refused("signed")
        found.append((content[at : at + 4], body))
        at += 8 + length + length % 2
    if not found or end > len(content) + 1 or (found[0][0] == b"VP8X" and len(found[0][1]) != 10):
        raise Refused("broken")
    return found
