"""The same shelf of files in storage that speaks S3: sealed here, under names that tell nothing, before they leave.

Whoever runs the storage has neither the keys nor the hashes. A file is written once and never changed; what lay on
the disk before the storage was set up still opens from there.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from kuramori.outside import sealed
from kuramori.outside.late import late
from kuramori.outside.store import DRAFT_LIVES_SECONDS, SEALED, FileStore, Stored, up_to

# The library that speaks S3 costs half a second and 20 MB: only who has such storage reads it.
_speaking = late("kuramori.outside.object_store")
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one object that are read; what is put is bounded by its caller."""


class StorageAway(OSError):
    """The storage did not answer or refused; nothing is known of the file. `word` says why in short."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Objects(Protocol):
    """What is needed of the storage; `outside.object_store.ObjectStore` has it. Faults have a `word`."""

    def get(self, path: str, *, limit_bytes: int) -> bytes | None: ...
    def put(self, path: str, content: bytes, *, locked_until: None) -> None: ...
    def take_away(self, path: str, *, older_than: datetime.timedelta) -> bool: ...


def objects(**said: object) -> Objects:
    """The storage, by the fields of `outside.object_store.ObjectStore`."""
    found: Objects = _speaking.ObjectStore(**said)
    return found


@dataclass(frozen=True, slots=True)
class Bucket:
    """Files by owner and hash in `there`; `here` is the folder from before. The verbs are those of `FileStore`."""

    here: FileStore
    there: Objects

    def put(self, owner: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Seal and send; raises `TooLarge`, `StorageAway`. The whole file is held in memory, at most `limit` bytes."""
        made = io.BytesIO()
        sha256, size = sealed.write(made, self.here.key_of(owner), up_to(limit, chunks))
        try:
            self.there.put(self._path(owner, sha256), made.getvalue(), locked_until=None)
        except Exception as error:
            raise _away(error) from error
        return Stored(sha256=sha256, size=size)

    def open(self, owner: str, sha256: str) -> BinaryIO:
        """Open for reading; raises `FileNotFoundError`, `Damaged`, `StorageAway`."""
        if self.here.holds(owner, sha256):
            return self.here.open(owner, sha256)
        found = self._found(owner, sha256)
        if found is None:
            raise FileNotFoundError(sha256)
        reader = sealed.Reader(io.BytesIO(found), self.here.key_of(owner), sha256)
        return io.BufferedReader(reader, buffer_size=sealed.CHUNK_BYTES)

    def check(self, owner: str, sha256: str) -> int:
        """Read a file to its end and keep nothing; its size in bytes. Raises the same as `open`."""
        size = 0
        with self.open(owner, sha256) as content:
            while piece := content.read(sealed.CHUNK_BYTES):
                size += len(piece)
        return size

    def holds(self, owner: str, sha256: str) -> bool:
        """Raises `StorageAway`."""
        return self.here.holds(owner, sha256) or self._found(owner, sha256) is not None

    def older(self) -> Iterator[tuple[str, str]]:
        """Those on the disk in clear; in the storage nothing ever lay in clear."""
        return self.here.older()

    def seal_older(self, owner: str, sha256: str) -> None:
        self.here.seal_older(owner, sha256)

    def take_away(self, owner: str, sha256: str) -> bool:
        """As `FileStore.take_away`, on the disk and in the storage. Raises `StorageAway`."""
        is_gone = self.here.take_away(owner, sha256)
        try:
            a_day = datetime.timedelta(seconds=DRAFT_LIVES_SECONDS)
            return self.there.take_away(self._path(owner, sha256), older_than=a_day) and is_gone
        except Exception as error:
            raise _away(error) from error

    def clear_drafts(self) -> None:
        """Those on the disk: in the storage an object is there whole or not at all."""
        self.here.clear_drafts()

    def _found(self, owner: str, sha256: str) -> bytes | None:
        try:
            return self.there.get(self._path(owner, sha256), limit_bytes=LARGEST)
        except Exception as error:
            raise _away(error) from error

    def _path(self, owner: str, sha256: str) -> str:
        name = sealed.name_on_disk(self.here.key_of(owner), sha256)
        return f"files/{owner}/{name[:2]}/{name}{SEALED}"


def _away(error: Exception) -> Exception:
    """Faults of the storage have a `word`; whatever else went wrong is nobody's to swallow."""
    word = getattr(error, "word", None)
    return StorageAway(word) if isinstance(word, str) else error
