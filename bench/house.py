"""A throw-away house to measure in, there before anything of Django's is read: so a bench imports at its top.

`from bench import house` comes before whatever needs Django. The data folder lies below `TMPDIR` and goes away at the
end; a process that a bench starts works in the same house. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

_GIVEN = "KURAMORI_BENCH_HOUSE"


def _place() -> Path:
    if given := os.environ.get(_GIVEN):
        return Path(given)
    place = tempfile.mkdtemp(prefix="kuramori-bench-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    os.environ[_GIVEN] = place
    return Path(place)


PLACE = _place()
DATA = PLACE / "data"
DATA.mkdir(exist_ok=True)
os.environ["KURAMORI_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
django.setup()

from django.db import connection  # noqa: E402  Django is ready only now

from kuramori.ground.people.first_owner import make_first_owner  # noqa: E402
from kuramori.ground.people.models import Organisation  # noqa: E402
from kuramori.ground.people.tidy import count_rows  # noqa: E402
from kuramori.site import prepare  # noqa: E402


def tables() -> None:
    """Every table, empty. Once, in the process that the bench is."""
    prepare.records(DATA)


def counted() -> None:
    """Let the database know how many rows share a key: as our own night does on SQLite, autovacuum on PostgreSQL."""
    count_rows()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def company() -> Organisation:
    """An invented company with its first owner, the only one of the house. Once, after `tables`."""
    made = make_first_owner(
        email="owner@kasou-juki.example",
        password="bench-no-kagi-2026",  # noqa: S106  of a folder that is thrown away
        name="髙城 徹",
        organisation_name="仮想重機株式会社",
    )
    assert made
    only: Organisation = Organisation.objects.get()
    return only
