"""The process that looks at an unpacked folder: `python -m kuramori.site.backup.settle look | fill | restored`.

`KURAMORI_DATA` (and `DATABASE_URL`) name what to look at. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction

from kuramori.site import folder, prepare
from kuramori.site.backup import database


def look() -> dict[str, Any]:
    """The fields of `unpacked.Look`. A backup of an older version is brought to this one first."""
    wrong = ""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            wrong = _what_sqlite_finds(cursor)
    if wrong:  # nothing that is read from it could be trusted
        return {"integrity": wrong, "trail": "unknown", "trail_size": 0}
    prepare.records(folder.named(os.environ["KURAMORI_DATA"]))
    return {"integrity": "", **_trail()}


def _what_sqlite_finds(cursor: Any) -> str:
    cursor.execute("PRAGMA integrity_check(1)")
    said = str(cursor.fetchone()[0])
    if said != "ok":
        return said
    cursor.execute("PRAGMA foreign_key_check")
    broken = cursor.fetchone()
    return f"{broken[0]}: foreign key" if broken else ""


def _trail() -> dict[str, Any]:
    from kuramori.ground.trail import verifying  # models: only after Django is set up

    verdict = verifying.verify()
    why = verdict.faults[0].sentence("ja") if verdict.faults else ""
    return {"trail": "good" if verdict.is_whole else "bad", "trail_size": verdict.entries, "why": why}


def restored(backup_id: str, made_at: str) -> dict[str, Any]:
    """Migrates where an older version made the backup, and writes an entry of the house and one of each organisation.

    Everybody's records went back, so everybody's own trail says so.
    """
    from kuramori.ground.people.models import Organisation  # models: only after Django is set up
    from kuramori.ground.trail.record import Instance, record
    from kuramori.site.events import RESTORED

    prepare.records(folder.named(os.environ["KURAMORI_DATA"]))
    with transaction.atomic():
        for whose in (None, *Organisation.objects.order_by("pk").values_list("pk", flat=True)):
            record(Instance(whose), RESTORED, kind="backup", thing_id=backup_id, made_at=made_at)
    return {}


def main(words: list[str]) -> int:
    try:
        with redirect_stdout(sys.stderr):
            django.setup()
            if words[0] == "look":
                found = look()
            elif words[0] == "fill":
                database.put_back(Path(words[1]))
                found = {}
            else:
                found = restored(*words[1:])
    except Exception as error:
        if os.environ.get("KURAMORI_DEBUG") == "1":
            raise
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(json.dumps(found))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
