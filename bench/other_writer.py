"""Somebody else at work, as a process of their own: one small entry of the trail after the other.

The worker takes a long file in, the process of the pages writes meanwhile: they wait for one another through the
database. `other_writer(waits)` starts it and gathers how long each of its transactions took, in milliseconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN_SECONDS = 0.02


@contextmanager
def other_writer(waits: list[float]) -> Iterator[None]:
    """Writes until the block ends, and then appends to `waits`. The data folder is that of this process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.other_writer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()  # it is connected and has written once
    try:
        yield
    finally:
        told, _ = process.communicate()
        waits += json.loads(told)


def main() -> None:
    """Write until standard input ends; prints the waits as one JSON list."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuramori.site.settings")
    django.setup()
    is_over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), is_over.set()), daemon=True).start()
    _write()
    print("ready", flush=True)
    waits: list[float] = []
    while not is_over.wait(BETWEEN_SECONDS):
        began = time.perf_counter()
        _write()
        waits.append((time.perf_counter() - began) * 1000)
    print(json.dumps(waits))


def _write() -> None:
    from django.db import transaction

    from kuramori.ground.trail.record import Instance, record
    from kuramori.site.events import RESTORED

    with transaction.atomic():
        record(Instance(), RESTORED, kind="bench", thing_id=uuid.uuid4(), made_at="")


if __name__ == "__main__":
    main()
