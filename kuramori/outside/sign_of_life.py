"""A sign of life that no process can leave behind: a file that it keeps locked for as long as it lives.

The lock ends with the process, however it ends, kill -9 and power cut included. A process id would not do: the
next process may be given the same one.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def shown(path: Path) -> Iterator[None]:
    """Hold the file at `path` locked until the block ends, then take it away. Folders above it are made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def lives(path: Path) -> bool | None:
    """Whether the one who made the file still lives; None where that cannot be told from here.

    It cannot where there is no file (it ended in order, or it runs on another computer), or where the disk knows no
    locks.
    """
    try:
        with path.open() as file:
            # A shared lock: two who look at once do not take each other for the one who is looked for.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False
