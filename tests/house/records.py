"""What every table of the database holds, to compare before and after somebody knocked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from django.db import connection


def records(apart_from: Collection[str] = ()) -> dict[str, str]:
    """Each table's name and a hash of all its rows; tables whose names begin with one of `apart_from` are left out."""
    faces = _without_rows()
    tables = [
        table
        for table in connection.introspection.table_names()
        if table not in faces and not table.startswith(tuple(apart_from))
    ]
    assert len(tables) > 40
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def _without_rows() -> tuple[str, ...]:
    """Tables that are only a face of others: SQLite's word index keeps what it knows in tables beside it."""
    if connection.vendor != "sqlite":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'")
        return tuple(name for (name,) in cursor.fetchall())


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
