"""Making, verifying and restoring a backup of a filled instance, by the commands: seconds, bytes and peak memory.

Floor in the same run: a plain copy of the same folder to the same disk, synced. The instance is the demonstration with
further files of random bytes, which no packing makes smaller; `BENCH_DATA` names a folder of records to copy instead
of making the demonstration anew. Peak memory is the largest process of each command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import arguments, tell

ROOT = Path(__file__).parent.parent
FILL = """
import os, sys
import django
django.setup()
from django_scopes import scope
from kuramori.ground.papers.store import store
from kuramori.ground.people import access
from kuramori.ground.people.models import Organisation
organisation = Organisation.objects.order_by("slug").first()
actor = access.actor_on_command_line(organisation)
with scope(organisation=organisation):
    for number in range(int(sys.argv[1])):
        pieces = [b"%PDF-1.7\\n", *(os.urandom(64 * 1024) for _ in range(int(sys.argv[2]) * 16))]
        store(actor, name=f"bench-{number}.pdf", chunks=pieces)
"""


def main() -> None:
    args = arguments("backup, verify, restore", files=40, mb=5)
    with tempfile.TemporaryDirectory(prefix="kuramori-bench-") as place:
        tell(_measure(Path(place), args.files, args.mb), as_json=args.json)


def _measure(place: Path, files: int, mb: int) -> dict[str, Any]:
    data, out, new = place / "data", place / "kura.backup", place / "new"
    if filled := os.environ.get("BENCH_DATA"):
        shutil.copytree(filled, data)
    else:
        _run("demo", "--data", str(data))
    named = {"KURAMORI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kuramori.site.settings"}
    _spent([sys.executable, "-c", FILL, str(files), str(mb)], named)
    figures: dict[str, Any] = {"files": files, "data_bytes": _bytes(data)}
    figures["floor_copy"] = {"seconds": _copied(data, place / "floor")}
    figures["backup"] = _run("backup", str(out), "--data", str(data), "--json")
    figures["backup_bytes"] = out.stat().st_size
    figures["verify"] = _run("backup", "--verify", str(out), "--data", str(data), "--json")
    identities = sorted(place.rglob("*identity*")) + sorted(place.rglob("*.key.txt"))
    more = ["--identity", str(identities[0])] if identities else []
    figures["restore"] = _run("restore", str(out), "--data", str(new), "--json", *more)
    figures["restored_bytes"] = _bytes(new)
    for name in ("backup", "verify", "restore"):
        figures[f"{name}_of_floor"] = round(figures[name]["seconds"] / figures["floor_copy"]["seconds"], 1)
    return figures


def _run(*words: str) -> dict[str, float]:
    return _spent([sys.executable, "-m", "kuramori", *words], {})


def _spent(command: list[str], more: dict[str, str]) -> dict[str, float]:
    """Seconds and the peak memory of the largest process; raises where the command fails."""
    began = time.perf_counter()
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = running.stdout.read() if running.stdout else ""
    _pid, status, used = os.wait4(running.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{command[2:4]}: {said[-2000:]}")
    return {"seconds": round(time.perf_counter() - began, 2), "peak_mb": round(used.ru_maxrss / 1024, 1)}


def _copied(data: Path, to: Path) -> float:
    began = time.perf_counter()
    shutil.copytree(data, to)
    for path in to.rglob("*"):
        if path.is_file():
            with path.open("rb") as copied:
                os.fsync(copied.fileno())
    return round(time.perf_counter() - began, 2)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
