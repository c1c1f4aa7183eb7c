"""A snapshot of the database while it is in use, and a database made from one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from django.db import connection, transaction

from kuramori.site.backup import faults, postgres

Kind = Literal["sqlite", "postgresql"]
ENTRIES = "trail_entry"
CHECKPOINTS = "trail_checkpoint"
_WHOLE = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was copied: migrations as `app.name`, how many entries the trail had, its newest checkpoint or ""."""

    migrations: tuple[str, ...]
    trail_size: int
    checkpoint: str


def kind() -> Kind:
    """Which database this process uses."""
    return cast(Kind, connection.vendor)


def snapshot(into: Path) -> Moment:
    """Writes one consistent moment of the database to the file `into`; others read and write meanwhile."""
    if kind() == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), into)
        with closing(sqlite3.connect(into)) as there:
            return _moment(lambda query: there.execute(query).fetchall())
    postgres.need_programs()
    with transaction.atomic(), connection.cursor() as cursor:

        def rows(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            return cursor.fetchall()

        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        (shared,) = rows("SELECT pg_export_snapshot()")[0]
        moment = _moment(rows)
        postgres.run(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={shared}", f"--file={into}"],
            connection.settings_dict,
        )
    return moment


def _moment(rows: Callable[[str], list[tuple[Any, ...]]]) -> Moment:
    done = rows("SELECT app, name FROM django_migrations ORDER BY app, name")
    signed = rows(f"SELECT note FROM {CHECKPOINTS} ORDER BY size DESC LIMIT 1")  # noqa: S608  a constant
    return Moment(
        migrations=tuple(f"{app}.{name}" for app, name in done),
        trail_size=int(rows(f"SELECT count(*) FROM {ENTRIES}")[0][0]),  # noqa: S608  a constant
        checkpoint=str(signed[0][0]) if signed else "",
    )


def _copy_sqlite(source: Path, into: Path) -> None:
    uri = f"{source.as_uri()}?mode=rw"
    # In one step: SQLite holds one read mark, which hinders no writer in WAL.
    with closing(sqlite3.connect(uri, uri=True, timeout=60)) as here, closing(sqlite3.connect(into)) as there:
        here.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode=DELETE").close()
    into.chmod(0o600)


def put_back(dump: Path) -> None:
    """Fills the empty PostgreSQL database of this process from a dump: whole or not at all."""
    if connection.introspection.table_names():
        raise faults.CannotBackUp(
            "DATABASE_URL のデータベースが空ではありません。空のものを作り、DATABASE_URL に書いてください。",
            "The database of DATABASE_URL is not empty. Make an empty one and name it in DATABASE_URL.",
        )
    chosen = connection.settings_dict
    connection.close()
    postgres.run(
        "pg_restore",
        [*_WHOLE, f"--dbname={chosen['NAME']}", str(dump)],
        chosen,
    )
