"""From `git clone` to the first page, with whatever `./start` installs on the way: processor time and wall time."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from bench.measure import arguments, cpu_seconds, processes_below, tell
from bench.server import free_port, wait_for_page


def main() -> None:
    args = arguments("fresh clone to first page")
    place = Path(tempfile.mkdtemp(prefix="kuramori-bench-"))
    try:
        subprocess.run(["git", "clone", "-q", str(Path.cwd()), str(place / "clone")], check=True)
        tell(_start(place / "clone"), as_json=args.json)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _start(clone: Path) -> dict[str, object]:
    port, began = free_port(), time.perf_counter()
    # What is set for the house that is measured from must not reach the new one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KURAMORI_", "PYTHON"))}
    process = subprocess.Popen(
        ["./start", "--port", str(port)], cwd=clone, env=kept, stdout=subprocess.DEVNULL
    )
    try:
        wait_for_page(port, seconds=900)
        seconds = round(time.perf_counter() - began, 1)
        # `./start` becomes the service, so that all it ran before counts among its ended children.
        return {
            "has_uv": shutil.which("uv") is not None,
            "fresh_clone_cpu_seconds": round(cpu_seconds(processes_below(process.pid)), 1),
            "fresh_clone_seconds": seconds,
        }
    finally:
        process.terminate()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
