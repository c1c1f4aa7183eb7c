"""The data folder of the demonstration, made once for all tests and all workers of a run."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tables


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration on SQLite, made once. Copy it before you change anything."""
    # Workers of one run have their folders side by side, and share what takes many seconds to make.
    is_one_of_many = "PYTEST_XDIST_WORKER" in os.environ
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if is_one_of_many else here
    data, made = shared / "demo-data", shared / "demo-data.made"
    with (shared / "demo-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make_demo(data)
            made.touch()
    return data


def _make_demo(data: Path) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KURAMORI_", "DJANGO_", "DATABASE_"))
    }
    root = Path(__file__).parent.parent
    tables.seed(data)
    subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", "demo", "--data", str(data)],
        env={**kept, "PYTHONPATH": str(root)},
        capture_output=True,
        timeout=300,
        check=True,
    )
