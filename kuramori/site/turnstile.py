"""Who writes next, among the processes of one house: the pages, the worker, a command.

SQLite's own lock is kept by whoever takes it again first. A worker that takes in a long file writes one chunk after
the other with hardly a gap between them, and somebody else's busy handler, which sleeps up to 100 ms between two
tries, waited 2.3 s for one (measured). Here one stands on the turn while waiting for the gate: whoever leaves the
gate finds the turn taken, and comes after the one who waits.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

AT_MOST_SECONDS = 20.0
PAUSE_SECONDS = 0.001
TURN, GATE = "-turn.lock", "-gate.lock"


class Turnstile:
    """Two files beside the database, locked and never written. A lock ends with its process, however that ends.

    For one thread of the process at a time: the threads have a gate of their own (`gate.FairGate`).
    """

    def __init__(self, database: Path, *, at_most_seconds: float = AT_MOST_SECONDS) -> None:
        self._names = [f"{database}{part}" for part in (TURN, GATE)]
        self._at_most_seconds = at_most_seconds
        self._files: list[int] = []
        self._process = 0
        self._is_held = False

    def acquire(self) -> bool:
        """Wait for the gate; False where it did not come in time, and SQLite's own lock has to say so."""
        until = time.monotonic() + self._at_most_seconds
        turn, gate = self._opened()
        if not _locked(turn, until):
            return False
        self._is_held = _locked(gate, until)
        fcntl.flock(turn, fcntl.LOCK_UN)
        return self._is_held

    def release(self) -> None:
        """Leave the gate, if it was passed."""
        if self._is_held:
            self._is_held = False
            fcntl.flock(self._files[1], fcntl.LOCK_UN)

    def _opened(self) -> list[int]:
        # A child of a fork would share its parent's locks with the files.
        if self._process != os.getpid():
            self._files = [
                os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in self._names
            ]
            self._process = os.getpid()
        return self._files


def _locked(file: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE_SECONDS)
        else:
            return True
