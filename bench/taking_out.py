"""Taking out a long ledger as a workbook: seconds, and how much memory the worker needs for it beyond what it had.

`DATABASE_URL` measures PostgreSQL instead of SQLite. The ledger is filled through its own import, which is not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.ledger import _house, _set_up
from bench.measure import arguments, tell

_TAKEN = "KURAMORI_BENCH_TAKEN"
"""The data folder of which the new interpreter takes the ledger out."""


def main() -> None:
    args = arguments("taking out the ledger", rows=100_000)
    if taken := os.environ.get(_TAKEN):
        print(json.dumps(_taken_out(taken)))
        return
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        _set_up(Path(place) / "data")
        _house("out", args.rows)
        figures = _in_a_process_of_its_own(Path(place) / "data")
    tell({"rows": args.rows, **figures}, as_json=args.json)


def _in_a_process_of_its_own(data: Path) -> dict[str, float]:
    """A new interpreter: what filling the ledger took must not be counted, and a fork inherits the most it ever had."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.taking_out"],
        env={**os.environ, _TAKEN: str(data)},
        stdout=subprocess.PIPE,
        check=True,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _taken_out(data: str) -> dict[str, float]:
    os.environ["KURAMORI_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()

    from django_scopes import scope

    from kuramori.ground.people.access import actor_for
    from kuramori.ground.people.models import Account
    from kuramori.work.ledger import exporting_long

    actor = actor_for(Account.objects.get(email="out@bench.example"), "out")
    before = most = _own_mib()

    def look(done: int, total: int) -> None:
        nonlocal most
        most = max(most, _own_mib())

    began, cpu = time.perf_counter(), time.process_time()
    with scope(organisation=actor.organisation):
        made = exporting_long.make_file(
            organisation_id=str(actor.organisation_id), person_id=str(actor.person_id), progress=look
        )
        size = sum(len(chunk) for chunk in made.content) if made else 0
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "megabytes": round(size / 1e6, 1),
        "own_memory_before_mib": round(before),
        "own_memory_most_mib": round(max(most, _own_mib())),
        "with_the_mapped_database_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _own_mib() -> float:
    """Memory that is the process's own: pages of the database that SQLite maps are the system's to take back."""
    told = Path("/proc/self/smaps_rollup").read_text("ascii")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Anonymous:")) / 1024


if __name__ == "__main__":
    main()
