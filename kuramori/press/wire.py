"""How the office and its child talk: a count, then length-prefixed parts. The first part is JSON."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any

_COUNT = struct.Struct(">I")
_LENGTH = struct.Struct(">Q")
# Far above any report; a stray byte read as a length must not make us ask for terabytes.
MAX_PART = 256 * 1024 * 1024
MAX_PARTS = 256


class WireBroken(Exception):
    """The other side went away in the middle of a message, or spoke another language."""


def send(stream: IO[bytes], head: Mapping[str, object], parts: Sequence[bytes] = ()) -> None:
    """Write one message: `head` as JSON, then each part as it is."""
    every = [json.dumps(head, ensure_ascii=False).encode("utf-8"), *parts]
    frame = [_COUNT.pack(len(every))]
    for part in every:
        frame += (_LENGTH.pack(len(part)), part)
    _write_all(stream, b"".join(frame))


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """Read one message, or None when the other side closed the pipe between two messages."""
    first = stream.read(_COUNT.size)
    if not first:
        return None
    (count,) = _COUNT.unpack(first + _read_exactly(stream, _COUNT.size - len(first)))
    if not 1 <= count <= MAX_PARTS:
        raise WireBroken(f"{count} parts")
    parts = [_read_part(stream) for _ in range(count)]
    return json.loads(parts[0]), parts[1:]


def _read_part(stream: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    if length > MAX_PART:
        raise WireBroken(f"a part of {length} bytes")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    # The pipes are unbuffered, so one read may bring less than was asked for.
    chunks: list[bytes] = []
    while length:
        chunk = stream.read(min(length, 1024 * 1024))
        if not chunk:
            raise WireBroken("the pipe closed inside a message")
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)


def _write_all(stream: IO[bytes], frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[stream.write(rest) :]
    stream.flush()
