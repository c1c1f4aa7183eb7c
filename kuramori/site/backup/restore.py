"""Puts a backup back into a new folder, or looks whether it could be put back. Needs no Django of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from kuramori.outside.reasons import reason
from kuramori.site import folder, stamps
from kuramori.site.backup import faults, form, postgres, sealing, unpacked
from kuramori.site.backup.unpack import Opened, unpack
from kuramori.site.backup.unpacked import Look

_RESTORING = ".restoring-"


@dataclass(frozen=True, slots=True)
class Found:
    """`looked` is None where a PostgreSQL backup could be read whole but not be restored beside the others."""

    opened: Opened
    looked: Look | None


def restore(backup: Path, data: Path, identity: x25519.Identity) -> Found:
    """Fills the folder `data` (not there, or empty). Raises `faults.BackupFault`; the folder is then as it was.

    Everything is unpacked, checked and settled in a folder of its own first, and takes its place at the end.
    """
    _require_empty(data)
    database_url = os.environ.get("DATABASE_URL")
    try:
        with backup.open("rb") as file, _room_for(data) as room:
            opened = unpack(file, identity, room)
            _require_known(opened)
            _require_kind(opened, database_url)
            _keep_identity(identity, room)
            if database_url:
                dump = room / form.DATABASES["postgresql"]
                unpacked.fill(room, database_url, dump)
                dump.unlink()
            looked = unpacked.look(room, database_url)
            unpacked.note_restored(room, database_url, opened.label.id, opened.label.made_at)
            _move_in(room, data)
    except OSError as error:
        raise faults.CannotBackUp(
            f"記録を戻せません（{reason(error)}）。{data} は前のままです。",
            f"The records cannot be restored ({reason(error, 'en')}). {data} is as it was.",
        ) from error
    return Found(opened, looked)


def verify(backup: Path, identity: x25519.Identity, beside: Path) -> Found:
    """Really restores into a folder of its own below `beside`, looks, and takes it away again."""
    try:
        with _room(beside, ".verify-") as room, backup.open("rb") as file:
            opened = unpack(file, identity, room)
            _require_known(opened)
            if opened.label.database == "sqlite":
                return Found(opened, unpacked.look(room, None))
            dump = room / form.DATABASES["postgresql"]
            with postgres.scratch(os.environ.get("DATABASE_URL")) as url:
                if url is None:
                    return Found(opened, None)
                unpacked.fill(room, url, dump)
                return Found(opened, unpacked.look(room, url))
    except OSError as error:
        raise faults.CannotBackUp(
            f"写しを確かめられません（{reason(error)}）。",
            f"The backup cannot be verified ({reason(error, 'en')}).",
        ) from error


def _room_for(data: Path) -> AbstractContextManager[Path]:
    if data.exists():
        # A folder that is there may be the mount point of a volume: only inside it can things be moved at once.
        return _room(data, _RESTORING)
    data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _room(data.parent, f".{data.name}{_RESTORING}")


def _move_in(room: Path, data: Path) -> None:
    if room.parent != data:
        room.rename(data)
        return
    # The database last: until it is there, the folder holds no records.
    for entry in sorted(room.iterdir(), key=lambda entry: entry.name.startswith(folder.DATABASE)):
        entry.rename(data / entry.name)
    data.chmod(0o700)


def _require_empty(data: Path) -> None:
    if data.is_dir():
        for left in data.glob(f"{_RESTORING}*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise faults.CannotBackUp(
            f"{data} は空ではありません。何も変えていません。新しいフォルダーを --data で選んでください。",
            f"{data} is not empty. Nothing was changed; name a new folder with --data.",
        )


def _require_known(opened: Opened) -> None:
    ours = {f"{path.parent.parent.name}.{path.stem}" for path in stamps.migrations()}
    rooms = {name.split(".")[0] for name in ours}
    if any(name not in ours for name in opened.manifest.migrations if name.split(".")[0] in rooms):
        raise faults.newer(opened.label.version)


def _require_kind(opened: Opened, database_url: str | None) -> None:
    if opened.label.database == "sqlite" and database_url:
        raise faults.CannotBackUp(
            "この写しは SQLite のものです。DATABASE_URL を外してから、もう一度どうぞ。",
            "This backup is of SQLite. Unset DATABASE_URL and try again.",
        )
    if opened.label.database == "postgresql" and not database_url:
        raise faults.CannotBackUp(
            "この写しは PostgreSQL のものです。空のデータベースを DATABASE_URL に書いて、もう一度どうぞ。",
            "This backup is of PostgreSQL. Name an empty database in DATABASE_URL and try again.",
        )


def _keep_identity(identity: x25519.Identity, room: Path) -> None:
    """The next backup opens with the same envelope."""
    sealing.write(identity, room / sealing.IDENTITY)


@contextmanager
def _room(parent: Path, prefix: str) -> Iterator[Path]:
    """An empty folder (mode 0700) that is gone afterwards, unless it was moved to where it belongs."""
    room = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
