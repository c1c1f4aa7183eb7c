"""The shipped pack, built once from its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuramori.rules.building import build
from kuramori.rules.catalogue import Pack

TICS = Path(__file__).resolve().parents[3] / "content" / "jp" / "meti" / "tics"


@pytest.fixture(scope="session")
def tics_files() -> dict[str, bytes]:
    """Name to bytes of every YAML file of the shipped self-check."""
    return {path.relative_to(TICS).as_posix(): path.read_bytes() for path in TICS.rglob("*.yaml")}


@pytest.fixture(scope="session")
def tics(tics_files: dict[str, bytes]) -> Pack:
    """The shipped self-check, its examples included in the building."""
    return build(tics_files, folder="jp/meti/tics")
