"""Who runs the press's child process: starts it when a job comes, stops it when it is slow or idle.

One office per process and sort of work, made on first use, so a server that forks workers after import gives each its
own. Threads share it; jobs go through one at a time.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kuramori.press import wire
from kuramori.press.faults import GlyphMissing, PressFailed, PressFault, PressTookTooLong

IDLE_SECONDS = 30.0
LIMIT_SECONDS = 20.0

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class Office:
    """The keeper of one child process."""

    def __init__(self, module: str = "kuramori.press.child", idle_seconds: float = IDLE_SECONDS) -> None:
        self._module = module
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    @property
    def child_id(self) -> int | None:
        """Process id of the child, or None while there is none."""
        child = self._child
        return child.pid if child else None

    def ask(
        self,
        job: str,
        values: Mapping[str, object],
        parts: Sequence[bytes] = (),
        *,
        limit_seconds: float = LIMIT_SECONDS,
    ) -> bytes:
        """Have one job done and return what it made.

        Raises a `PressFault`: `GlyphMissing`, `PressFailed` or `PressTookTooLong`. After any of them the
        next job works as usual.
        """
        if not self._lock.acquire(timeout=limit_seconds):
            raise PressTookTooLong(limit_seconds)
        try:
            if self._rest:
                self._rest.cancel()
            return self._through(job, values, parts, limit_seconds)
        finally:
            self._rest_later()
            self._lock.release()

    def close(self) -> None:
        """Send the child home and wait for it. Safe to call twice."""
        with self._lock:
            if self._rest:
                self._rest.cancel()
                self._rest = None
            self._stop()

    def _through(
        self, job: str, values: Mapping[str, object], parts: Sequence[bytes], limit_seconds: float
    ) -> bytes:
        child = self._at_work()
        too_long = threading.Event()
        # Killing the child closes its pipes, so a blocked write or read below ends at once.
        watch = threading.Timer(limit_seconds, _kill, (child, too_long))
        watch.daemon = True
        watch.start()
        try:
            about, made = _exchange(child, {"job": job, "values": values}, parts)
        except (OSError, wire.WireBroken) as broken:
            self._stop()
            if too_long.is_set():
                raise PressTookTooLong(limit_seconds) from broken
            raise PressFailed("the press stopped") from broken
        except BaseException:
            # Ctrl-C or a worker being stopped: a late answer must not reach whoever asks next.
            self._stop()
            raise
        finally:
            watch.cancel()
        if about["leaving"]:
            self._stop()
        if about["fault"]:
            raise _fault(about)
        return made[0]

    def _at_work(self) -> subprocess.Popen[bytes]:
        if self._child and self._child.poll() is not None:
            self._stop()
        if not self._child:
            self._child = _start(self._module)
        return self._child

    def _rest_later(self) -> None:
        if self._child:
            self._rest = threading.Timer(self._idle_seconds, self._go_to_rest)
            self._rest.daemon = True
            self._rest.start()

    def _go_to_rest(self) -> None:
        # A job that came in between holds the lock, and its own timer will follow.
        if self._lock.acquire(blocking=False):
            try:
                if self._rest is threading.current_thread():
                    self._stop()
            finally:
                self._lock.release()

    def _stop(self) -> None:
        child, self._child = self._child, None
        if not child:
            return
        _close_pipes(child)  # end of input: the child leaves by itself
        try:
            child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def forget(self) -> None:
        """In a forked process: let go of the parent's child without stopping it."""
        child, self._child = self._child, None
        if child:
            _close_pipes(child)
            # It is not ours to wait for; without a return code Popen would warn and keep it in a list.
            child.returncode = 0


def _start(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        # Its own session: Ctrl-C at the terminal reaches us, and our closing pipe reaches the child.
        start_new_session=True,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Nothing of ours but what it needs: keys and database addresses stay out of the child."""
    return {
        "PYTHONPATH": str(_PACKAGE_ROOT),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        # Two threads and two heaps: address space grows with the number of cores otherwise.
        "RAYON_NUM_THREADS": "2",
        "MALLOC_ARENA_MAX": "2",
    }


def _exchange(
    child: subprocess.Popen[bytes], head: Mapping[str, object], parts: Sequence[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise wire.WireBroken("the child has no pipes")
    wire.send(child.stdin, head, parts)
    answer = wire.receive(child.stdout)
    if answer is None:
        raise wire.WireBroken("the child left")
    return answer


def _fault(about: Mapping[str, Any]) -> PressFault:
    kinds: dict[str, type[GlyphMissing] | type[PressFailed]] = {
        "GlyphMissing": GlyphMissing,
        "PressFailed": PressFailed,
    }
    return kinds[about["fault"]](about["about"])


def _kill(child: subprocess.Popen[bytes], too_long: threading.Event) -> None:
    too_long.set()
    child.kill()


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()


_offices: dict[str, Office] = {}
_opening = threading.Lock()


def office(of: str = "press", *, idle_seconds: float = IDLE_SECONDS) -> Office:
    """The office of this process for one sort of work: what is slow or may die must not hold up what is quick.

    `idle_seconds` counts for the first who asks: how long its child waits for the next job.
    """
    with _opening:
        if of not in _offices:
            _offices[of] = Office(idle_seconds=idle_seconds)
        return _offices[of]


def close() -> None:
    """Stop the children of this process, if there are any."""
    for one in tuple(_offices.values()):
        one.close()


def _after_fork() -> None:
    global _opening
    _opening = threading.Lock()  # another thread may have held the parent's
    for one in tuple(_offices.values()):
        one.forget()
    _offices.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(close)
