"""The tree against the definition of RFC 6962, 2.1, written out as it stands there, and against published vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules import merkle, tiles
from kuramori.rules.merkle import ProofWrong

# Leaves and roots of the reference tests of Certificate Transparency (certificate-transparency-go, merkle testdata).
LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_definition(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


def node_over(leaves: list[bytes]) -> merkle.Node:
    return lambda level, index: by_definition(leaves[index << level : (index + 1) << level])


def some(size: int) -> list[bytes]:
    return [f"leaf {number}".encode() for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots_come_out(size):
    leaves = LEAVES[:size]
    assert merkle.root(size, node_over(leaves)).hex() == ROOTS[size - 1]
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier.append(merkle.leaf_hash(leaf))
    assert frontier.root().hex() == ROOTS[size - 1]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 255, 256, 257, 300])
def test_the_frontier_agrees_with_the_definition(size):
    frontier = merkle.Frontier()
    for leaf in some(size):
        frontier.append(merkle.leaf_hash(leaf))
    assert frontier.root() == by_definition(some(size)) == merkle.root(size, node_over(some(size)))


@pytest.mark.parametrize("size", range(1, 20))
def test_every_leaf_can_be_proved_and_no_other_in_its_place(size):
    node, root = node_over(some(size)), by_definition(some(size))
    for index in range(size):
        path = merkle.inclusion(index, size, node)
        leaf = merkle.leaf_hash(some(size)[index])
        merkle.check_inclusion(leaf, index, size, path, root)
        for wrong in {*range(size + 2)} - {index}:
            with pytest.raises(ProofWrong):
                merkle.check_inclusion(leaf, wrong, size, path, root)
        for other in (path[:-1], (*path, root)):
            if other != path:
                with pytest.raises(ProofWrong):
                    merkle.check_inclusion(leaf, index, size, other, root)


@pytest.mark.parametrize("new", range(18))
def test_a_log_that_grew_is_consistent_and_no_other_pair_is(new):
    leaves = some(new)
    for old in range(new + 1):
        path = merkle.consistency(old, new, node_over(leaves))
        older, newer = by_definition(leaves[:old]), by_definition(leaves)
        merkle.check_consistency(old, new, older, newer, path)
        forged = by_definition([b"x", *leaves[1:old]]) if old else b"\0" * 32
        with pytest.raises(ProofWrong):
            merkle.check_consistency(old, new, forged, newer, path)
        if old > 0:
            with pytest.raises(ProofWrong):
                merkle.check_consistency(old, new, older, by_definition([*leaves, b"more"]), path)


@given(st.integers(1, 70_000), st.data())
def test_tiles_give_the_same_nodes_as_the_leaves(size, data):
    level = data.draw(st.integers(0, (size).bit_length() - 1))
    index = data.draw(st.integers(0, (size >> level) - 1))
    tile, begins = tiles.tile_of(level, index, size)
    assert 1 <= tile.width <= 256
    assert begins + (1 << (level % 8)) <= tile.width
    assert tile in set(tiles.tiles_of(size))


def test_a_tree_read_through_tiles_has_the_same_root():
    size = 70_000
    hashes = [merkle.leaf_hash(str(number).encode()) for number in range(size)]
    levels = [hashes]
    while len(levels[-1]) >= tiles.WIDTH:
        below = levels[-1]
        levels.append(
            [tiles.together(below[at * 256 : at * 256 + 256]) for at in range(len(below) // tiles.WIDTH)]
        )

    def read(tile: tiles.Tile) -> bytes:
        first = tile.number * tiles.WIDTH
        return b"".join(levels[tile.level][first : first + tile.width])

    frontier = merkle.Frontier()
    for one in hashes:
        frontier.append(one)
    node = tiles.node_from(read, size)
    assert merkle.root(size, node) == frontier.root()
    merkle.check_inclusion(
        hashes[65_537], 65_537, size, merkle.inclusion(65_537, size, node), frontier.root()
    )


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "000"),
        (999, 256, "999"),
        (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"),
        (273, 112, "273.p/112"),
    ],
)
def test_a_tile_lies_where_the_standard_says(number, width, path):
    assert tiles.number_path(number, width) == path


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_standards_example():
    found = list(tiles.tiles_of(70_000))
    assert [(tile.level, tile.number, tile.width) for tile in found if tile.width < 256] == [
        (0, 273, 112),
        (1, 1, 17),
        (2, 0, 1),
    ]
    assert sum(tile.width == 256 for tile in found) == 273 + 1
