"""PostgreSQL's own programs, and how they reach the database."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kuramori.site.backup import faults
from kuramori.site.database import database_from

_MOST_SAID = 400


def need_programs() -> None:
    """Raises `CannotBackUp` where PostgreSQL's own programs are not there."""
    if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        raise faults.CannotBackUp(
            "pg_dump と pg_restore が要ります。次を入れてから、もう一度どうぞ: apt-get install postgresql-client",
            "pg_dump and pg_restore are needed. Install them and try again: apt-get install postgresql-client",
        )


def run(program: str, arguments: list[str], chosen: Mapping[str, Any]) -> None:
    """Runs one of them on the database of Django's setting `chosen`; raises `CannotBackUp` with what it said."""
    need_programs()
    done = subprocess.run(
        [program, *arguments], env=environment(chosen), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[:_MOST_SAID]
        raise faults.CannotBackUp(
            f"{program} が途中で止まりました。何も変えていません: {said}",
            f"{program} stopped. Nothing was changed: {said}",
        )


def environment(chosen: Mapping[str, Any]) -> dict[str, str]:
    """A password among the arguments would show in the list of processes."""
    named = {
        "PGHOST": chosen.get("HOST"),
        "PGPORT": chosen.get("PORT"),
        "PGUSER": chosen.get("USER"),
        "PGPASSWORD": chosen.get("PASSWORD"),
        "PGDATABASE": chosen.get("NAME"),
        **{
            f"PG{key.upper()}": value
            for key, value in chosen.get("OPTIONS", {}).items()
            if isinstance(value, str)
        },
    }
    return {**os.environ, **{key: str(value) for key, value in named.items() if value}}


@contextmanager
def scratch(url: str | None) -> Iterator[str | None]:
    """The address of an empty database of its own on the same server, dropped afterwards; None where none can be."""
    if not url:
        yield None
        return
    chosen = database_from(url, Path())
    name = f"kuramori_verify_{secrets.token_hex(6)}"
    try:
        run("createdb", [name], chosen)
    except faults.CannotBackUp:
        yield None
        return
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        run("dropdb", ["--if-exists", "--force", name], chosen)
