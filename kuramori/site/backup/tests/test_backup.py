"""A backup as an operator makes, verifies and restores it."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest
from pyrage import x25519

from kuramori.site.backup.tests.conftest import FILES, Kuramori, _environment


def _entries(data: Path) -> int:
    with closing(sqlite3.connect(data / "kuramori.sqlite3")) as records:
        return int(records.execute("SELECT count(*) FROM trail_entry").fetchone()[0])


def test_a_restored_house_holds_everything_and_the_entries_that_say_so(
    house: Path, backup: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    done = kuramori("restore", backup, "--data", new, "--identity", house / "keys" / "backup.identity")
    assert done.returncode == 0, done.stderr
    assert {name: (new / name).read_bytes() for name in FILES} == FILES
    assert (new / "secret.key").read_text() == (house / "secret.key").read_text()
    assert (new / "keys" / "backup.identity").read_text() == (house / "keys" / "backup.identity").read_text()
    # One of the house itself, and one in the trail of each organisation whose records went back.
    with closing(sqlite3.connect(new / "kuramori.sqlite3")) as records:
        houses = int(records.execute("SELECT count(*) FROM people_organisation").fetchone()[0])
    assert _entries(new) == _entries(house) + 1 + houses
    with closing(sqlite3.connect(new / "kuramori.sqlite3")) as records:
        rows = records.execute("SELECT event FROM trail_entry WHERE event LIKE 'site:%'").fetchall()
    assert rows == [("site:backup:restored",)] * (1 + houses)
    open_to_others = [path for path in new.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert [path.name for path in open_to_others] == []
    assert list(tmp_path.iterdir()) == [new]


def test_verify_restores_for_a_try_and_leaves_nothing(house: Path, backup: Path, kuramori: Kuramori) -> None:
    before = sorted(house.rglob("*"))
    done = kuramori("backup", "--verify", backup, "--data", house, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["whole"], told["restored"], told["integrity"]) == (True, True, None)
    assert told["trail"] != "bad"
    assert sorted(house.rglob("*")) == before


def test_without_an_identity_the_house_it_came_from_is_asked(
    backup: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    assert kuramori("restore", backup, "--data", tmp_path / "new").returncode == 0


def test_nothing_of_the_house_can_be_read_without_the_identity(house: Path, backup: Path) -> None:
    content = backup.read_bytes()
    assert b"SQLite format" not in content
    assert all(secret[:40] not in content for secret in FILES.values())
    with tarfile.open(backup) as file:
        assert file.getnames() == ["kuramori-backup.json", "keys.age", "data.age"]


def test_another_recipient_opens_the_records_but_not_the_keys(
    house: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    auditor = x25519.Identity.generate()
    out = tmp_path / "out"
    made = kuramori("backup", out, "--data", house, "--recipient", auditor.to_public())
    assert made.returncode == 0, made.stderr
    (tmp_path / "auditor").write_text(str(auditor))
    done = kuramori("restore", out, "--data", tmp_path / "new", "--identity", tmp_path / "auditor")
    assert done.returncode == 1
    assert "この鍵では開けません" in done.stderr
    assert not (tmp_path / "new").exists()


def test_the_identity_may_be_typed_from_paper(
    house: Path, backup: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    text = (house / "keys" / "backup.identity").read_text().splitlines()[1].lower()
    (tmp_path / "typed").write_text(" ".join(text[at : at + 4] for at in range(0, len(text), 4)) + "\n")
    done = kuramori(
        "backup", "--verify", backup, "--data", tmp_path / "none", "--identity", tmp_path / "typed"
    )
    assert done.returncode == 0, done.stderr


def test_a_folder_with_something_in_it_is_refused(backup: Path, kuramori: Kuramori, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = kuramori("restore", backup, "--data", tmp_path)
    assert done.returncode == 2
    assert "空ではありません" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled_in_place(backup: Path, kuramori: Kuramori, tmp_path: Path) -> None:
    inode = tmp_path.stat().st_ino  # a mounted volume could not be replaced
    assert kuramori("restore", backup, "--data", tmp_path).returncode == 0
    assert tmp_path.stat().st_ino == inode
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_without_records_is_no_house(kuramori: Kuramori, tmp_path: Path) -> None:
    done = kuramori("backup", tmp_path / "out", "--data", tmp_path / "none")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_backup_made_while_others_write_holds_one_moment(
    house: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(house, tmp_path / "data"))
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\n"
            "db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)\n"
            "db.execute('PRAGMA journal_mode=WAL')\n"
            "db.execute('CREATE TABLE a (n)'); db.execute('CREATE TABLE b (n)')\n"
            "print(flush=True)\n"
            "while True:\n"
            "    db.execute('BEGIN IMMEDIATE')\n"
            "    db.execute('INSERT INTO a VALUES (1)'); db.execute('INSERT INTO b VALUES (1)')\n"
            "    db.execute('COMMIT')\n",
            str(data / "kuramori.sqlite3"),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        done = kuramori("backup", tmp_path / "out", "--data", data)
    finally:
        writer.kill()
        writer.communicate()
    assert done.returncode == 0, done.stderr
    assert kuramori("restore", tmp_path / "out", "--data", tmp_path / "new").returncode == 0
    with closing(sqlite3.connect(tmp_path / "new" / "kuramori.sqlite3")) as records:
        a, b = (records.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in "ab")
    assert a == b
    assert a > 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_backup_leaves_the_older_one_whole(
    house: Path, backup: Path, kuramori: Kuramori, tmp_path: Path, number: signal.Signals
) -> None:
    data = Path(shutil.copytree(house, tmp_path / "data"))
    with (data / "files" / "large").open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: takes seconds to carry, and no room on the disk
    out = Path(shutil.copy(backup, tmp_path / "out"))
    older = out.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kuramori", "backup", str(out), "--data", str(data)],
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not list(data.glob(".backup-*/*")) and process.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(number)
    assert process.wait(timeout=20) != 0
    assert out.read_bytes() == older
    (data / "files" / "large").unlink()
    assert kuramori("backup", out, "--data", data).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]
    assert not list(data.glob(".backup-*"))


def test_a_disk_that_fills_up_is_said_and_the_older_backup_stays(
    house: Path, backup: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copy(backup, tmp_path / "out"))
    limit = backup.stat().st_size - 50_000
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", "backup", str(out), "--data", str(house)],
        env=_environment(),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert done.returncode == 2
    assert "前の写しはそのままです" in done.stderr
    assert out.read_bytes() == backup.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not list(house.glob(".backup-*"))


def test_a_trail_that_was_rewritten_is_found_on_verifying(
    backup: Path, kuramori: Kuramori, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert kuramori("restore", backup, "--data", data).returncode == 0  # one entry tells of it
    assert kuramori("backup", tmp_path / "good", "--data", data).returncode == 0
    seen = kuramori("backup", "--verify", tmp_path / "good", "--data", data)
    assert (seen.returncode, "証跡 1件が、つながっています" in seen.stdout) == (0, True), (
        seen.stdout + seen.stderr
    )
    with closing(sqlite3.connect(data / "kuramori.sqlite3")) as records, records:
        records.execute("UPDATE trail_entry SET event = 'people:person:joined'")
    assert kuramori("backup", tmp_path / "bad", "--data", data).returncode == 0
    seen = kuramori("backup", "--verify", tmp_path / "bad", "--data", data)
    assert seen.returncode == 1
    assert "証跡が合いません" in seen.stdout
    done = kuramori("restore", tmp_path / "bad", "--data", tmp_path / "new")
    assert done.returncode == 0  # the records are needed all the same
    assert "合わないところがあります" in done.stderr
