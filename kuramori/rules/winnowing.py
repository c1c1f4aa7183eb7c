"""Fingerprints of a text, so that a pasted piece of it is known again without keeping the text.

After Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003): of the
sums of all runs of GRAM characters, the smallest in each window of WINDOW such runs is chosen. Any two texts that share
35 characters in a row share a chosen place, any that share 51 share two. Kept of a place are 64 bits that depend on the
key, so that who has them and not the key can neither read nor test a guess.

Sums: a polynomial over the code points modulo 2**64 with an odd multiplier from the key, mixed once. Kept are its
upper 32 bits (they sort out nearly everything while scanning) and 32 bits of a keyed BLAKE2b of the characters.
`press.scan.fingerprints` computes the same faster.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final

GRAM: Final = 20
WINDOW: Final = 16
NEAR: Final = 64
"""Characters between the two different fingerprints that a finding needs, at most."""
SPAN: Final = 24
"""From the first to the last of them, at least: one sentence that is alike by chance is shorter."""
COMMON_TO: Final = 3
"""A passage that lies in as many different assets is a set phrase of the house and says nothing."""
KEY_BYTES: Final = 32
ENCIRCLED: Final = ("㊙", "マル秘")
"""NFKC would leave a bare 秘, which is in every other sentence."""

_MASK: Final = 2**64 - 1
_MIX: Final = 0x9E3779B97F4A7C15
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def normal(text: str) -> str:
    """Text as it is compared: NFKC, without white space and invisible characters; ㊙ is spelt out (see `ENCIRCLED`)."""
    text = text.replace(*ENCIRCLED)
    return "".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())


def fingerprints(text: str, key: bytes) -> dict[int, int]:
    """Place in `normal(text)` (from 0) to the fingerprint there, 64 bits. None for fewer than GRAM characters."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    dense = normal(text)
    sums = _sums(dense, key)
    return {
        place: _fingerprint(sums[place], dense[place : place + GRAM], key) for place in sorted(_chosen(sums))
    }


def background(prints: Mapping[Any, Collection[int]]) -> frozenset[int]:
    """The fingerprints that lie in at least COMMON_TO of the assets: the house's set phrases."""
    counts: dict[int, int] = {}
    for values in prints.values():
        for value in set(values):
            counts[value] = counts.get(value, 0) + 1
    return frozenset(value for value, count in counts.items() if count >= COMMON_TO)


def shared(found: Mapping[int, int], known: Collection[int], without: Collection[int] = ()) -> frozenset[int]:
    """Which of the fingerprints of a file (place to value) are an asset's; empty unless two lie near one another.

    In a pasted run the chosen places are at most WINDOW apart; NEAR lets an edited word lie between. Two that lie far
    apart are two sentences that happen to be alike.
    """
    hits = sorted((place, value) for place, value in found.items() if value in known and value not in without)
    near = [
        at
        for (place, value), (later, other) in itertools.pairwise(hits)
        if value != other and later - place <= NEAR
        for at in (place, later)
    ]
    is_enough = bool(near) and max(near) - min(near) >= SPAN
    return frozenset(value for _place, value in hits) if is_enough else frozenset()


def _fingerprint(summed: int, gram: str, key: bytes) -> int:
    encoded = gram.encode("utf-32-le", "surrogatepass")
    low = hashlib.blake2b(encoded, key=key, digest_size=4).digest()
    return summed >> 32 << 32 | int.from_bytes(low, "little")


def _sums(dense: str, key: bytes) -> list[int]:
    seed = hashlib.blake2b(b"rolling", key=key, digest_size=8).digest()
    base = int.from_bytes(seed, "little") | 1
    top = pow(base, GRAM - 1, 2**64)
    sums, rolling = [], 0
    points = [ord(character) for character in dense]
    for at, point in enumerate(points):
        if at >= GRAM:
            rolling -= points[at - GRAM] * top
        rolling = (rolling * base + point) & _MASK
        if at >= GRAM - 1:
            sums.append(_mixed(rolling))
    return sums


def _mixed(value: int) -> int:
    value ^= value >> 32
    value = value * _MIX & _MASK
    return value ^ value >> 29


def _chosen(sums: list[int]) -> set[int]:
    chosen: set[int] = set()
    for begin in range(max(1, len(sums) - WINDOW + 1)):
        window = sums[begin : begin + WINDOW]
        if window:
            least = min(window)
            chosen.update(begin + at for at, value in enumerate(window) if value == least)
    # Of a row of one character, where all sums are the same, the first says it all.
    return {place for place in chosen if place == 0 or sums[place] != sums[place - 1]}
