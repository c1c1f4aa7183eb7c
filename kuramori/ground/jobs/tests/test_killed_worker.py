"""Real workers, killed with kill -9 in the middle: on SQLite, and on PostgreSQL where the suite runs there."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.db import connection

from kuramori.ground.jobs.tests import in_a_process

ROOT = Path(__file__).parents[4]
# On a machine that is busy with other tests; a worker's silence would be noticed only after 60 seconds.
AT_ONCE_SECONDS = 50


class World:
    """A data folder with its database, and workers on it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            "KURAMORI_DATA": str(folder),
            "DATABASE_URL": database_url,
        }
        self._workers: list[subprocess.Popen] = []
        self.run("prepare")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self._command(*arguments), env=self._environment, cwd=ROOT, capture_output=True, check=True
        )
        return done.stdout.decode()

    def work(self) -> subprocess.Popen:
        self._workers.append(
            subprocess.Popen(
                self._command("work"), env=self._environment, cwd=ROOT, stderr=subprocess.DEVNULL
            )
        )
        return self._workers[-1]

    def marks(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().split() if file.exists() else []

    def until(self, name: str, count: int, seconds: float = 100) -> float:
        """Wait until so many marks were made; the seconds that it took."""
        began = time.monotonic()
        while len(self.marks(name)) < count:
            assert time.monotonic() - began < seconds, f"{name}: {self.marks(name)}"
            time.sleep(0.05)
        return time.monotonic() - began

    def jobs_over(self, seconds: float = 60) -> list[dict]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            jobs = json.loads(self.run("tell"))
            if all(job["state"] in {"done", "failed"} for job in jobs):
                return jobs
        raise AssertionError(jobs)

    def end(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", in_a_process.__name__, *arguments]


@pytest.fixture
def world(transactional_db, tmp_path):
    database, url = f"kuramori_killed_{uuid.uuid4().hex[:8]}", ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}"')
        url = os.environ["DATABASE_URL"].replace("/kuramori?", f"/{database}?")
        assert database in url
    world = World(tmp_path, url)
    yield world
    world.end()
    if url:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def test_the_job_of_a_killed_worker_is_taken_up_at_once_and_its_result_is_there_once(world):
    world.run("queue", "jobs:long", "300")
    first = world.work()
    world.until("begun", 1)
    second = world.work()
    time.sleep(3)
    assert world.marks("begun") == [str(first.pid)], "a second worker must leave it to the first"
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert world.until("ended", 1) < AT_ONCE_SECONDS
    assert world.marks("begun") == [str(first.pid), str(second.pid)]
    assert world.marks("ended") == [str(second.pid)]
    assert world.jobs_over() == [
        {"state": "done", "attempts": 2, "result_name": "made.txt", "result_size": 4}
    ]
    files = [path for path in (world.folder / "results").rglob("*") if path.is_file()]
    assert len(files) == 1


def test_the_worker_that_follows_a_killed_one_takes_its_job_up_as_it_starts(world):
    world.run("queue", "jobs:long", "300")
    killed = world.work()
    world.until("begun", 1)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    world.work()
    assert world.until("ended", 1) < AT_ONCE_SECONDS
    assert [job["attempts"] for job in world.jobs_over()] == [2]


def test_three_workers_run_what_is_due_once(world):
    workers = [world.work() for _ in range(3)]
    time.sleep(4)
    assert world.marks("daily") == []
    world.run("make-due")
    world.until("daily", 1)
    time.sleep(3)
    (ran,) = world.marks("daily")
    assert ran in {str(worker.pid) for worker in workers}
    for worker in workers:
        worker.terminate()
    assert [worker.wait(30) for worker in workers] == [0, 0, 0]
    assert list((world.folder / "workers").iterdir()) == []
