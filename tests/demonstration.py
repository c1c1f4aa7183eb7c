"""The data folder of the demonstration, made once for all tests and all workers of a run."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import tables

TOLD = "demo-data.told"


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration on SQLite, made once. Copy it before you change anything."""
    # Workers of one run have their folders side by side, and share what takes many seconds to make.
    is_one_of_many = "PYTEST_XDIST_WORKER" in os.environ
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if is_one_of_many else here
    data, told = shared / "demo-data", shared / TOLD
    with (shared / "demo-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(_made_quickly(data), encoding="utf-8")
    return data


@pytest.fixture(scope="session")
def demo_told(demo_data: Path) -> str:
    """What `kuramori demo` printed as it made that folder."""
    return (demo_data.parent / TOLD).read_text(encoding="utf-8")


def _made_quickly(data: Path) -> str:
    """Made in memory where there is some: its thousand small commits need not wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as quick:
        made = _make_demo(Path(quick) / "data")
        shutil.copytree(Path(quick) / "data", data)
    return made


def _make_demo(data: Path) -> str:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KURAMORI_", "DJANGO_", "DATABASE_"))
    }
    root = Path(__file__).parent.parent
    data.mkdir(mode=0o755)
    tables.seed(data)
    made = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", "demo", "--data", str(data)],
        env={**kept, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    return made.stdout
