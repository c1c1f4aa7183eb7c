"""Two real instances, each with its own folder, keys and server, witness one another's log."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kuramori.rules import notes
from tests.house import tree
from tests.house.test_commands import kuramori
from tests.house.test_serve import _serving

pytestmark = pytest.mark.xdist_group("serve")


@dataclass
class House:
    """One instance, by its folder."""

    data: Path

    def trail(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return kuramori("trail", *arguments, "--data", str(self.data))

    def standing(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        done = self.trail("witness", *arguments, "--json")
        told = json.loads(done.stdout)
        schema = tree.ROOT / "docs/reference/schemas/trail-witness.schema.json"
        jsonschema.validate(told, json.loads(schema.read_text(encoding="utf-8")))
        return done.returncode, told

    @cached_property
    def witness_key(self) -> str:
        return self.trail("witness", "--key").stdout.strip()

    @cached_property
    def log_key(self) -> str:
        return self.trail("checkpoint", "--key").stdout.strip()

    def checkpoint(self) -> str:
        return self.trail("checkpoint").stdout


def _knows(house: House, other: House, url: str) -> None:
    (house.data / "kuramori.toml").write_text(
        f'[[witness]]\nname = "相手"\nurl = "{url}/witness/"\nkey = "{other.witness_key}"\nprivate_network = true\n'
        f'[[witnessed_log]]\nname = "相手"\nkey = "{other.log_key}"\n',
        encoding="utf-8",
    )


def _with_keys_of_its_own(data: Path, copy: Path) -> Path:
    """The same records as another instance's: with its own log key nothing that was signed is its own."""
    shutil.copytree(data, copy)
    for name in ("log.key", "witness.key"):
        (copy / "keys" / name).unlink(missing_ok=True)
    with closing(sqlite3.connect(copy / "kuramori.sqlite3")) as base, base:
        for table in ("trail_checkpoint", "trail_anchor"):
            base.execute(f"DELETE FROM {table}")
    return copy


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Iterator[tuple[House, House]]:
    here = House(tmp_path_factory.mktemp("here") / "data")
    shutil.copytree(demo_data, here.data)
    there = House(_with_keys_of_its_own(here.data, tmp_path_factory.mktemp("there") / "data"))
    # A server reads its settings when it starts, and the addresses are known only then: whose log to witness first.
    for house, other in ((here, there), (there, here)):
        _knows(house, other, "http://127.0.0.1:1")
    with ExitStack() as served:
        for house, other in ((here, there), (there, here)):
            address = served.enter_context(_serving(house.data, "--web-only", "--port", "0")).address
            _knows(other, house, str(address))
        yield here, there


def test_each_cosigns_the_others_checkpoint(houses: tuple[House, House]) -> None:
    for house, other in (houses, houses[::-1]):
        code, told = house.standing("--now")
        assert (code, told["alarms"]) == (0, [])
        assert told["size"] == told["entries"] > 100
        assert [(one["kind"], one["name"], one["trouble"]) for one in told["places"]] == [
            ("witness", "相手", None)
        ]
        note = notes.note_from(house.checkpoint())
        notes.check_signed(note, notes.verifier_from(house.log_key))
        assert notes.check_cosigned(note.text, note.signatures, notes.verifier_from(other.witness_key)) > 0


def test_the_other_can_check_a_checkpoint_that_was_handed_over(
    houses: tuple[House, House], tmp_path: Path
) -> None:
    here, there = houses
    here.standing("--now")
    handed = tmp_path / "checkpoint"
    handed.write_text(here.checkpoint(), encoding="utf-8")
    assert here.trail("witness", "--check", str(handed)).returncode == 0
    assert there.trail("witness", "--check", str(handed)).returncode == 0
    handed.write_text(
        re.sub(r"\n(\d+)\n", lambda found: f"\n{int(found[1]) + 1}\n", handed.read_text(), count=1)
    )
    assert there.trail("witness", "--check", str(handed)).returncode == 1
    handed.write_text("hello\n", encoding="utf-8")
    assert there.trail("witness", "--check", str(handed)).returncode == 1
    assert there.trail("witness", "--check", str(tmp_path / "none")).returncode == 2


def test_an_administrator_who_rewrites_everything_is_found_by_the_other(houses: tuple[House, House]) -> None:
    """Last: from here on the one log is forked."""
    here, _there = houses
    here.standing("--now")
    held = notes.note_from(here.checkpoint()).text
    with closing(sqlite3.connect(here.data / "kuramori.sqlite3")) as base, base:
        base.execute('UPDATE trail_entry SET leaf = replace(leaf, \'"v":1\', \'"v":2\') WHERE "index" = 7')
        for table in ("trail_tile", "trail_checkpoint", "trail_anchor", "trail_errand"):
            base.execute(f"DELETE FROM {table}")
    code, told = here.standing("--now")
    assert code == 1
    assert [alarm["how"] for alarm in told["alarms"]] == ["refused"]
    assert told["places"][0]["trouble"] == "forked"
    assert notes.note_from(here.checkpoint()).text != held
    number = str(told["alarms"][0]["number"])
    assert here.trail("witness", "--settle", number).returncode == 2
    assert here.trail("witness", "--settle", number, "--why", "試験").returncode == 0
    assert here.trail("witness", "--settle", number, "--why", "試験").returncode == 1
    assert here.standing()[0] == 0
