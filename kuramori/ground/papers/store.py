"""Store a file: look at its kind, hash it, keep it; and hand it out again as an attachment."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from kuramori.ground.papers import events
from kuramori.ground.papers.kinds import clean_name, kind_of
from kuramori.ground.papers.models import File
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.bucket import Bucket, objects
from kuramori.outside.store import FileStore

LARGEST_BYTES = 20 * 1024 * 1024


class EmptyFile(ValueError):
    """A file without a single byte."""


def shelf() -> FileStore | Bucket:
    """Where the bytes lie, sealed under a key of each organisation's own: on the disk, or in storage (`[files]`)."""
    here = FileStore(settings.DATA / "files", functools.partial(settings.VAULT.key, "files"))
    said = settings.INSTANCE.files
    if not said.s3_endpoint:
        return here
    there = objects(
        endpoint=said.s3_endpoint,
        bucket=said.s3_bucket,
        prefix=said.s3_prefix,
        region=said.s3_region or "us-east-1",
        access_key=said.s3_access_key,
        secret_key=said.s3_secret_key,
        private_network=said.private_network,
        authorities=Path(said.authorities) if said.authorities else None,
    )
    return Bucket(here, there)


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that lie in the store already, and what will be known of them; no row tells of them yet."""

    name: str
    media_type: str
    size: int
    sha256: str


def store(actor: Actor, *, name: str, chunks: Iterable[bytes]) -> File:
    """Keep one file: `receive` and `keep`. The caller's own verb has checked the right to hand in."""
    return keep(actor, receive(actor, name=name, chunks=chunks))


def receive(actor: Actor, *, name: str, chunks: Iterable[bytes]) -> Received:
    """Write and hash the bytes. Raises `KindRefused`, `outside.store.TooLarge`, `EmptyFile`,
    `outside.bucket.StorageAway`.

    Call it before a transaction begins: hashing must not hold the write lock.
    """
    tidy = clean_name(name)
    head, rest = _head_of(chunks)
    if not head:
        raise EmptyFile(tidy)
    kind = kind_of(tidy, head)
    stored = shelf().put(str(actor.organisation_id), itertools.chain([head], rest), limit=LARGEST_BYTES)
    return Received(tidy, kind.media_type, stored.size, stored.sha256)


def keep(actor: Actor, received: Received, *, is_shown: bool = True) -> File:
    """The row of received bytes and its entry in the trail; in a caller's transaction all stand or fall together.

    `is_shown` False: it is still its giver's own, of which those who read the trail learn only that there is one.
    """
    with transaction.atomic():
        file = File.objects.create(
            organisation=actor.organisation,
            name=received.name,
            media_type=received.media_type,
            size=received.size,
            sha256=received.sha256,
            stored_at=clock.now(),
            stored_by_id=actor.person_id,
        )
        if not is_shown:
            record(actor, events.STORED_APART, kind="file", thing_id=file.pk)
            return file
        record(
            actor,
            events.STORED,
            kind="file",
            thing_id=file.pk,
            size=received.size,
            hash=received.sha256[:12],
            **between(
                None,
                {"bytes": received.size, "sha256": received.sha256, "media_type": received.media_type},
            ),
        )
    return file


def take_out(actor: Actor, file: File) -> BinaryIO:
    """Open a file's bytes; the look is in the trail before the first byte leaves.

    Raises `FileDamaged` where they are not what was stored; then that is in the trail instead.
    """
    return open_whole(
        actor,
        shelf(),
        file.sha256,
        kind="file",
        thing_id=file.pk,
        before=lambda: record(actor, events.TAKEN_OUT, kind="file", thing_id=file.pk, hash=file.sha256[:12]),
    )


def _head_of(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    source, head = iter(chunks), b""
    while len(head) < 4096:
        chunk = next(source, None)
        if chunk is None:
            break
        head += chunk
    return head, source
