"""A sealed file: AES-256-GCM in chunks, so that a file of any length is written and read in bounded memory.

    magic (16 bytes) ‖ salt (32) ‖ size of the plain bytes (8, big-endian) ‖ tag (32) ‖ chunk ‖ chunk ‖ …

The file's key is HKDF-SHA256 of the owner's key with the file's random salt: no two files share a key. Each chunk holds
64 KiB of the plain bytes (the last one what is left; an empty file has one empty chunk) and is followed by its 16 bytes
of GCM tag. Its nonce is its number (11 bytes) and a byte that is 1 for the last chunk alone (the STREAM construction
of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): chunks that were dropped, swapped, repeated, appended or taken from
another file do not open. The tag in the head is HMAC-SHA256, under a key of its own, of the size and the SHA-256 of
the plain bytes: a whole file put in another's place, cut or grown is found before its first byte is handed out.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"kuramori-file/1\n"
SALT_BYTES = 32
HEAD_BYTES = len(MAGIC) + SALT_BYTES + 8 + 32
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


class Damaged(ValueError):
    """These bytes are not the file that was sealed: altered, cut, grown, put in another's place, or another key's."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """What one file is sealed with, derived from its owner's key and its salt."""

    cipher: AESGCM
    tag: bytes = field(repr=False)

    @classmethod
    def of(cls, owner_key: bytes, salt: bytes) -> _Keys:
        both = HKDF(algorithm=SHA256(), length=64, salt=salt, info=b"kuramori/v1/file").derive(owner_key)
        return cls(AESGCM(both[:32]), both[32:])

    def head_tag(self, sha256: str, size: int) -> bytes:
        return hmac.digest(self.tag, MAGIC + size.to_bytes(8, "big") + bytes.fromhex(sha256), "sha256")


def name_on_disk(owner_key: bytes, sha256: str) -> str:
    """64 hex digits that only who has the key can tie to the hash: nobody can look up whether a known file is there."""
    return hmac.new(owner_key, b"kuramori/v1/file-name/" + sha256.encode("ascii"), hashlib.sha256).hexdigest()


def sealed_bytes(size: int) -> int:
    """How long the sealed file of `size` plain bytes is."""
    return HEAD_BYTES + size + TAG_BYTES * max(1, -(-size // CHUNK_BYTES))


def write(file: BinaryIO, owner_key: bytes, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Seal the chunks into an empty, seekable file; returns SHA-256 (hex) and size of the plain bytes."""
    salt = os.urandom(SALT_BYTES)
    keys, digest, size = _Keys.of(owner_key, salt), hashlib.sha256(), 0
    file.write(MAGIC + salt + bytes(HEAD_BYTES - len(MAGIC) - SALT_BYTES))
    for number, (plain, is_last) in enumerate(_even(chunks)):
        digest.update(plain)
        size += len(plain)
        file.write(keys.cipher.encrypt(_nonce(number, is_last=is_last), plain, None))
    sha256 = digest.hexdigest()
    file.seek(len(MAGIC) + SALT_BYTES)
    file.write(size.to_bytes(8, "big") + keys.head_tag(sha256, size))
    return sha256, size


class Reader(io.RawIOBase):
    """The plain bytes of a sealed file, from its beginning to its end, one chunk in memory at a time.

    Raises `Damaged` on opening where the head or the length does not fit, and on reading at the first chunk that does
    not open: no byte of an altered chunk is ever handed out.
    """

    def __init__(self, file: BinaryIO, owner_key: bytes, sha256: str) -> None:
        super().__init__()
        self._file = file
        head = file.read(HEAD_BYTES)
        if len(head) != HEAD_BYTES or not head.startswith(MAGIC):
            raise Damaged
        salt, size, tag = head[16:48], int.from_bytes(head[48:56], "big"), head[56:]
        self._keys = _Keys.of(owner_key, salt)
        if not hmac.compare_digest(tag, self._keys.head_tag(sha256, size)):
            raise Damaged
        if file.seek(0, os.SEEK_END) != sealed_bytes(size):
            raise Damaged
        file.seek(HEAD_BYTES)
        self.size = size
        self._chunks = max(1, -(-size // CHUNK_BYTES))
        self._number = 0
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._plain and self._number < self._chunks:
            self._plain = memoryview(self._next())
        count = min(len(view), len(self._plain))
        view[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()

    def _next(self) -> bytes:
        sealed = self._file.read(CHUNK_BYTES + TAG_BYTES)
        nonce = _nonce(self._number, is_last=self._number == self._chunks - 1)
        self._number += 1
        try:
            return self._keys.cipher.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError) as error:
            raise Damaged from error


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _even(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of `CHUNK_BYTES`, the last one shorter or as long, and whether each is the last."""
    held = bytearray()
    for chunk in chunks:
        view = memoryview(chunk)
        while view:
            if len(held) == CHUNK_BYTES:
                yield bytes(held), False
                held.clear()
            taken = view[: CHUNK_BYTES - len(held)]
            held += taken
            view = view[len(taken) :]
    yield bytes(held), True
