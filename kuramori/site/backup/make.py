"""Makes a backup: the database first, then the files, which are only ever added; one file, whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519

import kuramori
from kuramori.outside import clock
from kuramori.outside.reasons import reason
from kuramori.site.backup import contents, database, faults, form, members, sealing, whole
from kuramori.site.backup.form import Label, Manifest

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """`size` of the file and `members` of its data part; `trail_size` counts the entries it holds."""

    path: Path
    label: Label
    size: int
    members: int
    trail_size: int
    is_first: bool


def make(data: Path, out: Path, *, recipients: Iterable[x25519.Recipient] = ()) -> Made:
    """Writes the backup of `data` to `out`, over an older one of that name. Django must be set up for `data`.

    The data part opens with the recovery identity and for `recipients`, the keys with the recovery identity alone.
    Raises `faults.CannotBackUp`; `out` is then as it was.
    """
    is_first = not (data / sealing.IDENTITY).exists()
    own = sealing.own_identity(data).to_public()
    label = Label(
        format=form.FORMAT,
        id=str(uuid.uuid4()),
        made_at=clock.now().isoformat(timespec="seconds"),
        version=kuramori.__version__,
        database=database.kind(),
        recipient=str(own),
        source=str(data),
    )
    try:
        with _alone(data), _workroom(data) as room:
            copy = room / form.DATABASES[label.database]
            moment = database.snapshot(copy)
            with whole.beside(out) as file:
                keys = _Part(label, form.KEYS, moment, contents.keys(data))
                records = _Part(label, form.RECORDS, moment, _records(copy, data))
                _member(file, form.LABEL, label.as_bytes())
                _sealed_member(file, keys, [own])
                _sealed_member(file, records, [own, *recipients])
                file.write(members.END)
                size = file.tell()
    except OSError as error:
        raise faults.CannotBackUp(
            f"写しを書けません（{reason(error)}）。前の写しはそのままです。",
            f"The backup cannot be written ({reason(error, 'en')}). An older one is as it was.",
        ) from error
    return Made(out, label, size, records.count, moment.trail_size, is_first)


def _records(copy: Path, data: Path) -> Iterator[tuple[str, Path]]:
    yield copy.name, copy
    # Listed only now: a file that a row of the copy tells of was stored before that row was.
    yield from contents.records(data)


class _Part:
    """The tar of one sealed part as chunks: its members, their sums, and the list that closes it."""

    def __init__(
        self, label: Label, name: str, moment: database.Moment, carried: Iterable[tuple[str, Path]]
    ) -> None:
        self.label, self.name, self.moment, self.carried = label, name, moment, carried
        self.count = 0
        self._size = 0

    def chunks(self) -> Iterator[bytes]:
        sums: list[str] = []
        for name, path in self.carried:
            try:
                file = path.open("rb")
            except FileNotFoundError:  # removed between being listed and being read
                continue
            with file:
                digest = hashlib.sha256()
                yield from self._file(name, file, digest)
            sums.append(f"{digest.hexdigest()}  {name}\n")
        self.count = len(sums)
        listed = "".join(sums).encode()
        yield from _whole_member(form.SUMS, listed)
        manifest = Manifest(
            label=hashlib.sha256(self.label.as_bytes()).hexdigest(),
            part=self.name,
            members=self.count,
            size=self._size,
            sums=hashlib.sha256(listed).hexdigest(),
            trail_size=self.moment.trail_size,
            checkpoint=self.moment.checkpoint,
            migrations=self.moment.migrations,
        )
        yield from _whole_member(form.MANIFEST, manifest.as_bytes())
        yield members.END

    def _file(self, name: str, file: BinaryIO, digest: hashlib._Hash) -> Iterator[bytes]:
        size = os.fstat(file.fileno()).st_size
        yield members.head(name, size)
        left = size
        while left:
            chunk = file.read(min(left, CHUNK_BYTES))
            if not chunk:
                raise faults.CannotBackUp(
                    f"写している間に縮んだファイルがあります: {name}。もう一度どうぞ。",
                    f"a file shrank while it was copied: {name}. Try again.",
                )
            left -= len(chunk)
            digest.update(chunk)
            yield chunk
        yield members.padding(size)
        self._size += size


def _whole_member(name: str, content: bytes) -> Iterator[bytes]:
    yield members.head(name, len(content))
    yield content + members.padding(len(content))


def _member(file: BinaryIO, name: str, content: bytes) -> None:
    for chunk in _whole_member(name, content):
        file.write(chunk)


def _sealed_member(file: BinaryIO, part: _Part, recipients: list[x25519.Recipient]) -> None:
    """How long it will be is known only when it is sealed: the header is written over at the end."""
    at = file.tell()
    file.write(bytes(members.BLOCK))
    sealing.seal(part.chunks(), file, recipients)
    size = file.tell() - at - members.BLOCK
    file.write(members.padding(size))
    end = file.tell()
    file.seek(at)
    file.write(members.head(part.name, size))
    file.seek(end)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One backup of a folder at a time; the system lets go of the lock however we end."""
    with (data / "backup.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise faults.CannotBackUp(
                "この保存先の写しを、いまほかで作っています。終わってからもう一度どうぞ。",
                "Another backup of this folder is being made. Try again when it is done.",
            ) from None
        yield


@contextmanager
def _workroom(data: Path) -> Iterator[Path]:
    """A folder for the database's copy, in the data folder: nowhere else may it lie in clear."""
    for left in data.glob(".backup-*"):  # of one that was killed; we hold the lock
        shutil.rmtree(left, ignore_errors=True)
    room = data / f".backup-{os.getpid()}"
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
