"""Keeps the children of `kuramori serve` running, and ends them together. Imports no Django.

The parent holds the listening socket, so a web process that crashes is replaced without a refused connection.
It sleeps until a signal, a dead child or a due restart wakes it.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
STOP_SECONDS = 4.0  # then SIGKILL; the whole stop stays under five
STEADY_SECONDS = 60.0  # a child that lived this long counts as well again
LONGEST_PAUSE_SECONDS = 30.0
GIVE_UP_AFTER = 5  # deaths in a row before the first page was ever served


@dataclass(slots=True)
class Child:
    """One process to keep running: `web` or `worker`, and how often it died lately."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    began_at: float = 0.0
    deaths: int = 0
    due_at: float = 0.0

    def pause_seconds(self) -> float:
        """How long to wait after this many deaths in a row: 0.5, 1, 2 … 30 seconds."""
        return min(0.5 * 2.0 ** (self.deaths - 1), LONGEST_PAUSE_SECONDS)


@dataclass(slots=True)
class Supervisor:
    """Starts the children, restarts who dies, and stops them all on SIGTERM, SIGINT or SIGHUP."""

    children: list[Child]
    listener: socket.socket | None
    tell_ready: Callable[[bool], None]
    tell_death: Callable[[str, int, float], None]
    is_stopping: bool = False
    was_ready: bool = False
    _probe: socket.socket | None = None
    _wakes: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def run(self) -> int:
        """Returns when everything has ended: 0 after a signal, 2 when a child could not even begin."""
        ear, mouth = os.pipe()
        os.set_blocking(ear, False)
        os.set_blocking(mouth, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # started by nohup: stay
                signal.signal(number, self._hear)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._wakes.register(ear, selectors.EVENT_READ)
        try:
            # The web process has the processors to itself until it serves; the worker follows.
            self._start(self.children[0])
            self._ask_whether_ready()
            while not self.is_stopping:
                self._sleep(ear)
                if not self._mend():
                    return 2
            return 0
        finally:
            self._stop_all()

    def _hear(self, *_: object) -> None:
        self.is_stopping = True

    def _start(self, child: Child) -> None:
        held = [] if self.listener is None else [self.listener.fileno()]
        child.began_at = time.monotonic()
        child.due_at = 0.0
        child.process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "kuramori.site.child",
                child.name,
                str(os.getpid()),
                *child.arguments,
            ],
            stdin=subprocess.DEVNULL,
            pass_fds=held,
            # Out of the terminal's group: Ctrl-C reaches the parent alone, which ends the children in order.
            process_group=0,
        )

    def _sleep(self, ear: int) -> None:
        due = [child.due_at for child in self.children if child.due_at]
        timeout = max(0.0, min(due) - time.monotonic()) if due else None
        for key, _ in self._wakes.select(timeout):
            if key.fileobj is self._probe:
                self._hear_answer()
            else:
                os.read(ear, 4096)

    def _mend(self) -> bool:
        """Notes who died and starts whose pause is over. False: the service cannot begin at all."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None and not self.is_stopping:
                code = child.process.returncode
                child.process = None
                child.deaths = 1 if now - child.began_at > STEADY_SECONDS else child.deaths + 1
                if not self.was_ready and child.deaths >= GIVE_UP_AFTER:
                    return False
                child.due_at = now + child.pause_seconds()
                self.tell_death(child.name, code, child.pause_seconds())
            elif child.process is None and child.due_at and child.due_at <= now:
                self._start(child)
        return True

    def _ask_whether_ready(self) -> None:
        """Asks for /healthz on our own socket; the answer comes when the first worker serves."""
        if self.listener is None:
            self._be_ready(is_well=True)
            return
        host, port = self.listener.getsockname()[:2]
        self._probe = socket.create_connection((_reachable(host), port))
        self._probe.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        self._wakes.register(self._probe, selectors.EVENT_READ)

    def _hear_answer(self) -> None:
        if self._probe is None:
            return
        try:
            line = self._probe.recv(64)
        except OSError:
            line = b""
        self._wakes.unregister(self._probe)
        self._probe.close()
        if not line:  # the web process died while answering; the next one is asked
            self._ask_whether_ready()
            return
        self._be_ready(is_well=line.split(b" ")[1:2] == [b"200"])

    def _be_ready(self, *, is_well: bool) -> None:
        self.was_ready = True
        for child in self.children[1:]:
            self._start(child)
        self.tell_ready(is_well)

    def _stop_all(self) -> None:
        if self.listener is not None:
            self.listener.close()
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in living:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _reachable(host: str) -> str:
    """Where to knock when we listen everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
