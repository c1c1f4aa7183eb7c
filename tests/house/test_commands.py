"""The command line as a person or a script meets it: languages, exit codes, pipes, and what is not imported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from kuramori import __version__
from kuramori.site.cli import installed
from tests.house import tree

KEPT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("KURAMORI_", "DJANGO_", "DATABASE_"))
}


def kuramori(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a process of its own, in a locale that knows no Japanese."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", *arguments],
        env={**KEPT, "PYTHONPATH": str(tree.ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", **changed},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_without_a_command_the_help_comes_in_japanese() -> None:
    told = kuramori()
    assert told.returncode == 0
    assert "使い方" in told.stdout
    assert all(name in told.stdout for name in installed())


def test_the_help_comes_in_english_when_asked_for() -> None:
    told = kuramori("--lang", "en", "--help")
    assert told.returncode == 0
    assert "usage:" in told.stdout
    assert "使い方" not in told.stdout


@pytest.mark.parametrize("command", installed())
def test_each_command_explains_itself_in_both_languages(command: str) -> None:
    japanese, english = kuramori(command, "--help"), kuramori(command, "--help", "--lang", "en")
    assert (japanese.returncode, english.returncode) == (0, 0)
    assert "使い方" in japanese.stdout
    assert english.stdout.isascii(), english.stdout


def test_the_version_is_told() -> None:
    assert kuramori("--version").stdout.strip() == f"kuramori {__version__}"


@pytest.mark.parametrize("arguments", [["nix"], ["doctor", "--nix"], ["serve", "--port", "x"], ["--nix"]])
def test_a_wrong_way_of_asking_ends_with_2_and_a_japanese_sentence(arguments: list[str]) -> None:
    told = kuramori(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert "使い方" in told.stderr


def test_an_unexpected_failure_tells_what_to_do_and_shows_no_traceback(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.mkdir()  # a folder where the key should be
    (tmp_path / "kuramori.sqlite3").touch()
    told = kuramori("doctor", "--data", str(tmp_path))
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "KURAMORI_DEBUG=1" in told.stderr
    assert "Traceback" in kuramori("doctor", "--data", str(tmp_path), KURAMORI_DEBUG="1").stderr


def test_a_reader_that_goes_away_early_is_no_failure_worth_a_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kuramori", "--help"],
        env={**KEPT, "PYTHONPATH": str(tree.ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, complaint = process.communicate(timeout=60)
    assert complaint == b""
    assert process.returncode in {0, 141}


@pytest.mark.parametrize("command", ["check", "decide", "packs", "request", "serve"])
def test_commands_that_need_no_record_do_not_load_django(command: str) -> None:
    if command not in installed():
        pytest.skip(f"{command} is not there yet")
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, kuramori.site.cli.{command}; print('django' in sys.modules)"],
        env={**KEPT, "PYTHONPATH": str(tree.ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.stdout.strip() == "False", told.stderr


def test_doctor_finds_a_fresh_install_fit_and_makes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    told = kuramori("doctor", "--data", str(data))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "△" in told.stdout
    assert not data.exists()


def test_what_doctor_prints_as_json_is_what_its_schema_says(tmp_path: Path) -> None:
    told = kuramori("doctor", "--data", str(tmp_path / "data"), "--json")
    schema = json.loads((tree.ROOT / "docs/reference/schemas/doctor.schema.json").read_text(encoding="utf-8"))
    answer = json.loads(told.stdout)
    jsonschema.validate(answer, schema)
    assert answer["can_run"] is True
    assert {finding["id"] for finding in answer["findings"]} >= {
        "python",
        "sqlite",
        "fonts",
        "packs",
        "database",
    }


def test_demo_fills_a_folder_for_our_user_alone_and_adds_nothing_twice(
    tmp_path: Path, demo_data: Path, demo_told: str
) -> None:
    shutil.copytree(demo_data, tmp_path / "data")
    again = kuramori("demo", "--data", str(tmp_path / "data"))
    assert again.returncode == 0, again.stderr
    assert "見本の会社を 4社 作りました。" in demo_told
    assert "もうそろっています" in again.stdout
    assert demo_told.splitlines()[1:] == again.stdout.splitlines()[1:]
    made = list((tmp_path / "data").rglob("*"))
    assert (tmp_path / "data" / "kuramori.sqlite3") in made
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_a_lost_password_is_renewed_from_the_command_line(tmp_path: Path, demo_data: Path) -> None:
    data = str(tmp_path / "data")
    assert kuramori("password", "tadokoro@kakuu-seiko.example", "--data", data).returncode == 2
    shutil.copytree(demo_data, data, dirs_exist_ok=True)
    told = kuramori("password", "tadokoro@kakuu-seiko.example", "--data", data)
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()[0].removeprefix("新しいパスワード: ")) >= 12
    nobody = kuramori("password", "nobody@kakuu-seiko.example", "--data", data)
    assert (nobody.returncode, nobody.stdout) == (1, "")


def test_doctor_says_when_others_can_read_the_records(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    told = json.loads(kuramori("doctor", "--data", str(tmp_path), "--json").stdout)
    folder = next(finding for finding in told["findings"] if finding["id"] == "folder")
    assert folder["state"] == "care"
    assert "chmod 700" in folder["advice"]


def test_doctor_says_when_no_pack_can_be_used_by_a_broken_one_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "packs" / "broken"
    broken.mkdir(parents=True)
    (broken / "pack.yaml").write_text("id: [", encoding="utf-8")
    told = kuramori("doctor", "--data", str(tmp_path), "--json")
    packs = next(finding for finding in json.loads(told.stdout)["findings"] if finding["id"] == "packs")
    assert told.returncode == 0
    assert packs["state"] == "care"
    assert "broken" in packs["text"]
