"""An Office file as a zip whose members stay packed as they were, except for those that are written anew.

Nothing the zip says of itself is believed: each member is unpacked once, in small pieces, and must come to exactly
the size and checksum it declares. Order, dates, packing and attributes of the members are kept.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from kuramori.press.labels.mark import Refused

MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes of all members together."""
LARGEST_PART = 96 * 1024 * 1024
"""Bytes of one part that is read for a mark: a sheet of about two million cells."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 256 * 1024
_UTF8_NAME = 0x800
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_ZIP64 = 1


@dataclass(frozen=True, slots=True)
class Member:
    """One member as it is packed."""

    name: str
    raw_name: bytes
    packed: bytes
    method: int
    crc: int
    size: int
    date: int
    time: int
    flags: int
    extra: bytes
    version: int
    made_by: int
    attributes: tuple[int, int]


class Package:
    """The members of one file, in the order in which they lie in it."""

    def __init__(self, content: bytes) -> None:
        self._original = content
        self._members: dict[str, Member] = {}
        self._comment = b""
        _refuse_what_is_no_zip(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                self._take(packed)
        except Refused:
            raise
        # RuntimeError also where a member asks for a method or a version that nobody knows.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, struct.error):
            raise Refused("broken") from None
        self._before = self._parts()

    def _take(self, packed: zipfile.ZipFile) -> None:
        infos = packed.infolist()
        if len(infos) > MOST_MEMBERS:
            raise Refused("too-many-members")
        if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
            raise Refused("too-large")
        if any(info.flag_bits & 1 for info in infos):
            raise Refused("encrypted")
        self._comment = packed.comment
        for info in sorted(infos, key=lambda info: info.header_offset):
            member = _member(self._original, info)
            if member.name in self._members:
                raise Refused("broken")  # two members of one name: which one counts depends on the reader
            _examine(member)
            self._members[member.name] = member

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One member unpacked. Raises `Refused`: broken where there is none, too-large."""
        member = self._members.get(name)
        if member is None:
            raise Refused("broken")
        if member.size > LARGEST_PART:
            raise Refused("too-large")
        if member.method == zipfile.ZIP_STORED:
            return member.packed
        return zlib.decompress(member.packed, -15)

    def write(self, name: str, content: bytes) -> None:
        """Put a member in the place of the one of that name, or behind all others."""
        old = self._members.get(name)
        if old is not None and self.read(name) == content:
            return
        like = old or next(iter(self._members.values()))
        method = like.method if old else zipfile.ZIP_DEFLATED
        self._members[name] = Member(
            name=name,
            raw_name=old.raw_name if old else name.encode("ascii"),
            packed=content if method == zipfile.ZIP_STORED else _deflated(content),
            method=method,
            crc=zlib.crc32(content),
            size=len(content),
            date=like.date,
            time=like.time,
            flags=old.flags if old else 0,
            extra=old.extra if old else b"",
            version=20,
            made_by=like.made_by,
            attributes=like.attributes,
        )

    def drop(self, name: str) -> None:
        """Take a member out."""
        self._members.pop(name, None)

    def _parts(self) -> list[tuple[str, int, int]]:
        return [(member.name, member.crc, member.size) for member in self._members.values()]

    def content(self) -> bytes:
        """The file: the very same bytes where all members are what they were."""
        if self._parts() == self._before:
            return self._original
        out, directory = io.BytesIO(), []
        for member in self._members.values():
            directory.append(_central(member, out.tell()))
            out.write(_local(member))
            out.write(member.packed)
        begin, central = out.tell(), b"".join(directory)
        count = len(directory)
        out.write(central)
        end = (b"PK\5\6", 0, 0, count, count, len(central), begin, len(self._comment))
        out.write(_END.pack(*end) + self._comment)
        return out.getvalue()


def _refuse_what_is_no_zip(content: bytes) -> None:
    if not content:
        raise Refused("empty")
    if content.startswith(_OLE):
        raise Refused("encrypted" if _ENCRYPTED in content else "other-format")
    if not content.startswith(b"PK\3\4"):
        raise Refused("broken" if content.startswith(b"PK") else "other-format")


def _member(content: bytes, info: zipfile.ZipInfo) -> Member:
    local = _LOCAL.unpack_from(content, info.header_offset)
    if local[0] != b"PK\3\4":
        raise Refused("broken")
    begin = info.header_offset + _LOCAL.size + local[9] + local[10]
    packed = content[begin : begin + info.compress_size]
    if len(packed) != info.compress_size or info.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise Refused("broken")
    year, month, day, hour, minute, second = info.date_time
    return Member(
        name=info.filename,
        raw_name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437"),
        packed=packed,
        method=info.compress_type,
        crc=info.CRC,
        size=info.file_size,
        date=(year - 1980) << 9 | month << 5 | day,
        time=hour << 11 | minute << 5 | second // 2,
        flags=info.flag_bits & _UTF8_NAME,
        extra=_without_zip64(info.extra),
        version=min(info.extract_version, 20),
        made_by=info.create_version | info.create_system << 8,
        attributes=(info.internal_attr, info.external_attr),
    )


def _examine(member: Member) -> None:
    """Unpack it piece by piece; broken where it is not exactly what it declares. Never holds more than one piece."""
    size, crc = 0, 0
    if member.method == zipfile.ZIP_STORED:
        size, crc = len(member.packed), zlib.crc32(member.packed)
    else:
        unpacker = zlib.decompressobj(-15)
        for at in range(0, len(member.packed), _PIECE):
            rest = member.packed[at : at + _PIECE]
            while rest or at + _PIECE >= len(member.packed):
                piece = unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
                size, crc = size + len(piece), zlib.crc32(piece, crc)
                if size > member.size:
                    raise Refused("broken")
                if not rest and not piece:
                    break
            if unpacker.unused_data:
                raise Refused("broken")
        if not unpacker.eof:
            raise Refused("broken")
    if (size, crc) != (member.size, member.crc):
        raise Refused("broken")


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _local(m: Member) -> bytes:
    head = (b"PK\3\4", m.version, m.flags, m.method, m.time, m.date, m.crc, len(m.packed), m.size)
    return _LOCAL.pack(*head, len(m.raw_name), 0) + m.raw_name


def _central(m: Member, offset: int) -> bytes:
    head = (b"PK\1\2", m.made_by, m.version, m.flags, m.method, m.time, m.date, m.crc, len(m.packed), m.size)
    tail = (len(m.raw_name), len(m.extra), 0, 0, *m.attributes, offset)
    return _CENTRAL.pack(*head, *tail) + m.raw_name + m.extra
