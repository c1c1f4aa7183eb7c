"""What `bench.taking_out` measures, in an interpreter of its own: the house is there, its ledger is taken out.

What filling the ledger took must not be counted, and a fork inherits the most memory that its parent ever had.
"""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

from django_scopes import scope

from bench import house  # noqa: F401  it makes Django ready
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.models import Account
from kuramori.work.ledger import exporting_long


def main() -> None:
    """Prints the figures as JSON."""
    print(json.dumps(_taken_out()))


def _taken_out() -> dict[str, float]:
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
