"""JPEG: one APP1 segment holds the XMP packet. The coded picture is copied byte for byte."""

from __future__ import annotations

from kuramori.press.labels import xmp
from kuramori.press.labels.mark import Found, Mark, Refused

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_LONGEST = 65_533
"""Bytes of one segment after its length (ITU-T T.81, B.1.1.4)."""
_STANDALONE = {0x01, *range(0xD0, 0xD8)}


def write(content: bytes, mark: Mark | None) -> bytes:
    """The picture with the mark, or without. Raises `Refused`."""
    segments, rest = _segments(content)
    at = next((i for i, (_, body) in enumerate(segments) if body.startswith(_XMP)), None)
    before = segments[at][1][len(_XMP) :] if at is not None else None
    packet = xmp.written(before, mark)
    if packet == before:
        return content
    if at is None:
        # After JFIF and Exif, which readers want first.
        at = next((i for i, (kind, _) in enumerate(segments) if kind not in (0xE0, 0xE1)), len(segments))
        segments.insert(at, (0xE1, b""))
    if packet is None:
        del segments[at]
    elif len(_XMP + packet) > _LONGEST:
        raise Refused("no-room")
    else:
        segments[at] = (0xE1, _XMP + packet)
    head = b"".join(b"\xff" + bytes([k]) + (len(body) + 2).to_bytes(2, "big") + body for k, body in segments)
    return b"\xff\xd8" + head + rest


def read(content: bytes) -> Found:
    """What the picture carries."""
    found = Found()
    segments, _ = _segments(content)
    for _, body in segments:
        if body.startswith(_XMP):
            xmp.read(body[len(_XMP) :], found)
    return found


def _segments(content: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The segments before the coded picture, and everything from its start on."""
    if not content:
        raise Refused("empty")
    if not content.startswith(b"\xff\xd8"):
        raise Refused("other-format")
    found: list[tuple[int, bytes]] = []
    at = 2
    while True:
        start = at
        while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] == b"\xff":
            at += 1  # fill bytes
        kind = content[at + 1] if content[at : at + 1] == b"\xff" and at + 3 < len(content) else None
        if kind is None or kind in _STANDALONE or kind == 0xD9:
            raise Refused("broken")
        if kind == 0xDA:
            return found, content[start:]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise Refused("broken")
        if kind == 0xEB and b"c2pa" in body[:4096]:
            raise Refused("signed")  # content credentials cover the whole file
        found.append((kind, body))
        at += 2 + length
