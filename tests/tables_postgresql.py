"""PostgreSQL's tables, made by the migrations once and read into each worker's own database from a dump.

As `tests.tables` does for SQLite. Where PostgreSQL's own programs are missing (its server runs on another computer),
the migrations run as ever.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from kuramori.site import stamps
from tests import programs
from tests.tables import folder, forget_old


@dataclass(frozen=True, slots=True)
class Making:
    """Tables that are still to be made; without a place to keep them nothing is kept."""

    name: str
    lock: TextIO | None = None
    kept: Path | None = None

    def keep(self, reach: dict[str, Any]) -> None:
        """Keep a dump of what the migrations made and nothing else, and let others go on."""
        if self.lock is None or self.kept is None:
            return
        with self.lock:
            forget_old(self.kept.parent)
            new = self.kept.with_suffix(".new")
            dump = ["pg_dump", "--no-owner", "--no-privileges", "--file", str(new), self.name]
            # A server newer than its programs cannot be dumped: then the next one migrates as well.
            if _run(dump, reach).returncode == 0:
                new.replace(self.kept)


def take(name: str, reach: dict[str, Any]) -> Making | None:
    """Make the database `name` anew from what is kept and give None; where nothing is kept, what is to be made.

    `reach` are Django's settings of the connection.
    """
    version = _version()
    if version is None:
        return Making(name)
    by = (stamps.tables(), platform.python_version(), version)
    kept = folder() / f"{hashlib.sha256(repr(by).encode()).hexdigest()[:20]}.sql"
    lock = kept.with_suffix(".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not kept.exists():
        return Making(name, lock, kept)
    # Whoever finds it may read while others do: only its making is for one alone.
    lock.close()
    os.utime(kept)
    _create(name, reach)
    read = _run(
        ["psql", "-qX", "--set=ON_ERROR_STOP=1", "--single-transaction", "-f", str(kept), name], reach
    )
    if read.returncode:
        raise RuntimeError(read.stderr)
    return None


def _create(name: str, reach: dict[str, Any]) -> None:
    import psycopg
    from psycopg import sql

    server = {
        "host": reach["HOST"],
        "port": reach["PORT"],
        "user": reach["USER"],
        "password": reach["PASSWORD"],
    }
    told = {key: value for key, value in server.items() if value}
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **told)) as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _version() -> str | None:
    """What the programs say they are; None where there are none."""
    if programs.postgresql() is None:
        return None
    try:
        told = _run(["pg_dump", "--version"], {})
    except FileNotFoundError:
        return None
    return told.stdout.strip() or None


def _run(command: list[str], reach: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {name: str(reach[key]) for name, key in names.items() if reach.get(key)}
    program = Path(programs.postgresql() or "") / command[0]
    return subprocess.run(
        [str(program), *command[1:]], env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
