"""From the command to the first page: a fresh data folder, the same folder again; memory when idle."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from bench.measure import arguments, cpu_seconds, processes_below, pss_mb, tell
from bench.server import serving


def main() -> None:
    args = arguments("start to first page")
    data = Path(tempfile.mkdtemp(prefix="kuramori-bench-"))
    try:
        with serving(demo=False, data=data) as first:
            figures: dict[str, object] = {
                "first_start_seconds": first.ready_seconds,
                "first_start_cpu_seconds": round(cpu_seconds(processes_below(first.pid)), 2),
            }
        with serving(demo=False, data=data) as second:
            # With what prepares the first owner's link beside the pages.
            figures["second_start_cpu_seconds"] = round(cpu_seconds(processes_below(second.pid)), 2)
            time.sleep(5)  # until the worker is up too and nothing is being prepared any more
            pids = processes_below(second.pid)
            figures |= {
                "second_start_seconds": second.ready_seconds,
                "pss_idle_mb": pss_mb(pids),
                "pss_by_process_mb": {str(pid): pss_mb([pid]) for pid in pids},
            }
    finally:
        shutil.rmtree(data, ignore_errors=True)
    tell(figures, as_json=args.json)


if __name__ == "__main__":
    main()
