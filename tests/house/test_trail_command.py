"""`kuramori trail …` on the records of the demonstration, and on records that somebody has changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from tests.house import tree
from tests.house.test_commands import kuramori


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_data, tmp_path / "data")


def told(name: str, *arguments: str) -> tuple[int, dict[str, object]]:
    ended = kuramori("trail", name, *arguments, "--json")
    answer = json.loads(ended.stdout)
    schema = tree.ROOT / f"docs/reference/schemas/trail-{name}.schema.json"
    jsonschema.validate(answer, json.loads(schema.read_text(encoding="utf-8")))
    return ended.returncode, answer


def change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "kuramori.sqlite3")) as base, base:
        base.execute(statement)


def test_the_demonstrations_trail_holds_and_is_signed_to_its_end(data: Path) -> None:
    code, answer = told("verify", "--data", str(data))
    assert (code, answer["whole"], answer["faults"]) == (0, True, [])
    assert answer["entries"] > 200
    assert answer["checkpoints"] >= 1


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE trail_entry SET event = 'checks:sheet:begun' WHERE \"index\" = 40", "column"),
        ("UPDATE trail_entry SET leaf = replace(leaf, 'T0', 'T1') WHERE \"index\" = 100", "root"),
        ('DELETE FROM trail_entry WHERE "index" = (SELECT max("index") FROM trail_entry)', "cut"),
        ('DELETE FROM trail_entry WHERE "index" = 7', "missing"),
    ],
)
def test_a_changed_trail_is_refused_with_the_place(data: Path, statement: str, rule: str) -> None:
    change(data, statement)
    code, answer = told("verify", "--data", str(data))
    faults = answer["faults"]
    assert isinstance(faults, list)
    assert code == 1
    assert rule in {fault["rule"] for fault in faults}


def test_whoever_keeps_a_checkpoint_outside_finds_a_log_that_was_rebuilt(data: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    assert kuramori("trail", "checkpoint", "--data", str(data), "-o", str(held)).returncode == 0
    as_browser = "leaf = replace(leaf, '\"command\"', '\"browser\"'), via = 'browser'"
    change(data, f"UPDATE trail_entry SET {as_browser} WHERE via = 'command'")
    change(data, "DELETE FROM trail_checkpoint")
    change(data, "DELETE FROM trail_tile")
    assert told("verify", "--data", str(data))[0] == 0
    ended = kuramori("trail", "verify", "--data", str(data), "--held", str(held))
    assert ended.returncode == 1
    assert "書き換え" in ended.stdout


def test_a_proof_tells_the_contents_only_for_the_organisation_itself(data: Path) -> None:
    code, bare = told("prove", "12", "--data", str(data))
    assert (code, bare["entry"]["payload"]) == (0, None)  # type: ignore[index]
    slugs = ["kasou-juki", "kakuu-seiko", "mihon-kanagata", "reiji-hyomen"]
    ended = {
        slug: kuramori("trail", "prove", "12", "--data", str(data), "--organisation", slug, "--json")
        for slug in slugs
    }
    allowed = [json.loads(one.stdout) for one in ended.values() if one.returncode == 0]
    assert [one.returncode for one in ended.values()].count(1) == 3
    assert allowed[0]["entry"]["payload"]["value"].startswith("{")
    refused = kuramori("trail", "prove", "12", "--data", str(data), "--organisation", "nobody")
    assert refused.returncode == 2


def test_a_proof_of_nothing_is_refused(data: Path) -> None:
    for number in ("999999", "-1"):
        ended = kuramori("trail", "prove", "--data", str(data), "--", number)
        assert ended.returncode == 1
        assert ended.stdout == ""


def test_the_proof_is_written_into_two_files_that_belong_together(data: Path, tmp_path: Path) -> None:
    ended = kuramori("trail", "prove", "3", "--data", str(data), "-o", str(tmp_path / "three"))
    assert ended.returncode == 0
    assert (
        (tmp_path / "three.tlog-proof")
        .read_text(encoding="utf-8")
        .startswith("c2sp.org/tlog-proof@v1\nindex 3\n")
    )
    assert json.loads((tmp_path / "three.entry.json").read_text(encoding="utf-8"))["index"] == 3


def test_the_verifier_key_stays_the_same(data: Path) -> None:
    keys = {kuramori("trail", "checkpoint", "--key", "--data", str(data)).stdout for _ in range(2)}
    assert len(keys) == 1
    assert keys.pop().startswith("kuramori/")
    assert (data / "keys" / "log.key").stat().st_mode & 0o777 == 0o600


def test_a_folder_without_records_and_a_checkpoint_that_is_missing_are_told(
    tmp_path: Path, data: Path
) -> None:
    nothing = kuramori("trail", "verify", "--data", str(tmp_path / "nothing"))
    missing = kuramori("trail", "verify", "--data", str(data), "--held", str(tmp_path / "gone"))
    assert (nothing.returncode, missing.returncode) == (2, 2)
    assert not (tmp_path / "nothing").exists()


def test_a_pack_from_the_command_line_is_good_for_the_verifier_that_it_brings(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pack.zip"
    words = ["--data", str(data), "--organisation", "kakuu-seiko"]
    code, answer = told("pack", str(out), *words, "--until", "2100-01-01")
    assert code == 0
    assert answer["entries"] > 20
    with zipfile.ZipFile(out) as archive:
        archive.extract("verify.py", tmp_path)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    again = kuramori("trail", "pack", str(out), *words)
    nobody = kuramori(
        "trail", "pack", str(tmp_path / "b.zip"), "--data", str(data), "--organisation", "nobody"
    )
    assert (again.returncode, nobody.returncode) == (2, 2)
    assert not (tmp_path / "b.zip").exists()
    wrong = kuramori("trail", "pack", str(tmp_path / "c.zip"), *words, "--from", "2026/1/1")
    assert wrong.returncode == 2
    assert "2026-11-22" in wrong.stderr


def test_the_whole_log_is_written_as_tiles_only_while_it_fits_its_checkpoint(
    data: Path, tmp_path: Path
) -> None:
    code, answer = told("tiles", str(tmp_path / "log"), "--data", str(data))
    assert code == 0
    verify = tree.ROOT / "kuramori/ground/trail/offline/verify.py"
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(verify), str(tmp_path / "log"), "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    facts = json.loads(ended.stdout)["checked"][0]["facts"]
    assert (ended.returncode, facts["size"]) == (0, answer["size"])
    assert kuramori("trail", "tiles", str(tmp_path / "log"), "--data", str(data)).returncode == 2
    change(data, 'DELETE FROM trail_entry WHERE "index" = 7')
    change(data, "DELETE FROM trail_tile")
    assert kuramori("trail", "tiles", str(tmp_path / "other"), "--data", str(data)).returncode == 1
