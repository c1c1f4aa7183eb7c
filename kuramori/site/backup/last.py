"""When the last backup was made, noted in the data folder, for `doctor` and the status page."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

NOTE = "backup.json"
STALE_AFTER = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Last:
    """`at` is an aware moment, `size` in bytes."""

    at: datetime.datetime
    path: str
    size: int


def note(data: Path, path: Path, made_at: str, size: int) -> None:
    """Keeps it in one step, so that a cut leaves the older note."""
    new = data / f"{NOTE}.new"
    new.write_text(json.dumps({"at": made_at, "path": str(path), "size": size}) + "\n", encoding="utf-8")
    new.replace(data / NOTE)


def read(data: Path) -> Last | None:
    """None where none was ever made here, or the note cannot be read."""
    try:
        found = json.loads((data / NOTE).read_text(encoding="utf-8"))
        at = datetime.datetime.fromisoformat(found["at"])
        return Last(
            at if at.tzinfo else at.replace(tzinfo=datetime.UTC), str(found["path"]), int(found["size"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
