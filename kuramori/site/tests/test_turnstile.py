"""Processes that write to one SQLite database let one another in. Two turnstiles before one file are two processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from kuramori.site.turnstile import GATE, Turnstile


def test_whoever_writes_on_and_on_lets_the_other_in_between(tmp_path: Path) -> None:
    busy, other = Turnstile(tmp_path / "db"), Turnstile(tmp_path / "db")
    held, is_over = 0, threading.Event()

    def write_on() -> None:
        nonlocal held
        while not is_over.is_set():
            assert busy.acquire()
            held += 1
            time.sleep(0.02)
            busy.release()  # and at once again: there is no gap

    writer = threading.Thread(target=write_on)
    writer.start()
    while not held:
        time.sleep(0.001)
    passed = []
    for _ in range(5):
        before = held
        assert other.acquire()
        passed.append(held - before)
        other.release()
    is_over.set()
    writer.join()
    # One was under way when the other came, and another one begins at most before it is counted here.
    assert max(passed) <= 2


def test_it_gives_up_in_time_and_leaves_nothing_locked(tmp_path: Path) -> None:
    holder, late = Turnstile(tmp_path / "db"), Turnstile(tmp_path / "db", at_most_seconds=0.02)
    assert holder.acquire()
    assert not late.acquire()
    late.release()
    third = Turnstile(tmp_path / "db", at_most_seconds=0.02)
    assert not third.acquire()
    holder.release()
    assert third.acquire()
    third.release()


def test_a_process_that_ends_in_the_middle_holds_nobody_up(tmp_path: Path) -> None:
    died = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys; from pathlib import Path; from kuramori.site.turnstile import Turnstile\n"
            "assert Turnstile(Path(sys.argv[1])).acquire(); os._exit(9)",
            str(tmp_path / "db"),
        ],
        check=False,
    )
    assert died.returncode == 9
    mine = Turnstile(tmp_path / "db", at_most_seconds=0.5)
    assert mine.acquire()
    mine.release()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_transaction_stands_at_the_gate_until_it_ends(is_kept: bool) -> None:
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        pytest.skip("the turnstile stands before a file of SQLite")
    database = Path(str(connection.settings_dict["NAME"]))
    other = Turnstile(database, at_most_seconds=0.01)
    with transaction.atomic():
        assert not other.acquire()
        transaction.set_rollback(not is_kept)
    assert other.acquire()
    other.release()
    assert Path(f"{database}{GATE}").stat().st_mode & 0o777 == 0o600
