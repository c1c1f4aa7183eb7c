"""`kuramori serve` as an operator meets it: one command, two processes, nothing left behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import tables
from tests.house import tree
from tests.house.test_commands import KEPT

pytestmark = pytest.mark.xdist_group("serve")
STOP_SECONDS = 15  # it takes at most five on a machine that has a processor to spare
READY_SECONDS = 60  # a crowded machine; how long it takes on a quiet one is for bench/


@dataclass(slots=True)
class Served:
    """A running service: its process, what it printed until it was ready, and its address."""

    process: subprocess.Popen[str]
    told: str
    address: str | None

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=20) as answer:  # noqa: S310
            return int(answer.status)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        return code, time.monotonic() - began


def _command(data: Path, *more: str) -> list[str]:
    return [sys.executable, "-P", "-m", "kuramori", "serve", "--data", str(data), *more]


def _hear_every_signal() -> None:
    # A suite that was started in the background of a shell hands on that SIGINT is ignored.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def _serving(data: Path, *more: str) -> Iterator[Served]:
    process = subprocess.Popen(
        _command(data, *more),
        env={**KEPT, "PYTHONPATH": str(tree.ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=_hear_every_signal,
    )
    try:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if "Ctrl-C" in line:
                break
        else:
            pytest.fail(told)
        found = re.search(r"(http://\S+?)/\s", told)
        yield Served(process, told, found and found.group(1))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _refused(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(data, *more),
        env={**KEPT, "PYTHONPATH": str(tree.ROOT)},
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )


def _processes_of(served: Served) -> list[int]:
    """The service and everything below it."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found = {served.process.pid}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def _wait_until(is_so: Callable[[], bool], seconds: float = 15.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def _is_alive(pid: int) -> bool:
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()[:1] not in {"", "Z"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has been served from once."""
    data = tmp_path_factory.mktemp("served") / "data"
    tables.seed(data)
    with _serving(data, "--port", "0") as served:
        served.stop()
    return data


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


def test_an_empty_folder_becomes_a_service_with_a_link_for_the_first_owner(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with _serving(data, "--port", "0") as served:
        assert served.get("/healthz") == 200
        assert served.get("/check/") == 200
        link = re.search(r"http://\S+/welcome/\S+", served.told)
        assert link is not None, served.told
        assert served.get(link.group().removeprefix(served.address or "")) == 200
        code, seconds = served.stop()
    assert code == 0
    assert seconds < 5
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    static = data / "static"  # what every visitor gets
    kept = [path for path in data.rglob("*") if path.is_file() and not path.is_relative_to(static)]
    assert [path.name for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything(data: Path, number: signal.Signals) -> None:
    with _serving(data, "--port", "0") as served:
        children = _processes_of(served)
        assert len(children) >= 3  # the parent, the web process, the worker
        code, seconds = served.stop(number)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert not any(map(_is_alive, children))


@pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel ends the children of a killed parent on Linux only"
)
def test_a_killed_parent_leaves_no_orphan(data: Path) -> None:
    with _serving(data, "--port", "0") as served:
        children = _processes_of(served)
        served.process.kill()
        served.process.wait()
        assert _wait_until(lambda: not any(map(_is_alive, children)))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_crashed_child_is_started_again_and_no_visitor_is_refused(data: Path) -> None:
    with _serving(data, "--port", "0") as served:
        web = [
            pid for pid in _processes_of(served) if b"\0web\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        for pid in web:
            os.kill(pid, signal.SIGKILL)
        assert served.get("/healthz") == 200
        assert served.stop()[0] == 0


def test_two_services_on_one_folder_are_refused_with_the_address_of_the_first(data: Path) -> None:
    with _serving(data, "--port", "0") as served:
        second = _refused(data, "--port", "0")
        assert second.returncode == 2
        assert served.address is not None
        assert served.address in second.stderr


def test_a_port_in_use_is_named_with_the_way_on(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = _refused(data, "--port", str(port))
    assert told.returncode == 2
    assert str(port) in told.stderr
    assert f"--port {port + 1}" in told.stderr
    if sys.platform == "linux":
        assert f"({os.getpid()})" in told.stderr


def test_pages_and_worker_can_run_apart_on_one_folder(data: Path) -> None:
    with _serving(data, "--port", "0", "--web-only") as web, _serving(data, "--worker-only") as worker:
        assert web.get("/healthz") == 200
        assert worker.address is None
        assert _refused(data, "--worker-only").returncode == 2
        assert worker.stop()[0] == 0
        assert web.stop()[0] == 0


def test_a_visitor_does_not_say_where_we_lie_or_that_it_was_https(data: Path) -> None:
    invented = {"SCRIPT_NAME": "/elsewhere", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    with _serving(data, "--port", "0", "--web-only") as served:
        asked = urllib.request.Request(f"{served.address}/account/login/", headers=invented)  # noqa: S310
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            page = answer.read().decode()
        assert not [word for word in ("elsewhere", "https://", "evil.example") if word in page]
        assert "http://localhost" in page  # the page does print addresses of its own
        served.stop()


def test_the_second_start_prepares_nothing_again(data: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (data / "static").rglob("*")}
    with _serving(data, "--port", "0") as served:
        assert "整えて" not in served.told
        served.stop()
    assert {path: path.stat().st_mtime_ns for path in (data / "static").rglob("*")} == before


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file, not a folder")
    told = _refused(in_the_way, "--port", "0")
    assert told.returncode == 2
    assert "--data" in told.stderr
