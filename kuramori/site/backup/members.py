"""Tar as a stream: members are written from chunks and read by being pushed, so that memory stays bounded.

Only what we write ourselves is read: regular files with plain relative names. Links, devices, folders, extensions
and paths that lead outside are refused, because whoever knows the public recipient can seal what they like.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Generator
from typing import Protocol

from kuramori.site.backup import faults

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
_LARGEST_USTAR = 8**11 - 1  # eleven octal digits


class Sink(Protocol):
    """What takes one member's bytes; `close` is called only when they were whole."""

    def write(self, data: bytes, /) -> object: ...
    def close(self) -> None: ...


def may_be_named(name: str) -> bool:
    """Whether `name` is a plain relative path of at most ten parts that stays where it is put."""
    parts = name.split("/")
    return (
        len(parts) <= 10
        and all(0 < len(part) <= 200 and not part.startswith((".", "~")) for part in parts)
        and name.isprintable()
        and "\\" not in name
    )


def head(name: str, size: int) -> bytes:
    """The one header block we write for a member; the same name and size give the same bytes.

    Raises `ValueError` for a name that does not fit (100 bytes, or 255 with a fitting slash).
    """
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    if size <= _LARGEST_USTAR:
        block = info.tobuf(tarfile.USTAR_FORMAT, encoding="utf-8", errors="strict")
    else:
        block = info.tobuf(tarfile.GNU_FORMAT, encoding="utf-8", errors="strict")
    if len(block) != BLOCK:
        raise ValueError("too long for one block")
    return block


def padding(size: int) -> bytes:
    """The zeros that fill a member's last block."""
    return bytes(-size % BLOCK)


class Reader:
    """Takes a tar stream by `write` and hands each member to the sink that `open_member(name, size)` gives.

    Raises `faults.Damaged` from `write` or `finish`; until `finish` returned, nothing that was read may be trusted.
    """

    def __init__(self, open_member: Callable[[str, int], Sink]) -> None:
        self._open_member = open_member
        self._steps = self._read()
        self._kept = bytearray()
        self._wanted = next(self._steps)
        self._is_over = False

    def write(self, data: bytes) -> int:
        """Takes the next bytes, however they are cut."""
        self._kept += data
        # A step may take less than a block where a member ends, and as much as there is inside one.
        while self._kept and (len(self._kept) >= self._wanted[0]):
            taken = bytes(self._kept[: self._wanted[1]])
            del self._kept[: len(taken)]
            self._wanted = self._steps.send(taken)
        return len(data)

    def flush(self) -> None:
        """Part of what a stream is asked for; nothing is held back."""

    def finish(self) -> None:
        """Raises where the stream ended before its end mark, or went on after it."""
        if not self._is_over or self._kept:
            raise faults.cut()

    def _read(self) -> Generator[tuple[int, int], bytes, None]:
        """Yields (at least, at most) how many bytes come next, and is sent them."""
        seen: set[str] = set()
        while (block := (yield BLOCK, BLOCK)) != bytes(BLOCK):
            name, size = name_and_size(block)
            if name in seen:
                raise faults.altered("同じ名前が2つ")
            seen.add(name)
            sink = self._open_member(name, size)
            left = size
            while left:
                data = yield 1, left
                left -= len(data)
                sink.write(data)
            sink.close()
            if size % BLOCK and (yield (fill := -size % BLOCK), fill) != bytes(fill):
                raise faults.altered("すき間")
        if (yield BLOCK, BLOCK) != bytes(BLOCK):
            raise faults.altered("終わりの印")
        self._is_over = True
        yield 1, BLOCK
        raise faults.altered("終わりの後ろ")


def name_and_size(block: bytes) -> tuple[str, int]:
    """What a header block of ours says; raises `faults.Damaged` for any other."""
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        name, size = info.name, info.size
        # Byte for byte as we would write it: no link, device, folder or extension can be.
        if size < 0 or not may_be_named(name) or head(name, size) != block:
            raise faults.foreign()
    except (tarfile.HeaderError, ValueError, OverflowError) as error:
        raise faults.foreign() from error
    return name, size
