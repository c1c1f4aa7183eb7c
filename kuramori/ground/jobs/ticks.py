"""What a worker does each second: small things that must not wait for the next minute.

Every worker ticks, so what is registered here must bear being run by two at once. One thread runs all of it, one
after the other, and a tick that takes longer than a second makes the next one late, not double.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger()

SECONDS = 1.0
TELL_AGAIN_AFTER = 60  # failures in a row, so that a lasting trouble does not fill the log

Work = Callable[[], None]

_works: dict[str, Work] = {}


def every_second(name: str) -> Callable[[Work], Work]:
    """Register the decorated function, which takes nothing, for each second; `name` is `room:verb`.

    Raises `ValueError` for two functions of one name.
    """

    def register(work: Work) -> Work:
        if _works.setdefault(name, work) is not work:
            raise ValueError(f"two functions tick as {name}")
        return work

    return register


class Ticker(threading.Thread):
    """Ticks from `start` until `stop`."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(daemon=True, name="jobs-ticker")
        self._seconds = seconds
        self._stopping = threading.Event()
        self._failures: dict[str, int] = {}

    def run(self) -> None:
        """The thread's own loop."""
        due = time.monotonic()
        while not self._stopping.is_set():
            self._tick()
            # Where a tick took too long, what was missed is left out.
            due = max(due + self._seconds, time.monotonic())
            self._stopping.wait(due - time.monotonic())
        connection.close()

    def stop(self, wait_seconds: float = 2.0) -> None:
        """No further tick; waits for the one that is running."""
        self._stopping.set()
        self.join(wait_seconds)

    def _tick(self) -> None:
        close_old_connections()
        for name, work in tuple(_works.items()):
            if self._stopping.is_set():
                return
            try:
                work()
            except Exception as error:  # noqa: BLE001  whatever it is, the next second comes
                self._note_failure(name, error)
            else:
                self._note_success(name)

    def _note_failure(self, name: str, error: Exception) -> None:
        before = self._failures.get(name, 0)
        self._failures[name] = before + 1
        if before % TELL_AGAIN_AFTER == 0:
            # The class alone: a message might carry what must not be in a log.
            log.error("jobs:tick:stumbled", tick=name, error=type(error).__name__, in_a_row=before + 1)

    def _note_success(self, name: str) -> None:
        if failed := self._failures.pop(name, 0):
            log.warning("jobs:tick:well_again", tick=name, after_failures=failed)
