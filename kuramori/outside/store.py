"""Files by their hash: written once, never changed, kept apart for each owner.

A file is first written beside its final place and then renamed, so that a power cut leaves either the
whole file or none. The name on disk is the hash; what people called the file never reaches the disk.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


class TooLarge(ValueError):
    """More bytes came than the limit allows; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: `sha256` as 64 hex digits, `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder that holds files by owner and hash."""

    root: Path

    def put(self, owner: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Write the chunks for `owner`; raises `TooLarge` past `limit` bytes. The same bytes twice are one file."""
        folder = self.root / owner
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{secrets.token_hex(8)}"
        try:
            stored = self._write(draft, chunks, limit)
            final = self._path(owner, stored.sha256)
            final.parent.mkdir(exist_ok=True, mode=0o700)
            draft.replace(final)
        finally:
            draft.unlink(missing_ok=True)
        return stored

    def open(self, owner: str, sha256: str) -> BinaryIO:
        """Open a stored file for reading; raises `FileNotFoundError`."""
        return self._path(owner, sha256).open("rb")

    def holds(self, owner: str, sha256: str) -> bool:
        return self._path(owner, sha256).is_file()

    def _path(self, owner: str, sha256: str) -> Path:
        return self.root / owner / sha256[:2] / sha256

    @staticmethod
    def _write(path: Path, chunks: Iterable[bytes], limit: int) -> Stored:
        digest, size = hashlib.sha256(), 0
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return Stored(sha256=digest.hexdigest(), size=size)
