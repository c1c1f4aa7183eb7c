"""The same on PostgreSQL, by its own programs. Runs where the suite runs on PostgreSQL."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from kuramori.site.backup import postgres
from kuramori.site.backup.tests.conftest import FILES, Kuramori, _environment
from kuramori.site.database import database_from

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def databases(transactional_db: None) -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases on the server of the suite."""
    if not shutil.which("pg_dump"):
        pytest.skip("needs pg_dump")
    url = os.environ["DATABASE_URL"]
    chosen = database_from(url, Path())
    names = [f"kuramori_{secrets.token_hex(4)}" for _ in range(2)]
    for name in names:
        postgres.run("createdb", [name], chosen)
    first, second = (urlsplit(url)._replace(path=f"/{name}").geturl() for name in names)
    yield first, second
    for name in names:
        postgres.run("dropdb", ["--if-exists", "--force", name], chosen)


def test_a_house_on_postgresql_comes_back_whole(
    databases: tuple[str, str], kuramori: Kuramori, tmp_path: Path
) -> None:
    here, there = databases
    data, out = tmp_path / "data", tmp_path / "out"
    for name, content in FILES.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    subprocess.run(
        [sys.executable, "-P", "-m", "kuramori.site.prepare", ""],
        env=_environment(
            KURAMORI_DATA=str(data), DATABASE_URL=here, DJANGO_SETTINGS_MODULE="kuramori.site.settings"
        ),
        check=True,
        capture_output=True,
    )
    made = kuramori("backup", out, "--data", data, "--json", DATABASE_URL=here)
    assert made.returncode == 0, made.stderr
    seen = kuramori("backup", "--verify", out, "--data", data, "--json", DATABASE_URL=here)
    assert seen.returncode == 0, seen.stderr
    assert json.loads(seen.stdout)["restored"] is True

    taken = kuramori("restore", out, "--data", tmp_path / "taken", DATABASE_URL=here)
    assert taken.returncode == 1
    assert "空ではありません" in taken.stderr
    assert not (tmp_path / "taken").exists()
    assert kuramori("restore", out, "--data", tmp_path / "none").returncode == 2

    back = kuramori("restore", out, "--data", tmp_path / "new", "--json", DATABASE_URL=there)
    assert back.returncode == 0, back.stderr
    assert {name: (tmp_path / "new" / name).read_bytes() for name in FILES} == FILES
    assert not (tmp_path / "new" / "database.pgdump").exists()
    again = json.loads(
        kuramori("backup", tmp_path / "two", "--data", tmp_path / "new", "--json", DATABASE_URL=there).stdout
    )
    assert again["trail_size"] == json.loads(made.stdout)["trail_size"] + 1
    assert again["recipient"] == json.loads(made.stdout)["recipient"]
