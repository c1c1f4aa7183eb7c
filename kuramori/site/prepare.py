"""Brings a data folder to this version: tables, keys, static files, and the link for the first owner.

Runs as a short process of its own before serving (`python -m kuramori.site.prepare`), so that the memory it
needs is given back; `demo` calls `records()` in its own process.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sys
from contextlib import redirect_stdout
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from kuramori.site import folder, stamps


def records(data: Path) -> None:
    """Makes or migrates the database of the folder. Django must be set up with `KURAMORI_DATA` naming it.

    Two processes at once do it one after the other; the second finds nothing left to do.
    """
    # Here, because this module is read before Django is set up.
    from kuramori.ground.trail import early

    with (data / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = stamps.tables()
        is_sqlite = connection.vendor == "sqlite"
        if is_sqlite and stamps.tables_in(data) == wanted:
            return
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        early.take_over()
        if is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA user_version = {wanted}")


def static_files(data: Path) -> None:
    """Gathers what browsers fetch into the folder, compressed, unless the same was gathered before."""
    noted = stamps.read(data)
    wanted = stamps.static()
    if noted.get("static") != wanted:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamps.write(data, {**stamps.read(data), "static": wanted})


def sealed_files(data: Path) -> None:
    """Seals the files that an older version kept in clear."""
    from kuramori.site.seal_files import seal_files

    seal_files(data)


def first_owner_link(data: Path, base_url: str) -> str | None:
    """The one-time link while nobody has an account; afterwards None, and the folder notes that for good."""
    from kuramori.ground.people import first_owner

    link = first_owner.link(base_url)
    stamps.write(data, {**stamps.read(data), "has_owner": link is None})
    return link


class NotDurable(RuntimeError):
    """The database is set so that a power cut would lose what was confirmed; nothing is served from it."""


def _require_durable() -> None:
    from kuramori.site.examine_records import durability

    found = durability()
    if found.state == "stop":
        raise NotDurable(f"{found.text} {found.advice}")


def main(base_url: str) -> int:
    """Prepares everything and prints `{"link": address or null}`; without an address, what a worker needs."""
    # Ctrl-C reaches us as well as the parent, which says what there is to say.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    data = folder.named(os.environ["KURAMORI_DATA"])
    try:
        with redirect_stdout(sys.stderr):
            django.setup()
            records(data)
            sealed_files(data)
            link = None
            if base_url:
                _require_durable()
                static_files(data)
                link = first_owner_link(data, base_url)
    except Exception as error:  # the parent tells what to do; this says what happened
        if os.environ.get("KURAMORI_DEBUG") == "1":
            raise
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(json.dumps({"link": link}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
