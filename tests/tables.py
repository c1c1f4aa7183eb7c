"""An empty SQLite database with all tables, made by the migrations once and copied for whoever needs one.

The migrations take a quarter of a minute of processor time; every worker of every run would pay it, and so would every
test that starts a service on an empty folder. What is kept is named for the migrations that made it, so a changed one
is run anew. What is about the first start itself begins with nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kuramori.site import stamps

KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Making:
    """Tables that are still to be made: who else wants these waits on the lock until they are kept or we end."""

    lock: TextIO
    kept: Path

    def keep(self, made: Path) -> None:
        """Keep a copy of `made`, which holds what the migrations made and nothing else, and let others go on."""
        with self.lock:
            forget_old(self.kept.parent)
            new = self.kept.with_suffix(".new")
            new.unlink(missing_ok=True)
            with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(new)) as copy:
                source.backup(copy)
            new.replace(self.kept)


def take(to: Path) -> Making | None:
    """Fill `to` from what is kept and give None; where nothing is kept, what is to be made."""
    kept = _kept()
    lock = kept.with_suffix(".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not kept.exists():
        return Making(lock, kept)
    with lock:
        shutil.copyfile(kept, to)
        to.chmod(0o600)
        os.utime(kept)
    return None


def seed(data: Path) -> None:
    """Lay the tables into a new data folder, where some are kept; else whoever starts there makes them."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = take(data / "kuramori.sqlite3")
    if making is not None:
        making.lock.close()


def folder() -> Path:
    """Ours alone: a database that somebody else laid there would be believed."""
    place = Path(tempfile.gettempdir()) / f"kuramori-tables-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{place} is not ours alone; remove it")
    return place


def forget_old(place: Path) -> None:
    """Throw away what nobody took for a week."""
    for old in place.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)


def _kept() -> Path:
    """Changes with any migration, any package of the lock file, and what runs them."""
    by = (stamps.tables(), platform.python_version(), sqlite3.sqlite_version)
    return folder() / f"{hashlib.sha256(repr(by).encode()).hexdigest()[:20]}.sqlite3"
