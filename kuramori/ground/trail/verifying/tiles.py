"""The tree computed anew, leaf by leaf, beside what is stored of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from kuramori.ground.trail.models import StoredTile
from kuramori.ground.trail.verifying.faults import Fault
from kuramori.rules import merkle, tiles


class Regrown:
    """A tree that grows as the entries are read, and tells of every stored tile that differs from it."""

    def __init__(self) -> None:
        self.frontier = merkle.Frontier()
        self._open: list[list[bytes]] = [[]]
        self._numbers: list[int] = [0]
        self._stored = {
            (tile.level, tile.number): hashlib.sha256(bytes(tile.hashes) + bytes(tile.top)).digest()
            for tile in StoredTile.objects.iterator()
        }

    def append(self, leaf: bytes) -> Iterator[Fault]:
        """Add the leaf's hash; yields a fault for each tile that became full and differs."""
        found = merkle.leaf_hash(leaf)
        self.frontier.append(found)
        level = 0
        while True:
            self._open[level].append(found)
            if len(self._open[level]) < tiles.WIDTH:
                return
            full, self._open[level] = self._open[level], []
            number = self._numbers[level]
            self._numbers[level] += 1
            found = tiles.together(full)
            stored = self._stored.pop((level, number), None)
            if stored is not None and stored != hashlib.sha256(b"".join([*full, found])).digest():
                yield Fault("tile", f"{level}/{number}")
            level += 1
            if level == len(self._open):
                self._open.append([])
                self._numbers.append(0)

    def left_over(self) -> Iterator[Fault]:
        """Tiles that are stored though the log is too short for them."""
        return (Fault("tile", f"{level}/{number}") for level, number in sorted(self._stored))
