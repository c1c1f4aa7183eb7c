"""TIFF: the first directory is laid anew at the end of the file, with tag 700 (XMP). Everything before it stays.

So the file begins with exactly the bytes that it had, but for the four that say where the first directory lies.
"""

from __future__ import annotations

import struct

from kuramori.press.labels import xmp
from kuramori.press.labels.mark import Found, Mark, Refused

_XMP = 700
_MOST_ENTRIES = 4_096
_SIZES = {1: 1, 2: 1, 6: 1, 7: 1}


def write(content: bytes, mark: Mark | None) -> bytes:
    """The picture with the mark, or without. Raises `Refused`."""
    order, entries, after = _directory(content)
    before = _packet(content, order, entries)
    packet = xmp.written(before, mark)
    if packet == before:
        return content
    others = [entry for entry in entries if entry[0] != _XMP]
    out = content + b"\0" * (len(content) % 2)
    if packet is not None:
        place = len(out)
        inline = len(packet) <= 4
        value = packet.ljust(4, b"\0") if inline else struct.pack(order + "I", place)
        others.append((_XMP, 1, len(packet), value))
        out += b"" if inline else packet + b"\0" * (len(packet) % 2)
    if len(out) + 12 * len(others) + 6 > 0xFFFFFFFF:
        raise Refused("no-room")
    laid = struct.pack(order + "H", len(others))
    for tag, kind, count, value in sorted(others, key=lambda entry: entry[0]):
        laid += struct.pack(order + "HHI", tag, kind, count) + value
    return out[:4] + struct.pack(order + "I", len(out)) + out[8:] + laid + struct.pack(order + "I", after)


def read(content: bytes) -> Found:
    """What the picture carries."""
    found = Found()
    order, entries, _ = _directory(content)
    xmp.read(_packet(content, order, entries), found)
    return found


def _packet(content: bytes, order: str, entries: list[tuple[int, int, int, bytes]]) -> bytes | None:
    for tag, kind, count, value in entries:
        if tag == _XMP:
            if kind not in _SIZES:
                raise Refused("broken")
            if count <= 4:
                return value[:count]
            (place,) = struct.unpack(order + "I", value)
            packet = content[place : place + count]
            if len(packet) != count:
                raise Refused("broken")
            return packet
    return None


def _directory(content: bytes) -> tuple[str, list[tuple[int, int, int, bytes]], int]:
    """Byte order, entries (tag, type, count, four bytes of value) and place of the next directory."""
    if not content:
        raise Refused("empty")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(content[:4])
    if order is None:
        raise Refused("other-format")  # BigTIFF too
    try:
        (place,) = struct.unpack_from(order + "I", content, 4)
        (count,) = struct.unpack_from(order + "H", content, place)
        if not 0 < count <= _MOST_ENTRIES:
            raise Refused("broken")
        entries = []
        for at in range(place + 2, place + 2 + 12 * count, 12):
            tag, kind, many = struct.unpack_from(order + "HHI", content, at)
            entries.append((tag, kind, many, content[at + 8 : at + 12]))
        (after,) = struct.unpack_from(order + "I", content, place + 2 + 12 * count)
    except struct.error:
        raise Refused("broken") from None
    return order, entries, after
