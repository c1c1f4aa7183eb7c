"""The Merkle tree of RFC 6962, section 2.1: leaf and node hashes, roots, inclusion and consistency proofs.

A tree of `size` leaves is seen through a function `node(level, index)`, which gives the hash of the full subtree over
the leaves `index · 2^level … (index + 1) · 2^level − 1`. Hashes are 32 bytes (SHA-256); indices begin at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = Callable[[int, int], bytes]


class ProofWrong(ValueError):
    """The hashes do not lead from the leaf, or from the older root, to the root."""


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (≥ 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def subtree(start: int, end: int, node: Node) -> bytes:
    """The hash over the leaves `start … end − 1`; `start` is a multiple of the smallest power of two ≥ the width."""
    width = end - start
    if width == 0:
        return EMPTY_ROOT
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(subtree(start, middle, node), subtree(middle, end, node))


def root(size: int, node: Node) -> bytes:
    """The root of the first `size` leaves."""
    return subtree(0, size, node)


def inclusion(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of `size`, from the leaf's sibling to the root's child (2.1.1)."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end, node))
            end = middle
        else:
            path.append(subtree(start, middle, node))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, node: Node) -> tuple[bytes, ...]:
    """The proof that the tree of `new` leaves begins with that of `old` (2.1.2). Empty for 0 and equal sizes."""
    if not 0 <= old <= new:
        raise IndexError(old)
    if old in {0, new}:
        return ()
    path: list[bytes] = []
    start, end, is_whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtree(middle, end, node))
            end = middle
        else:
            path.append(subtree(start, middle, node))
            start, is_whole = middle, False
    if not is_whole:
        path.append(subtree(start, end, node))
    return tuple(reversed(path))


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> None:
    """Raise `ProofWrong` unless the leaf *hash* stands at `index` in the tree of `size` under `root_hash`.

    Follows RFC 9162, 2.1.3.2, which also refuses paths that are too short or too long.
    """
    if not 0 <= index < size:
        raise ProofWrong("index")
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0 or len(step) != HASH_BYTES:
            raise ProofWrong("length")
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last or found != root_hash:
        raise ProofWrong("root")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise `ProofWrong` unless the tree of `new` leaves begins with the tree of `old` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        raise ProofWrong("size")
    if old in {0, new}:
        if path or (old == new and old_root != new_root) or (old == 0 and old_root != EMPTY_ROOT):
            raise ProofWrong("root")
        return
    if any(len(step) != HASH_BYTES for step in path):
        raise ProofWrong("length")
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        raise ProofWrong("length")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofWrong("length")
        if at & 1 or at == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        at, last = at >> 1, last >> 1
    if last or older != old_root or newer != new_root:
        raise ProofWrong("root")


@dataclass(slots=True)
class Frontier:
    """A tree that only grows at its end, kept as the roots of its full subtrees, largest first (≤ log₂ n hashes)."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf *hash*."""
        found, merges = leaf, self.size
        while merges & 1:
            found = node_hash(self.peaks.pop(), found)
            merges >>= 1
        self.peaks.append(found)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found
