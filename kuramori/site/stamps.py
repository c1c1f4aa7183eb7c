"""What must have been prepared for this version to run, as digests that are compared instead of doing it again.

The digest of the tables is kept in SQLite's own `user_version`, so that a database restored from an old backup
says for itself that it must be migrated. Imports no Django: the second start is quick because of this.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import kuramori
from kuramori.site import folder

PACKAGE = Path(kuramori.__file__).parent
LOCK = PACKAGE.parent / "requirements.lock"


def tables() -> int:
    """A number 1 … 2³¹−1 that changes with any migration of ours or any version of what we depend on."""
    return int.from_bytes(_digest([LOCK, *migrations()])[:4], "big") % (2**31 - 1) + 1


def migrations() -> list[Path]:
    """Every migration of ours, in the order of their paths."""
    return sorted(PACKAGE.glob("**/migrations/*.py"))


def static() -> str:
    """Changes with any file under a `static` folder, and with the versions of what we depend on."""
    files = sorted(path for path in PACKAGE.glob("**/static/**/*") if path.is_file())
    return _digest([LOCK, PACKAGE / "site" / "settings.py", *files]).hex()


def tables_in(data: Path) -> int:
    """The number the SQLite database of the folder was last migrated to; 0 when there is none."""
    database = data / folder.DATABASE
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return 0


def read(data: Path) -> dict[str, object]:
    """What was prepared in this folder before; empty when nothing was, or the note cannot be read."""
    try:
        noted = json.loads((data / folder.PREPARED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def write(data: Path, noted: dict[str, object]) -> None:
    """Notes what has been prepared, in one step, so that a cut leaves the old note."""
    new = data / f"{folder.PREPARED}.new"
    new.write_text(json.dumps(noted, indent=2) + "\n", encoding="utf-8")
    new.replace(data / folder.PREPARED)


def may_serve(data: Path) -> bool:
    """Whether tables and static files of this folder are of this version. PostgreSQL is always asked itself."""
    is_sqlite = not os.environ.get("DATABASE_URL")
    return is_sqlite and tables_in(data) == tables() and read(data).get("static") == static()


def has_owner(data: Path) -> bool:
    """Whether somebody was seen to have an account, so that no first owner's link is needed."""
    return read(data).get("has_owner") is True


def _digest(files: Iterable[Path]) -> bytes:
    digest = hashlib.sha256(kuramori.__version__.encode())
    for path in files:
        if path.exists():
            digest.update(str(path.relative_to(PACKAGE.parent)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
