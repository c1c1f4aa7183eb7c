"""Taking out a long ledger as a workbook: seconds, and how much memory the worker needs for it beyond what it had.

`DATABASE_URL` measures PostgreSQL instead of SQLite. The ledger is filled through its own import, which is not counted.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.ledger import _house, _set_up
from bench.measure import arguments, tell


def main() -> None:
    args = arguments("taking out the ledger", rows=100_000)
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        _set_up(Path(place) / "data")
        actor = _house("out", args.rows)
        figures = _in_a_process_of_its_own(actor)
    tell({"rows": args.rows, **figures}, as_json=args.json)


def _in_a_process_of_its_own(actor: Any) -> dict[str, float]:
    """What filling the ledger took of memory must not be counted: the most that a process had never goes down."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "w") as out:
            out.write(json.dumps(_taken_out(actor)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        figures: dict[str, float] = json.loads(told.read())
    os.waitpid(child, 0)
    return figures


def _taken_out(actor: Any) -> dict[str, float]:
    from django_scopes import scope

    from kuramori.work.ledger import exporting_long

    before = _now_mib()
    began, cpu = time.perf_counter(), time.process_time()
    with scope(organisation=actor.organisation):
        made = exporting_long.make_file(
            organisation_id=str(actor.organisation_id),
            person_id=str(actor.person_id),
            progress=lambda _done, _total: None,
        )
        size = sum(len(chunk) for chunk in made.content) if made else 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "megabytes": round(size / 1e6, 1),
        "memory_before_mib": round(before),
        "memory_most_mib": round(most),
    }


def _now_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
