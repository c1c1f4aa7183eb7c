"""The whole log as files in a folder (C2SP tlog-tiles), for checking it elsewhere: every leaf, no contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kuramori.ground.trail import tree
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.models import Checkpoint
from kuramori.ground.trail.pack import policy
from kuramori.ground.trail.prove import cosigned_note
from kuramori.rules import tiles
from kuramori.rules.tiles import WIDTH, Tile


class FolderNotEmpty(FileExistsError):
    """Something lies in the folder already; nothing was written."""


class NothingRecorded(LookupError):
    """The log has no entry yet."""


@dataclass(frozen=True, slots=True)
class Written:
    """`size` in entries, `files` all files of the folder."""

    size: int
    files: int
    checkpoint: Checkpoint


def write_tiles(folder: Path, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Written:
    """Write the log up to its newest checkpoint; the checkpoint comes last, so that half a folder shows as such.

    `policy` beside it holds the keys. `progress` is told how many of how many entries are written.
    Raises `FolderNotEmpty`, `NothingRecorded`, `tree.TreeBroken`, `checkpoint.HistoryChanged`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    signed = checkpoint()
    if signed is None:
        raise NothingRecorded
    files = 2
    for tile in tiles.tiles_of(signed.size):
        _put(folder / tile.path, tree.tile_bytes(tile))
        files += 1
        if tile.level == 0:
            _put(folder / tiles.entries_path(tile.number, tile.width), _bundle(tile))
            files += 1
            progress(tile.number * WIDTH + tile.width, signed.size)
    _put(folder / "policy", policy().encode())
    _put(folder / "checkpoint", cosigned_note(signed).encode())
    return Written(signed.size, files, signed)


def _bundle(tile: Tile) -> bytes:
    first = tile.number * WIDTH
    return tiles.bundle(tree.leaves(first, first + tile.width))


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
