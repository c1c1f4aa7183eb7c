"""A small house with records, made once, and how to call the command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tables

ROOT = Path(__file__).resolve().parents[4]
Kuramori = Callable[..., "subprocess.CompletedProcess[str]"]
FILES = {
    "files/11111111-1111-1111-1111-111111111111/ab/abcd.sealed": os.urandom(300_000),
    "results/11111111-1111-1111-1111-111111111111/cd/cdef.sealed": b"result" * 9,
    "packs/見本/pack.yaml": "id: 見本\n".encode(),
    "kuramori.toml": b'[site]\naddress = "https://kuramori.example"\n',
    "keys/root.key": b"k" * 64 + b"\n",
}


def _environment(**more: str) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("KURAMORI_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture(scope="session")
def kuramori() -> Kuramori:
    """Runs a command on SQLite, as an operator does."""

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "kuramori", *map(str, words)],
            env=_environment(**environment),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database of this version, files, results, a pack, settings and keys."""
    data = tmp_path_factory.mktemp("house") / "data"
    tables.seed(data)
    for name, content in FILES.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    subprocess.run(
        [sys.executable, "-P", "-m", "kuramori.site.prepare", ""],
        env=_environment(KURAMORI_DATA=str(data), DJANGO_SETTINGS_MODULE="kuramori.site.settings"),
        capture_output=True,
        check=True,
    )
    return data


@pytest.fixture(scope="session")
def backup(house: Path, kuramori: Kuramori, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    out = tmp_path_factory.mktemp("usb") / "house.kurabackup"
    done = kuramori("backup", out, "--data", house)
    assert done.returncode == 0, done.stderr
    return out
