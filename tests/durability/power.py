"""A disk that loses power: a file system for SQLite (apsw VFS) that keeps only what was synced.

At a drawn read-or-write step the power goes. Of everything written since a file was last synced, each 512-byte sector
either reached the platter or did not, and a file that grew may have kept any part of its growth.
"""

from __future__ import annotations

import random
from pathlib import Path

import apsw

SECTOR = 512


class PowerGone(Exception):
    """Nothing more is written or synced."""


class Disk(apsw.VFS):
    """One disk for one run; `steps` counts writes, syncs and truncations, and at `cut_at` the power goes (0: never)."""

    def __init__(self, name: str, *, cut_at: int = 0) -> None:
        self.name = name
        self.steps = 0
        self.cut_at = cut_at
        self.is_off = False
        self.files: dict[str, Unsynced] = {}
        super().__init__(name, "")

    def xOpen(self, name, flags):  # type: ignore[no-untyped-def]  # noqa: N802
        return File(self, name, flags)

    def xDelete(self, filename, syncdir):  # type: ignore[no-untyped-def]  # noqa: N802
        self.step()
        self.files.pop(filename, None)
        super().xDelete(filename, syncdir)

    def step(self) -> None:
        self.steps += 1
        if self.is_off or self.steps == self.cut_at:
            self.is_off = True
            raise PowerGone

    def lose(self, dice: random.Random) -> None:
        """What the power cut leaves of every file."""
        for path, unsynced in self.files.items():
            unsynced.lose(Path(path), dice)


class Unsynced:
    """What was in the sectors of a file when it was last synced, for those that were written since."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: dict[int, bytes] = {}

    def lose(self, path: Path, dice: random.Random) -> None:
        with path.open("r+b") as file:
            for number, content in self.sectors.items():
                if dice.random() < 0.5:
                    file.seek(number * SECTOR)
                    file.write(content)
            end = file.seek(0, 2)
            if end > self.size:
                file.truncate(
                    dice.randrange(self.size, end + 1, SECTOR) if self.size % SECTOR == 0 else self.size
                )


class File(apsw.VFSFile):
    def __init__(self, disk: Disk, name, flags) -> None:  # type: ignore[no-untyped-def]
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("", name, flags)
        if self.path and self.path not in disk.files:
            disk.files[self.path] = Unsynced(super().xFileSize())
        self.unsynced = disk.files.get(self.path) or Unsynced(0)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.step()
        first, last = offset // SECTOR, (offset + len(data) - 1) // SECTOR
        size = super().xFileSize()
        for number in range(first, last + 1):
            if number not in self.unsynced.sectors and number * SECTOR < min(size, self.unsynced.size):
                self.unsynced.sectors[number] = super().xRead(SECTOR, number * SECTOR)
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.step()
        super().xTruncate(size)
        self.unsynced.size = min(self.unsynced.size, size)
        self.unsynced.sectors = {n: old for n, old in self.unsynced.sectors.items() if n * SECTOR < size}

    def xSync(self, flags: int) -> None:  # noqa: N802
        # The real sync is left out: whatever passes here counts as on the platter.
        self.disk.step()
        self.unsynced.sectors.clear()
        self.unsynced.size = super().xFileSize()
