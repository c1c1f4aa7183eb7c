"""Which assets' fingerprints lie in a text, and the passage where they lie densest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kuramori.press.scan.fingerprints import GRAM, Hasher

LONGEST_PASSAGE = 80
NEAR_HITS, SPAN = 64, 24
"""As `rules.winnowing`: fingerprints of an asset count near one another and over more than a sentence."""


class Excerpts:
    """`prints`, `assets` and `background` are those of `plan.Plan.told`."""

    def __init__(self, key: bytes, prints: bytes, assets: bytes, background: bytes) -> None:
        self._hasher = Hasher(key)
        self._prints = np.frombuffer(prints, "<u8").astype(np.uint64)
        self._assets = np.frombuffer(assets, "<u4").astype(np.int64)
        self._background = frozenset(np.frombuffer(background, "<u8").tolist())

    def prints(self, dense: str) -> list[int]:
        """Every fingerprint of a text."""
        found: list[int] = self._hasher.prints(dense)[1].tolist()
        return found

    def match(self, dense: str, excerpts: dict[int, set[int]], passages: dict[int, tuple[int, str]]) -> None:
        """Adds to `excerpts` each asset's fingerprints, to `passages` how many lie in its best passage, and that."""
        if not len(self._prints):
            return
        places, values = self._hasher.among(dense, self._prints)
        here: dict[int, list[tuple[int, int]]] = {}
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            if value not in self._background:
                for asset in self._assets_of(value):
                    here.setdefault(asset, []).append((place, value))
        for asset, found in here.items():
            near = _near(found)
            if near:
                excerpts.setdefault(asset, set()).update(value for _place, value in found)
                if len(found) > passages.get(asset, (0, ""))[0]:
                    passages[asset] = (len(found), _densest(dense, near))

    def _assets_of(self, value: int) -> list[int]:
        low = int(np.searchsorted(self._prints, np.uint64(value), "left"))
        high = int(np.searchsorted(self._prints, np.uint64(value), "right"))
        found: list[int] = self._assets[low:high].tolist()
        return found


def _near(hits: list[tuple[int, int]]) -> list[int]:
    """The places that have another fingerprint near them."""
    found: set[int] = set()
    for (place, value), (later, other) in pairwise(hits):
        if value != other and later - place <= NEAR_HITS:
            found |= {place, later}
    return sorted(found) if found and max(found) - min(found) >= SPAN else []


def _densest(dense: str, places: list[int]) -> str:
    """The stretch of at most 80 characters with the most hits in it."""
    best, begin = 0, places[0]
    for at, place in enumerate(places):
        count = sum(1 for other in places[at:] if other <= place + LONGEST_PASSAGE - GRAM)
        if count > best:
            best, begin = count, place
    inside = [place for place in places if begin <= place <= begin + LONGEST_PASSAGE - GRAM]
    return dense[begin : inside[-1] + GRAM]
