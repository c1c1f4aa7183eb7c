"""A small file that remembers which files were looked through and found clean, so that a later run can skip them.

It holds no name and no word of any file: a keyed hash of the path, the size, when it was changed, and for which plan it
was clean. A run that is killed loses at most what was not yet written (`LATEST_SECONDS`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from pathlib import Path
from types import TracebackType

LATEST_SECONDS = 2.0


class StateUnusable(Exception):
    """The file is not one of ours, or cannot be written."""


class SeenFiles:
    """The remembered files of one plan. Use as a context manager."""

    def __init__(self, path: Path, plan: bytes) -> None:
        self._waiting: list[tuple[bytes, int, int, bytes]] = []
        self._written_at = time.monotonic()
        self._plan = plan
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            os.close(descriptor)
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.executescript(
                "PRAGMA journal_mode=WAL;"
                "CREATE TABLE IF NOT EXISTS key (salt BLOB NOT NULL);"
                "CREATE TABLE IF NOT EXISTS seen (path BLOB PRIMARY KEY, size INTEGER, changed INTEGER, plan BLOB)"
                " WITHOUT ROWID;"
            )
            self._salt = self._salt_of()
            rows = self._database.execute("SELECT path, size, changed FROM seen WHERE plan = ?", (plan,))
            self._seen = {key: (size, changed) for key, size, changed in rows}
        except (OSError, sqlite3.Error) as error:
            raise StateUnusable from error

    def __enter__(self) -> SeenFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._write()
        self._database.close()

    def is_unchanged(self, path: str, size: int, changed_ns: int) -> bool:
        """Whether the file was clean under this plan and has the same size and time."""
        return self._seen.get(self._key(path)) == (size, changed_ns)

    def note_clean(self, path: str, size: int, changed_ns: int) -> None:
        """Remember it, at the latest after two seconds."""
        self._waiting.append((self._key(path), size, changed_ns, self._plan))
        if time.monotonic() - self._written_at > LATEST_SECONDS:
            self._write()

    def _write(self) -> None:
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()
        self._written_at = time.monotonic()

    def _key(self, path: str) -> bytes:
        return hashlib.blake2b(os.fsencode(path), key=self._salt, digest_size=16).digest()

    def _salt_of(self) -> bytes:
        row = self._database.execute("SELECT salt FROM key").fetchone()
        if row is None:
            row = (os.urandom(32),)
            self._database.execute("INSERT INTO key VALUES (?)", row)
        salt: bytes = row[0]
        return salt
