"""Tiles of a tree (C2SP tlog-tiles): 256 hashes of one level together, and where each lies by name.

A tile of level `l` holds hashes of full subtrees of height `8 · l`; the last tile of a level may be partial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kuramori.rules.merkle import HASH_BYTES, Node, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
LARGEST_ENTRY = 0xFFFF


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Which tile: `level`, `number` within the level, `width` 1–256 in hashes."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        return f"tile/{self.level}/{number_path(self.number, self.width)}"


def number_path(number: int, width: int = WIDTH) -> str:
    """`1234067` as `x001/x234/067`; a partial one ends in `.p/<width>`."""
    parts = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03}")
    name = "/".join(reversed(parts))
    return name if width == WIDTH else f"{name}.p/{width}"


def entries_path(number: int, width: int = WIDTH) -> str:
    """Where the entries lie whose hashes are in tile `number` of level 0."""
    return f"tile/entries/{number_path(number, width)}"


def bundle(leaves: list[bytes]) -> bytes:
    """Leaves one after the other, each behind its length in two bytes, big-endian."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size` leaves, level by level, partial ones last in their level."""
    level, nodes = 0, size
    while nodes:
        full, rest = divmod(nodes, WIDTH)
        for number in range(full):
            yield Tile(level, number)
        if rest:
            yield Tile(level, full, rest)
        level, nodes = level + 1, full


def tile_of(level: int, index: int, size: int) -> tuple[Tile, int]:
    """The tile that holds or contains the subtree `index` of height `level` in a tree of `size`, and where it begins.

    The beginning is counted in hashes of the tile; the subtree spans `2 ** (level % 8)` of them.
    """
    tile_level, above = divmod(level, HEIGHT)
    first = index << above
    number, begins = divmod(first, WIDTH)
    width = min(WIDTH, (size >> (HEIGHT * tile_level)) - number * WIDTH)
    return Tile(tile_level, number, width), begins


def node_from(read: Callable[[Tile], bytes], size: int) -> Node:
    """See a tree of `size` leaves through its tiles: `read` gives a tile's bytes, `width · 32` of them."""

    def node(level: int, index: int) -> bytes:
        tile, begins = tile_of(level, index, size)
        content = read(tile)
        hashes = [
            content[place * HASH_BYTES : (place + 1) * HASH_BYTES]
            for place in range(begins, begins + (1 << (level % HEIGHT)))
        ]
        return together(hashes)

    return node


def together(hashes: list[bytes]) -> bytes:
    """The hash over a power of two of neighbouring hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]
