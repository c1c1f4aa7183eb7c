"""The workers: each reports that it lives, and the others see when one has died.

A worker that dies on this computer is noticed at once (its file is no longer locked), one on another computer when
it has been silent for a minute.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from kuramori.ground.jobs.models import Heartbeat
from kuramori.outside import clock, sign_of_life

BEAT_SECONDS = 15
SILENT_AFTER = datetime.timedelta(seconds=60)
FORGOTTEN_AFTER = datetime.timedelta(days=1)

# The worker that this process is; empty in every other process.
_me = ""


@contextmanager
def at_work() -> Iterator[str]:
    """Be a worker until the block ends; gives its id, which no other worker ever has."""
    global _me
    _me = uuid.uuid4().hex
    try:
        with sign_of_life.shown(_file(_me)):
            beat(_me)
            yield _me
    finally:
        _me = ""


def me() -> str:
    """The id of the worker that this process is, or an empty text."""
    return _me


def beat(worker: str = "worker") -> None:
    """Note that the worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": clock.now()})


def living() -> frozenset[str]:
    """The ids of the workers that live now; those that have been silent for a day are forgotten."""
    now = clock.now()
    for worker in Heartbeat.objects.filter(at__lt=now - FORGOTTEN_AFTER).values_list("worker", flat=True):
        _file(worker).unlink(missing_ok=True)
        Heartbeat.objects.filter(worker=worker, at__lt=now - FORGOTTEN_AFTER).delete()
    heard = Heartbeat.objects.filter(at__gte=now - SILENT_AFTER).values_list("worker", flat=True)
    return frozenset(worker for worker in heard if sign_of_life.lives(_file(worker)) is not False)


def _file(worker: str) -> Path:
    folder: Path = settings.DATA / "workers"
    return folder / worker
