"""Where the programs lie that tests need and no Python package brings: `python -m tests.programs NAME`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def chromium() -> str | None:
    """A Chromium or Chrome to drive; `CHROMIUM` names another one."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ([named] if named else CHROMIUMS))
    return next(filter(None, found), None)


def postgresql() -> str | None:
    """The folder that holds `initdb` and `pg_ctl`, the newest version where there are several."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: float(found.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    complete = [found for found in folders if (found / "initdb").exists() and (found / "pg_ctl").exists()]
    return str(complete[-1]) if complete else None


if __name__ == "__main__":
    place = {"chromium": chromium, "postgresql": postgresql}[sys.argv[1]]()
    if place is None:
        sys.exit(1)
    print(place)
