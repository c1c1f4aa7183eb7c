"""Hand out stored bytes only while they are what was stored: looked through once before, and again on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from django.db import transaction

from kuramori.ground.papers import events
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside.bucket import Bucket
from kuramori.outside.store import Damaged, FileStore

BUFFER_BYTES = 64 * 1024


class FileDamaged(Exception):
    """The bytes on the disk are not what was stored, or are gone. Nothing was handed out; the trail says so."""


def open_whole(
    actor: Actor,
    store: FileStore | Bucket,
    sha256: str,
    *,
    kind: str,
    thing_id: object,
    before: Callable[[], object],
) -> BinaryIO:
    """Open the actor's stored file after reading it through once; `before` records the look, in a transaction.

    Raises `FileDamaged`, `outside.bucket.StorageAway`.
    What is altered afterwards breaks the reading off with `outside.store.Damaged`. Either way
    the trail has an entry of it. 20 MB are looked through in some hundredths of a second.
    """

    def tell() -> None:
        with transaction.atomic():
            record(actor, events.DAMAGED, kind=kind, thing_id=thing_id, hash=sha256[:12])

    owner = str(actor.organisation_id)
    try:
        store.check(owner, sha256)
        opened = store.open(owner, sha256)
    except (Damaged, FileNotFoundError) as error:
        tell()
        raise FileDamaged from error
    try:
        with transaction.atomic():
            before()
    except BaseException:
        opened.close()
        raise
    return io.BufferedReader(_Watched(opened, tell), buffer_size=BUFFER_BYTES)


class _Watched(io.RawIOBase):
    """Reads through, and tells of damage that shows itself only now."""

    def __init__(self, inner: BinaryIO, tell: Callable[[], None]) -> None:
        super().__init__()
        self._inner = inner
        self._tell = tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            piece = self._inner.read(len(view))
        except Damaged:
            self._tell()
            raise
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()
