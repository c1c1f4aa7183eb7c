"""Files by their hash: written once, never changed, kept apart for each owner, sealed on the disk.

A file is first written beside its final place and then renamed, so that a power cut leaves either the
whole file or none. Neither what people called the file nor its hash reaches the disk: the name there is an HMAC
of the hash under the owner's key, so that nobody who has the disk can tell whether a file they know is among them.

Files that an older version wrote in clear lie under their plain hash. They still open, after their whole content was
hashed; `seal_older` seals them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kuramori.outside import sealed
from kuramori.outside.sealed import Damaged

__all__ = ["SEALED", "Damaged", "FileStore", "Stored", "TooLarge", "up_to"]

SEALED = ".sealed"
IN_CLEAR = re.compile(r"[0-9a-f]{64}")
DRAFT_LIVES_SECONDS = 24 * 3600


class TooLarge(ValueError):
    """More bytes came than the limit allows; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: `sha256` of the plain bytes as 64 hex digits, `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder that holds files by owner and hash. `key_of` gives an owner's 32-byte key."""

    root: Path
    key_of: Callable[[str], bytes] = field(repr=False)

    def put(self, owner: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Write the chunks for `owner`; raises `TooLarge` past `limit` bytes. The same bytes twice are one file."""
        folder = self.root / owner
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{secrets.token_hex(8)}"
        try:
            stored = self._write(draft, owner, up_to(limit, chunks))
            self._lay(draft, self._path(owner, stored.sha256))
        finally:
            draft.unlink(missing_ok=True)
        return stored

    def open(self, owner: str, sha256: str) -> BinaryIO:
        """Open a stored file for reading; raises `FileNotFoundError` and `Damaged`.

        What is read raises `Damaged` too, at the first place that was altered. The caller closes it.
        """
        try:
            file = self._path(owner, sha256).open("rb")
        except FileNotFoundError:
            try:
                return self._open_in_clear(owner, sha256)
            except FileNotFoundError:
                # It may have been sealed between the two looks.
                file = self._path(owner, sha256).open("rb")
        try:
            return io.BufferedReader(
                sealed.Reader(file, self.key_of(owner), sha256), buffer_size=sealed.CHUNK_BYTES
            )
        except BaseException:
            file.close()
            raise

    def check(self, owner: str, sha256: str) -> int:
        """Read a file to its end and keep nothing; its size in bytes. Raises `FileNotFoundError` and `Damaged`."""
        size = 0
        with self.open(owner, sha256) as content:
            while piece := content.read(sealed.CHUNK_BYTES):
                size += len(piece)
        return size

    def holds(self, owner: str, sha256: str) -> bool:
        return self._path(owner, sha256).is_file() or self._path_in_clear(owner, sha256).is_file()

    def older(self) -> Iterator[tuple[str, str]]:
        """Owner and hash of each file that still lies in clear."""
        for folder in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if folder.is_dir():
                for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
                    if IN_CLEAR.fullmatch(path.name):
                        yield folder.name, path.name

    def seal_older(self, owner: str, sha256: str) -> None:
        """Seal one file that lies in clear, then take the clear one away. Raises `Damaged`, which changes nothing.

        Cut off at any point and done again, it ends the same: the clear file goes only once the sealed one is whole.
        """
        clear = self._path_in_clear(owner, sha256)
        with clear.open("rb") as file:
            draft = self.root / owner / f".{secrets.token_hex(8)}"
            try:
                stored = self._write(draft, owner, iter(lambda: file.read(sealed.CHUNK_BYTES), b""))
                if stored.sha256 != sha256:
                    raise Damaged(sha256)
                self._lay(draft, self._path(owner, sha256))
            finally:
                draft.unlink(missing_ok=True)
        clear.unlink()

    def take_away(self, owner: str, sha256: str) -> bool:
        """Remove a file that nothing names any more; whether it is gone.

        One that was written within the last day stays: the same bytes may just have been stored anew.
        """
        for path in (self._path(owner, sha256), self._path_in_clear(owner, sha256)):
            try:
                if path.stat().st_mtime > time.time() - DRAFT_LIVES_SECONDS:
                    return False
                path.unlink()
            except FileNotFoundError:
                continue
        return True

    def clear_drafts(self) -> None:
        """Take away what writes that were cut off more than a day ago left behind."""
        for draft in self.root.glob("*/.*"):
            if draft.is_file() and draft.stat().st_mtime < time.time() - DRAFT_LIVES_SECONDS:
                draft.unlink(missing_ok=True)

    def _open_in_clear(self, owner: str, sha256: str) -> BinaryIO:
        file = self._path_in_clear(owner, sha256).open("rb")
        # Nothing but its hash says that this file is what was stored, so all of it is hashed before a byte is given.
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            file.close()
            raise Damaged(sha256)
        file.seek(0)
        return file

    def _path(self, owner: str, sha256: str) -> Path:
        name = sealed.name_on_disk(self.key_of(owner), sha256)
        return self.root / owner / name[:2] / (name + SEALED)

    def _path_in_clear(self, owner: str, sha256: str) -> Path:
        return self.root / owner / sha256[:2] / sha256

    def _write(self, path: Path, owner: str, chunks: Iterable[bytes]) -> Stored:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            sha256, size = sealed.write(file, self.key_of(owner), chunks)
            file.flush()
            os.fsync(file.fileno())
        return Stored(sha256=sha256, size=size)

    @staticmethod
    def _lay(draft: Path, final: Path) -> None:
        """Give a finished draft its name, and see that the name is on the disk too."""
        final.parent.mkdir(exist_ok=True, mode=0o700)
        draft.replace(final)
        for folder in (final.parent, final.parent.parent):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def up_to(limit: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks; raises `TooLarge` as soon as they are more than `limit` bytes."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        yield chunk
