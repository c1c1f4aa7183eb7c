"""Power cuts and SIGKILL: no acknowledged write is lost, and the records and the trail always tell the same."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import apsw
import pytest

from kuramori.site.database import PRAGMAS
from tests.durability.power import Disk, PowerGone

ROOT = Path(__file__).parent.parent.parent
IS_LONG = os.environ.get("KURAMORI_LONG") == "1"
CUTS, KILLS = (1000, 200) if IS_LONG else (30, 4)
KEPT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("KURAMORI_", "DJANGO_", "DATABASE_"))
}


def run(*arguments: str) -> str:
    told = subprocess.run(
        [sys.executable, "-P", "-m", *arguments],
        env={**KEPT, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return told.stdout


@pytest.fixture(scope="module")
def transactions(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What sixty everyday doings really send to the database."""
    traced = shutil.copytree(demo_data, tmp_path_factory.mktemp("traced") / "data")
    found = json.loads(run("tests.durability.tracing", str(traced), "60", "7"))
    assert len(found) > 40
    assert any("trail_entry" in statement for one in found for statement in one)
    return found


@pytest.fixture(scope="module")
def start(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database before the doings, as one file."""
    copy = tmp_path_factory.mktemp("start") / "base.sqlite3"
    with (
        closing(sqlite3.connect(demo_data / "kuramori.sqlite3")) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def play(
    path: Path, disk: Disk, transactions: list[list[str]], done: Callable[[int], None], *, synchronous: str
) -> None:
    """Send the transactions with the product's own settings; `done` is told after each acknowledged commit."""
    base = apsw.Connection(str(path), vfs=disk.name)
    try:
        # The index of the WAL lies in memory then: only real files pass the disk.
        base.execute("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in filter(None, PRAGMAS.split(";")):
            base.execute(pragma)
        base.execute(f"PRAGMA synchronous={synchronous}")
        base.execute("PRAGMA wal_autocheckpoint=40")  # often, so that the power also goes while pages move
        for number, statements in enumerate(transactions, 1):
            base.execute("BEGIN IMMEDIATE")
            for statement in statements:
                list(base.execute(statement))
            base.execute("COMMIT")
            done(number)
    finally:
        with suppress(apsw.Error, PowerGone):
            base.close()


def state(path: Path) -> str:
    """A digest of every row of every table; the file must be sound."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # The word index is only a face of the tables beside it.
        wanted = "type = 'table' AND name <> 'search_words'"
        names = base.execute(f"SELECT name FROM sqlite_master WHERE {wanted} ORDER BY name").fetchall()
        for (name,) in names:
            digest.update(
                repr((name, base.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall())).encode()
            )
    return digest.hexdigest()


def states(start: Path, transactions: list[list[str]]) -> list[str]:
    """The digest before the first transaction and after each."""
    with closing(sqlite3.connect(start, isolation_level=None)) as base:
        found = [state(start)]
        for statements in transactions:
            base.execute("BEGIN")
            for statement in statements:
                base.execute(statement).fetchall()
            base.execute("COMMIT")
            found.append(state(start))
    return found


def cut(
    start: Path, place: Path, transactions: list[list[str]], at: int, synchronous: str = "FULL"
) -> tuple[int, str]:
    """Cut the power at step `at`: how many commits were acknowledged, and the digest of what is left."""
    path = place / f"cut-{at}.sqlite3"
    shutil.copy(start, path)
    disk, acknowledged = Disk(f"disk-{synchronous}-{at}", cut_at=at), [0]
    with suppress(PowerGone, apsw.Error):
        play(
            path,
            disk,
            transactions,
            lambda number: acknowledged.__setitem__(0, number),
            synchronous=synchronous,
        )
    disk.lose(random.Random(at))
    disk.unregister()
    left = state(path)
    for file in place.glob(f"cut-{at}.sqlite3*"):
        file.unlink()
    return acknowledged[0], left


@pytest.fixture(scope="module")
def course(
    start: Path, transactions: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], int]:
    """The state after each transaction, and how many steps the disk takes without a cut."""
    place = tmp_path_factory.mktemp("course")
    after = states(shutil.copy(start, place / "states.sqlite3"), transactions)
    disk = Disk("disk-whole")
    play(
        shutil.copy(start, place / "whole.sqlite3"),
        disk,
        transactions,
        lambda number: None,
        synchronous="FULL",
    )
    disk.unregister()
    assert state(place / "whole.sqlite3") == after[-1]
    return after, disk.steps


def test_a_power_cut_loses_nothing_acknowledged_and_halves_nothing(
    start: Path,
    transactions: list[list[str]],
    course: tuple[list[str], int],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    after, steps = course
    dice, acknowledged = random.Random(20261122), 0
    for _ in range(CUTS):
        done, left = cut(start, tmp_path, transactions, dice.randint(1, steps))
        # What stands is a whole number of transactions: those acknowledged, or the one then under way too.
        assert left in after[done : done + 2], f"{done} commits were acknowledged"
        acknowledged += done
    record_property("power cuts", CUTS)
    record_property("acknowledged commits", acknowledged)
    assert acknowledged > CUTS


def test_the_power_cut_itself_would_show_a_careless_setting(
    start: Path, transactions: list[list[str]], course: tuple[list[str], int], tmp_path: Path
) -> None:
    """With synchronous=NORMAL, the usual advice for the web, acknowledged commits do get lost."""
    after, steps = course
    dice, losses = random.Random(5), 0
    for _ in range(12):
        done, left = cut(start, tmp_path, transactions, dice.randint(steps // 4, steps), synchronous="NORMAL")
        losses += left not in after[done:]
    assert losses > 0


def test_a_killed_process_loses_nothing_acknowledged(
    demo_data: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    data = shutil.copytree(demo_data, tmp_path / "data")
    told = json.loads(run("tests.durability.killing", str(data), str(KILLS), "3"))
    assert (told["lost"], told["mismatches"], told["whole"]) == (0, 0, True)
    assert told["acknowledged"] == KILLS
    record_property("kills", told)
