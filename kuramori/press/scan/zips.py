"""A zip's members, unpacked up to a limit whatever the zip says about itself.

Not `zipfile`: that one believes the directory about sizes (468 MB from a lie, measured), builds an object for each of
100,000 members before anybody can count them, and takes three times as long for a small file.
Layout: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; zip64 directories are refused as broken.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from kuramori.press.scan.trouble import BOMB, BROKEN, ENCRYPTED, MANY, Unreadable

MOST_MEMBERS = 5_000
LARGEST_MEMBER = 96 * 1024 * 1024
LARGEST_TOGETHER = 192 * 1024 * 1024
"""Bytes unpacked of one file: a text of 64 MB with its markup."""
LARGEST_DIRECTORY = 2 * 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_TAIL = _END.size + 0xFFFF

ReadAt = Callable[[int, int], bytes]
"""`(offset, size)` → at most that many bytes."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    method: int
    flags: int
    packed: int
    offset: int


class Zip:
    """The members of a zip of `size` bytes that `read_at` reads. Raises `Unreadable`."""

    def __init__(self, read_at: ReadAt, size: int) -> None:
        self._read_at, self._left = read_at, LARGEST_TOGETHER
        self.members = _members(read_at, size)

    def read(self, name: str) -> bytes:
        """What one member unpacks to; raises `Unreadable` for a damaged one and for what grows beyond the limits."""
        member = self.members[name]
        if member.flags & 1:
            raise Unreadable(ENCRYPTED)
        head = self._read_at(member.offset, _LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise Unreadable(BROKEN)
        name_length, extra_length = _LOCAL.unpack(head)[9:]
        most = min(self._left, LARGEST_MEMBER)
        # Packed XML is never much larger than unpacked XML, so what lies beyond the limit cannot be needed.
        packed = self._read_at(
            member.offset + _LOCAL.size + name_length + extra_length, min(member.packed, most + 1)
        )
        content = _unpacked(packed, member.method, most)
        self._left -= len(content)
        return content


def _members(read_at: ReadAt, size: int) -> dict[str, Member]:
    begin = max(0, size - _END.size)
    tail = read_at(begin, _END.size)
    at = 0
    if tail[:4] != b"PK\x05\x06" or len(tail) < _END.size:
        begin = max(0, size - _TAIL)
        tail = read_at(begin, _TAIL)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise Unreadable(BROKEN)
    count, length, offset = _END.unpack_from(tail, at)[4:7]
    if count > MOST_MEMBERS or length > LARGEST_DIRECTORY:
        raise Unreadable(MANY)
    if offset + length > begin + at:
        raise Unreadable(BROKEN)
    return _directory(read_at(offset, length))


def _directory(content: bytes) -> dict[str, Member]:
    found: dict[str, Member] = {}
    at = 0
    while content[at : at + 4] == b"PK\x01\x02" and at + _ENTRY.size <= len(content):
        if len(found) >= MOST_MEMBERS:
            raise Unreadable(MANY)
        entry = _ENTRY.unpack_from(content, at)
        flags, method, packed, name_length = entry[3], entry[4], entry[8], entry[10]
        begin = at + _ENTRY.size
        name = content[begin : begin + name_length].decode("utf-8", "replace").replace("\\", "/")
        found[name] = Member(name, method, flags, packed, offset=entry[16])
        at = begin + name_length + entry[11] + entry[12]
    return found


def _unpacked(packed: bytes, method: int, most: int) -> bytes:
    if method == 0:
        content = packed
    elif method == 8:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed, most + 1)
        except zlib.error:
            raise Unreadable(BROKEN) from None
        if not inflate.eof and len(content) <= most:
            raise Unreadable(BROKEN)
    else:
        raise Unreadable(BROKEN)
    if len(content) > most:
        raise Unreadable(BOMB)
    return content
