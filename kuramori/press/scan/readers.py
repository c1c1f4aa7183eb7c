"""Who runs the readers: hands files out, waits for each no longer than its limit, and reports those that cost one.

One thread and as many child processes as wanted. A child that is killed or dies is replaced, and the rest of what it
had been given is handed out again, so that a run goes on whatever a file does.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from kuramori.press import wire
from kuramori.press.scan.plan import Plan, Reading
from kuramori.press.scan.trouble import DIED, SLOW

SECONDS = 10.0
"""For a file of any size; a larger one gets a second for each 4 MB more."""
BYTES_A_SECOND = 4 * 1024 * 1024
STARTING_SECONDS = 30.0
BATCH = 16
MOST_AGAIN = 3
"""How often in a row a reader may die before it has answered anything."""

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


class ReadersGone(RuntimeError):
    """The readers cannot be started: nothing was read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to read: `path` as the system spells it, `size` in bytes as it was seen."""

    path: str
    size: int


@dataclass(slots=True, eq=False)
class _Reader:
    process: subprocess.Popen[bytes]
    waiting: deque[Asked] = field(default_factory=deque)
    buffer: bytes = b""
    until: float = 0.0
    is_new: bool = True


class Readers:
    """A pool of `workers` readers with one plan. Use as a context manager; leaving it stops them all."""

    def __init__(self, plan: Plan, *, workers: int = 1, seconds: float = SECONDS) -> None:
        self._message = plan.told()
        self._workers, self._seconds = workers, seconds
        self._idle: list[_Reader] = []
        self._busy = selectors.DefaultSelector()
        self._deaths = 0
        self.killed = 0

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for key in list(self._busy.get_map().values()):
            self._idle.append(self._let_go(key.data))
        self._busy.close()
        for reader in self._idle:
            _stop(reader.process)
        self._idle.clear()

    def read(self, files: Iterable[Asked]) -> Iterator[tuple[Asked, Reading]]:
        """Every file with what it gave, in the order in which they get ready. Raises `ReadersGone`."""
        source = iter(files)
        again: deque[Asked] = deque()
        while True:
            self._hand_out(source, again)
            if not self._busy.get_map():
                return
            yield from self._answers(again)

    def read_bytes(self, content: bytes, name: str) -> Reading:
        """A file that was handed over."""
        reader = self._idle.pop() if self._idle else self._start()
        line = json.dumps({"name": name, "bytes": len(content)}).encode() + b"\n"
        asked = Asked(name, len(content))
        try:
            _write(reader.process, line + content)
        except OSError:
            _stop(reader.process)
            return Reading(trouble=DIED)
        reader.waiting.append(asked)
        self._watch(reader)
        while True:
            for _asked, reading in self._answers(deque()):
                return reading

    def _hand_out(self, source: Iterator[Asked], again: deque[Asked]) -> None:
        while len(self._busy.get_map()) < self._workers:
            batch = _batch(source, again)
            if not batch:
                return
            reader = self._idle.pop() if self._idle else self._start()
            try:
                _write(reader.process, json.dumps([one.path for one in batch]).encode() + b"\n")
            except OSError:
                _stop(reader.process)
                self._count_death(reader)
                again.extend(batch)
                continue
            reader.waiting.extend(batch)
            self._watch(reader)

    def _answers(self, again: deque[Asked]) -> list[tuple[Asked, Reading]]:
        earliest = min(key.data.until for key in self._busy.get_map().values())
        found: list[tuple[Asked, Reading]] = []
        for key, _events in self._busy.select(max(0.0, earliest - time.monotonic())):
            found += self._taken(key.data, again)
        now = time.monotonic()
        for key in list(self._busy.get_map().values()):
            if key.data.until <= now:
                self.killed += 1
                found.append(self._lost(key.data, SLOW, again))
        return found

    def _taken(self, reader: _Reader, again: deque[Asked]) -> list[tuple[Asked, Reading]]:
        piece = os.read(_fileno(reader), 1 << 20)
        if not piece:
            self._count_death(reader)
            return [self._lost(reader, DIED, again)]
        found = []
        *lines, reader.buffer = (reader.buffer + piece).split(b"\n")
        for line in lines:
            reader.is_new, self._deaths = False, 0
            found.append((reader.waiting.popleft(), Reading.from_line(line)))
            self._set_limit(reader)
        if not reader.waiting:
            self._idle.append(self._let_go(reader))
        return found

    def _lost(self, reader: _Reader, code: str, again: deque[Asked]) -> tuple[Asked, Reading]:
        """The file that a reader was at, reported; the others of its batch are for the next reader."""
        self._let_go(reader)
        reader.process.kill()
        _stop(reader.process)
        asked = reader.waiting.popleft()
        again.extend(reader.waiting)
        return asked, Reading(trouble=code)

    def _count_death(self, reader: _Reader) -> None:
        self._deaths += reader.is_new
        if self._deaths > MOST_AGAIN:
            raise ReadersGone("the readers die as soon as they are started")

    def _start(self) -> _Reader:
        process = subprocess.Popen(
            [sys.executable, "-m", "kuramori.press.scan.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env=_environment(),
        )
        reader = _Reader(process)
        if process.stdin is None:
            raise ReadersGone("a reader has no pipe")
        with contextlib.suppress(OSError):  # one that died already is found out by its answer
            wire.send(process.stdin, *self._message)
        return reader

    def _watch(self, reader: _Reader) -> None:
        self._set_limit(reader)
        self._busy.register(_fileno(reader), selectors.EVENT_READ, reader)

    def _let_go(self, reader: _Reader) -> _Reader:
        self._busy.unregister(_fileno(reader))
        return reader

    def _set_limit(self, reader: _Reader) -> None:
        if reader.waiting:
            allowed = self._seconds + reader.waiting[0].size / BYTES_A_SECOND
            reader.until = time.monotonic() + allowed + (STARTING_SECONDS if reader.is_new else 0.0)


def _batch(source: Iterator[Asked], again: deque[Asked]) -> list[Asked]:
    batch: list[Asked] = []
    while len(batch) < BATCH:
        asked = again.popleft() if again else next(source, None)
        if asked is None:
            break
        batch.append(asked)
    return batch


def _fileno(reader: _Reader) -> int:
    stream: Any = reader.process.stdout
    return int(stream.fileno())


def _write(process: subprocess.Popen[bytes], content: bytes) -> None:
    stream: IO[bytes] | None = process.stdin
    if stream is None:
        raise BrokenPipeError
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def _stop(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    try:
        process.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    """Nothing of ours but what it needs: keys and database addresses stay out of the child."""
    return {
        "PYTHONPATH": str(_PACKAGE_ROOT),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
