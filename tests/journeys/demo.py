"""The demonstration's world, played once a run: what it left in the database is put back for whoever asks again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from django.conf import settings
from django.db import connection

from kuramori.site.demo.fill import fill


def fill_once() -> None:
    """Fill an empty database; on SQLite the second time takes a moment instead of many seconds."""
    kept = settings.DATA / "demonstration.sqlite3"
    if connection.vendor != "sqlite":
        fill()
        return
    connection.ensure_connection()
    is_there = kept.exists()
    if not is_there:
        fill()
    with closing(sqlite3.connect(kept)) as copy:
        one, other = (copy, connection.connection) if is_there else (connection.connection, copy)
        one.backup(other)
