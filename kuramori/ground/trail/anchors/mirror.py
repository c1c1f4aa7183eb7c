"""Copies of the tiles elsewhere (C2SP tlog-tiles): a folder that another account owns, or storage with object lock.

What a place holds is compared before anything is added: a checkpoint there that our tree does not lead to, or a full
tile with other bytes, is an alarm, and nothing is overwritten. Where the place stands is read from its own checkpoint,
so a database that was put back from an old backup notices here as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final, Protocol

from kuramori.ground.trail import fork, keys, tree
from kuramori.ground.trail.anchors import errands, places
from kuramori.ground.trail.checkpoint import HistoryChanged, checkpoint
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint, How
from kuramori.ground.trail.prove import cosigned_note
from kuramori.outside import clock
from kuramori.rules import tiles
from kuramori.rules.notes import NoteUnreadable, SignatureWrong
from kuramori.rules.tiles import HEIGHT, WIDTH, Tile

LARGEST_NOTE: Final = 64 * 1024


class Place(Protocol):
    """Somewhere to copy to. Paths are those of the standard, with slashes.

    `put` raises `places.HoldsOther` where other bytes lie at the path; all raise `places.PlaceFault`.
    """

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> datetime.timedelta: ...
    def get(self, path: str) -> bytes | None: ...
    def put(self, path: str, content: bytes) -> None: ...
    def replace(self, path: str, content: bytes) -> None: ...
    def tidy(self, outgrown: list[str]) -> None: ...


class _Forked(Exception):
    """The place holds something that our log does not lead to; the alarm is raised."""


def copy_all(*, at_once: bool = False) -> int:
    """Bring every place of the settings up to date; returns how many were. Raises nothing."""
    return sum(copy_to(place, at_once=at_once) for place in places.of_settings())


def copy_to(place: Place, *, at_once: bool = False) -> bool:
    """Whether the place was brought up to our newest checkpoint now."""
    name = f"mirror:{place.name}"
    before = errands.state(name)
    if not at_once and before.size == tree.size() and not before.trouble:
        return False
    if not errands.claim(name, datetime.timedelta(0) if at_once else place.every):
        return False
    try:
        signed = checkpoint()
        if signed is None:
            return False
        _copy(place, signed)
    except (HistoryChanged, _Forked):
        fork.check_own()
        errands.failed(name, "forked")
    except places.PlaceFault as fault:
        errands.failed(name, fault.word)
    else:
        errands.done(name, signed.size)
        Anchor.objects.update_or_create(
            kind=AnchorKind.MIRROR,
            name=place.name,
            defaults={"size": signed.size, "at": clock.now(), "content": place.name.encode()},
        )
        return True
    return False


def _copy(place: Place, signed: Checkpoint) -> None:
    """Tiles first, the checkpoint last: whoever reads while we write finds everything a checkpoint needs."""
    stood = _size_there(place)
    if stood > signed.size:
        raise _Forked
    for tile in grown_tiles(stood, signed.size):
        _put(place, tile.path, tree.tile_bytes(tile), signed)
        if tile.level == 0:
            first = tile.number * WIDTH
            bundle = tiles.bundle(tree.leaves(first, first + tile.width))
            _put(place, tiles.entries_path(tile.number, tile.width), bundle, signed)
    # Beside the standard's: what was signed at each size, which a later checkpoint does not replace.
    _put(place, f"checkpoints/{signed.size:012}", signed.note.encode(), signed)
    place.replace("checkpoint", cosigned_note(signed).encode())
    place.tidy(list(_outgrown(stood, signed.size)))


def grown_tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree of `new` leaves has and one of `old` had not, or had narrower."""
    level, nodes = 0, new
    while nodes:
        full, rest = divmod(nodes, WIDTH)
        before = old >> (HEIGHT * level)
        for number in range(before // WIDTH, full):
            yield Tile(level, number)
        if rest and before != nodes:
            yield Tile(level, full, rest)
        level, nodes = level + 1, full


def _outgrown(old: int, new: int) -> Iterator[str]:
    """The partial tiles of the tree of `old` leaves that a wider one has taken the place of."""
    level, nodes = 0, old
    while nodes:
        full, rest = divmod(nodes, WIDTH)
        if rest and new >> (HEIGHT * level) != nodes:
            yield Tile(level, full, rest).path
            if level == 0:
                yield tiles.entries_path(full, rest)
        level, nodes = level + 1, full


def _size_there(place: Place) -> int:
    """How far the place is, by its own checkpoint, which must be one that our log leads to."""
    found = place.get("checkpoint")
    if found is None:
        return 0
    try:
        text = found.decode("utf-8")
        told = fork.check_note(text, source=place.name, how=How.MIRROR)
    except (UnicodeDecodeError, NoteUnreadable, SignatureWrong) as error:
        raise places.PlaceFault("answer") from error
    if told.origin != keys.log_verifier().name:
        raise places.PlaceFault("foreign")
    if not told.fits:
        raise _Forked
    return told.size


def _put(place: Place, path: str, content: bytes, signed: Checkpoint) -> None:
    try:
        place.put(path, content)
    except places.HoldsOther as other:
        ours = keys.log_verifier().name
        first = f"{place.name} {path}\n{other.content.hex()}"
        fork.met(How.MIRROR, ours, first, signed.note, source=place.name, proof=content.hex())
        raise _Forked from other
