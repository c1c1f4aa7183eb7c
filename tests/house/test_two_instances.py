"""Two real instances, each with its own folder, keys and server, witness one another's log."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
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


ORGANISATION = "kakuu-seiko"


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


def _grow(house: House, out: Path, indices: Sequence[int]) -> None:
    """Each proof that the organisation hands out is an entry of its log."""
    for index in indices:
        done = house.trail(
            "prove", str(index), "--organisation", ORGANISATION, "--out", str(out / str(index))
        )
        assert done.returncode == 0, done.stderr


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_a_log_that_went_back_is_refused_until_the_witness_accepts_that(
    houses: tuple[House, House], tmp_path: Path
) -> None:
    here, there = houses
    base, old = here.data / "kuramori.sqlite3", tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(base)) as read:
        ask = (
            'SELECT "index" FROM trail_entry WHERE organisation_id = '
            "(SELECT id FROM people_organisation WHERE slug = ?)"
        )
        indices = [index for (index,) in read.execute(ask, [ORGANISATION])]
    before = here.standing("--now")[1]["size"]
    _copied(base, old)
    _grow(here, tmp_path, indices[:3])
    assert here.standing("--now")[1]["size"] == before + 3

    # The old backup is put back, and life goes on.
    _copied(old, base)
    _grow(here, tmp_path, indices[3:4])
    code, told = here.standing("--now")
    assert (code, told["size"], told["places"][0]["trouble"]) == (1, before, "forked")
    assert [alarm["how"] for alarm in told["alarms"]] == ["longer"]
    assert "--state-rollback" in here.trail("witness").stdout

    # Its operator says so; the witness's operator sees what that means, and decides.
    stated = here.trail("witness", "--state-rollback", "--why", "restored on Sunday")
    letter = tmp_path / "rollback.txt"
    letter.write_text(stated.stdout, encoding="utf-8")
    shown = there.trail("witness", "--accept-rollback", str(letter))
    assert shown.returncode == 2
    assert "restored on Sunday" in shown.stderr
    assert str(before + 3) in shown.stderr
    assert here.standing("--now")[1]["places"][0]["trouble"] == "forked"
    assert there.trail("witness", "--accept-rollback", str(letter), "--why", "telephoned").returncode == 0

    # From there on it is cosigned again; the alarms stay until somebody says why.
    code, told = here.standing("--now")
    assert (code, told["places"][0]["trouble"], told["size"]) == (1, None, told["entries"])
    numbers = [str(alarm["number"]) for alarm in told["alarms"]]
    assert here.trail("witness", "--settle", *numbers, "999", "--why", "restored").returncode == 1
    assert here.standing()[1]["alarms"] == told["alarms"]
    assert here.trail("witness", "--settle", *numbers, "--why", "restored").returncode == 0
    code, told = here.standing("--now")
    assert (code, told["size"]) == (0, told["entries"])
    assert there.standing()[0] == 0


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
