"""The tree as the database holds it: full tiles from their table, the rest computed from the entries' leaves."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.trail.models import Entry, Head, StoredTile
from kuramori.rules import merkle, tiles
from kuramori.rules.merkle import HASH_BYTES, Node
from kuramori.rules.tiles import WIDTH, Tile


class TreeBroken(RuntimeError):
    """Entries are missing below the head, so the tree cannot be computed; the message names the first missing one."""


def size() -> int:
    """How many entries have been committed."""
    return Head.objects.values_list("size", flat=True).first() or 0


def node_at(wanted: int) -> Node:
    """See the tree of the first `wanted` entries; every tile is read once."""
    kept: dict[Tile, bytes] = {}

    def read(tile: Tile) -> bytes:
        if tile not in kept:
            kept[tile] = tile_bytes(tile)
        return kept[tile]

    return tiles.node_from(read, wanted)


def tile_bytes(tile: Tile) -> bytes:
    """The hashes of a tile, `tile.width · 32` bytes; raises `TreeBroken`."""
    stored = (
        StoredTile.objects.filter(level=tile.level, number=tile.number)
        .values_list("hashes", flat=True)
        .first()
    )
    if stored is not None:
        return bytes(stored)[: tile.width * HASH_BYTES]
    first = tile.number * WIDTH
    if tile.level == 0:
        return b"".join(merkle.leaf_hash(leaf) for leaf in leaves(first, first + tile.width))
    tops = _tops(tile.level - 1, first, first + tile.width)
    return b"".join(
        tops.get(number) or _over(tile_bytes(Tile(tile.level - 1, number)))
        for number in range(first, first + tile.width)
    )


def _tops(level: int, start: int, end: int) -> dict[int, bytes]:
    """The hashes over the stored tiles `start … end − 1` of a level, by number."""
    stored = StoredTile.objects.filter(level=level, number__gte=start, number__lt=end)
    return {number: bytes(top) for number, top in stored.values_list("number", "top")}


def leaves(start: int, end: int) -> list[bytes]:
    """The leaves `start … end − 1`; raises `TreeBroken`."""
    found = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    rows = list(found.values_list("index", "leaf"))
    for wanted, (index, _leaf) in zip(range(start, end), rows, strict=False):
        if index != wanted:
            raise TreeBroken(str(wanted))
    if len(rows) < end - start:
        raise TreeBroken(str(start + len(rows)))
    return [leaf.encode() for _index, leaf in rows]


def store_full_tiles(wanted: int) -> None:
    """Keep every tile that became full up to the size `wanted`, so that no later proof computes it again."""
    level, nodes = 0, wanted
    while nodes >= WIDTH:
        full = nodes // WIDTH
        newest = StoredTile.objects.filter(level=level).order_by("-number").first()
        for number in range(newest.number + 1 if newest else 0, full):
            _store(Tile(level, number))
        level, nodes = level + 1, full


def _store(tile: Tile) -> None:
    content = tile_bytes(tile)
    with transaction.atomic():
        StoredTile.objects.bulk_create(
            [StoredTile(level=tile.level, number=tile.number, hashes=content, top=_over(content))],
            ignore_conflicts=True,  # another worker was quicker; the bytes are the same
        )


def _over(content: bytes) -> bytes:
    return tiles.together([content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)])
