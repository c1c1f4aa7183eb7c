"""Asks a process of its own about a folder that was unpacked: settings bind to one data folder. See `settle`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kuramori.site.backup import faults

_ROOT = Path(__file__).resolve().parents[3]
_MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Look:
    """`integrity` is empty or what the database says is wrong; `trail` is good, bad or unknown, `why` tells more."""

    integrity: str
    trail: str
    trail_size: int
    why: str = ""

    @property
    def is_well(self) -> bool:
        return not self.integrity and self.trail != "bad"


def look(data: Path, database_url: str | None) -> Look:
    """Asks the database whether it is whole and the trail whether it is unaltered; changes nothing."""
    return Look(**_asked(data, database_url, "look"))


def fill(data: Path, database_url: str | None, dump: Path) -> None:
    """Fills the empty PostgreSQL database from the dump."""
    _asked(data, database_url, "fill", str(dump))


def note_restored(data: Path, database_url: str | None, backup_id: str, made_at: str) -> None:
    """Brings the tables to this version and writes the one entry that tells of the restoring."""
    _asked(data, database_url, "restored", backup_id, made_at)


def _asked(data: Path, database_url: str | None, *words: str) -> dict[str, Any]:
    kept: Mapping[str, str] = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    named = {"KURAMORI_DATA": str(data), "PYTHONPATH": str(_ROOT)}
    if database_url:
        named["DATABASE_URL"] = database_url
    named["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori.site.backup.settle", *words],
        env={**kept, **named},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1][:_MOST_SAID]
        raise faults.Damaged(
            f"写しのデータベースを使えません。何も変えていません: {said}",
            f"The backup's database cannot be used. Nothing was changed: {said}",
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
