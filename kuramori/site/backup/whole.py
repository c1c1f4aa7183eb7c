"""A file that is there whole or not at all, however the one who writes it ends."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def beside(out: Path) -> Iterator[BinaryIO]:
    """A file to write and seek in, which takes the place of `out` (mode 0600) when the block ends well.

    Where the disk can hold a file without a name, a killed writer leaves nothing behind; elsewhere it leaves
    `.NAME.half`, which the next one writes over.
    """
    half = out.parent / f".{out.name}.half"
    nameless = _nameless(out.parent)
    handle = nameless if nameless is not None else os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if nameless is not None:
                half = out.parent / f".{out.name}.{secrets.token_hex(4)}"
                _give_name(nameless, half)
        half.replace(out)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    parent = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _give_name(handle: int, path: Path) -> None:
    """As linkat(2) describes it; Python follows the link only where a folder is given beside the name."""
    folder = os.open("/proc/self/fd", os.O_RDONLY)
    try:
        os.link(str(handle), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _nameless(parent: Path) -> int | None:
    """An open file without a name in this folder (Linux; not on FAT or most network disks), else None."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not Path("/proc/self/fd").exists():
        return None
    try:
        return os.open(parent, os.O_RDWR | flag, 0o600)
    except OSError:
        return None
