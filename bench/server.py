"""A real server on a data folder of its own, with the demonstration in it, and a small HTTP client for it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Server:
    """A running `kuramori serve` on 127.0.0.1: `pid` of the parent, `ready_seconds` from start to first page."""

    port: int
    pid: int
    data: Path
    ready_seconds: float


@contextmanager
def serving(*, demo: bool = True, data: Path | None = None) -> Iterator[Server]:
    """Serve until the block ends; without `data` in a folder that is removed afterwards."""
    folder = data or Path(tempfile.mkdtemp(prefix="kuramori-bench-"))
    port = free_port()
    if demo:
        _kuramori("demo", "--data", str(folder))
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kuramori", "serve", "--data", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    try:
        wait_for_page(port)
        yield Server(port, process.pid, folder, round(time.perf_counter() - began, 2))
    finally:
        process.terminate()
        process.wait(timeout=20)
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


class Client:
    """One keep-alive connection with cookies, as a browser has."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None)

    def post(
        self, path: str, form: dict[str, str], headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **form}), headers)

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page; raises `RuntimeError` where it is refused."""
        self.get("/account/login/")
        status, _body = self.post("/account/login/", {"login": email, "password": password})
        if status != 302:
            raise RuntimeError(f"sign-in answered {status}")

    def _ask(
        self, method: str, path: str, body: str | None, more: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        headers = {
            **(more or {}),
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected):
            # Idle for longer than the server keeps a connection, as happens to browsers too.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if found := TOKEN.search(content):
            self.token = found[1].decode()
        return response.status, content


def _kuramori(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", *arguments], check=True, stdout=subprocess.DEVNULL
    )


def free_port() -> int:
    """A number that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(port: int, seconds: float = 240) -> None:
    """Wait until the self-check's entrance is there; raises `RuntimeError` where it does not come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Client(port).get("/check/")[0] == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the first page did not come")
