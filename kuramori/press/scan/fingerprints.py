"""Keyed fingerprints of a text, for many texts a second. Says the same as `rules.winnowing` (a test holds both to it).

While scanning, a place whose sum nobody has registered is put aside by the upper half of its fingerprint alone; the
BLAKE2b of its characters, 0.7 µs each, is computed for the few that are left.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

GRAM, WINDOW = 20, 16
LOW_BYTES = 4

U64 = NDArray[np.uint64]
_UPPER = np.uint64(0xFFFFFFFF00000000)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PIECE = 1_000_000
"""Characters taken at once: 8 bytes each, and about eight such rows."""


@dataclass(slots=True)
class Hasher:
    """Fingerprints under one key of 32 bytes."""

    key: bytes = field(repr=False)
    _base: np.uint64 = field(init=False, repr=False)

    def __post_init__(self) -> None:
        seed = hashlib.blake2b(b"rolling", key=self.key, digest_size=8).digest()
        self._base = np.uint64(int.from_bytes(seed, "little") | 1)

    def prints(self, text: str) -> tuple[NDArray[np.int64], U64]:
        """Places of the chosen grams in `text` (from 0, ascending) and their fingerprints, row by row."""
        return self._finished(text, *self._chosen_of(text))

    def among(self, text: str, known: U64) -> tuple[NDArray[np.int64], U64]:
        """The same, but only what is in `known`, which is sorted."""
        places, sums = self._chosen_of(text)
        # Both halves of a sorted row are sorted: the upper one first.
        may_be = _is_in(sums & _UPPER, known & _UPPER)
        places, values = self._finished(text, places[may_be], sums[may_be])
        is_known = _is_in(values, known)
        return places[is_known], values[is_known]

    def _finished(self, text: str, places: NDArray[np.int64], sums: U64) -> tuple[NDArray[np.int64], U64]:
        base = hashlib.blake2b(key=self.key, digest_size=LOW_BYTES)
        digests = []
        for place in places.tolist():
            one = base.copy()
            one.update(text[place : place + GRAM].encode("utf-32-le", "surrogatepass"))
            digests.append(one.digest())
        low = np.frombuffer(b"".join(digests), "<u4").astype(np.uint64)
        return places, (sums & _UPPER) | low

    def _chosen_of(self, text: str) -> tuple[NDArray[np.int64], U64]:
        if len(text) < GRAM:
            return np.empty(0, np.int64), np.empty(0, np.uint64)
        # Pieces overlap by all that a choice depends on, so that cutting a long text changes none.
        margin = GRAM + 2 * WINDOW
        found: list[NDArray[np.int64]] = []
        summed: list[U64] = []
        for begin in range(0, len(text), _PIECE):
            low = max(0, begin - margin)
            piece = text[low : begin + _PIECE + margin].encode("utf-32-le", "surrogatepass")
            sums = self._sums(np.frombuffer(piece, np.uint32).astype(np.uint64))
            part = _chosen(sums)
            part = part[(part + low >= begin) & (part + low < begin + _PIECE)]
            found.append(part + low)
            summed.append(sums[part])
        return np.concatenate(found), np.concatenate(summed)

    def _sums(self, points: U64) -> U64:
        """Of each gram: by doubling, 2, 4, 8, 16 characters, and 16 + 4 make 20."""
        if len(points) < GRAM:
            return np.empty(0, np.uint64)
        b1 = self._base
        with np.errstate(over="ignore"):
            b2 = b1 * b1
            b4 = b2 * b2
            b8 = b4 * b4
            two = points[:-1] * b1 + points[1:]
            four = two[:-2] * b2 + two[2:]
            eight = four[:-4] * b4 + four[4:]
            sixteen = eight[:-8] * b8 + eight[8:]
            twenty = sixteen[:-4] * b4 + four[16:]
            twenty ^= twenty >> np.uint64(32)
            twenty *= _MIX
            twenty ^= twenty >> np.uint64(29)
        return twenty


def _is_in(values: U64, known: U64) -> NDArray[np.bool_]:
    """Which of the values are in the sorted row."""
    if not len(known):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == values
    return found


def _chosen(sums: U64) -> NDArray[np.int64]:
    """The places that are the smallest of at least one window that they lie in."""
    if len(sums) <= WINDOW:
        best = sums.min() if len(sums) else np.uint64(0)
    else:
        padding = np.zeros(WINDOW - 1, np.uint64)
        smallest = _over_window(sums, np.minimum)
        best = _over_window(np.concatenate([padding, smallest, padding]), np.maximum)
    chosen = best == sums
    chosen[1:] &= sums[1:] != sums[:-1]  # of a row of one character, the first
    return np.flatnonzero(chosen)


def _over_window(values: U64, better: np.ufunc) -> U64:
    """The best of each run of 16 values, by doubling."""
    for step in (1, 2, 4, 8):
        values = better(values[:-step], values[step:])
    return values
