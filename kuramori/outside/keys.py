"""Secrets that live in files of the data folder, readable by their owner only.

A key is made the first time it is asked for. Two processes asking at once end up with the same key:
the file is created exclusively, and who comes second reads what the first wrote.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path


class KeyUnreadable(RuntimeError):
    """The key file exists but is empty or cannot be read."""


def secret_text(path: Path, *, characters: int = 64) -> str:
    """Read the secret at `path`, making it (mode 0600) when it does not exist yet."""
    return text_once(path, lambda: secrets.token_urlsafe(characters)[:characters])


def text_once(path: Path, make: Callable[[], str]) -> str:
    """Read the text at `path`; where there is none, the one that `make` gives is written (mode 0600) and read."""
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(make() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return _read(path)


def _read(path: Path) -> str:
    # The one who created the file may not have written it yet: wait for it, half a second at most.
    for _ in range(50):
        text = path.read_text(encoding="ascii").strip()
        if text:
            return text
        time.sleep(0.01)
    raise KeyUnreadable(f"鍵のファイルが空です: {path.name}")
