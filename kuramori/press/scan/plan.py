"""What to look for, as it is sent to the readers once. Plain values; nothing of it is written to disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Plan:
    """`words` are looked for as they are, once folded, packed and lowered: marks and terms of the house.

    `numbers` are keyed hashes of part numbers (`rules.wording.number_hash`, 8 bytes each), `prints` pairs of a
    fingerprint and the number of an asset, `background` fingerprints that say nothing. `key` is for both, 32 bytes;
    empty: neither is looked for. `gathers`: tell every fingerprint of a file, to keep those of a reference copy.
    """

    words: Sequence[str] = ()
    numbers: Sequence[bytes] = field(default=(), repr=False)
    prints: Mapping[int, Sequence[int]] = field(default_factory=dict, repr=False)
    background: Sequence[int] = field(default=(), repr=False)
    key: bytes = field(default=b"", repr=False)
    gathers: bool = False

    def told(self) -> tuple[dict[str, Any], list[bytes]]:
        """As a message of `press.wire`."""
        pairs = sorted((value, asset) for asset, values in self.prints.items() for value in set(values))
        return (
            {"words": list(self.words), "gathers": self.gathers},
            [
                self.key,
                b"".join(self.numbers),
                b"".join(value.to_bytes(8, "little") for value, _asset in pairs),
                b"".join(asset.to_bytes(4, "little") for _value, asset in pairs),
                b"".join(value.to_bytes(8, "little") for value in sorted(set(self.background))),
            ],
        )


@dataclass(frozen=True, slots=True)
class WordHit:
    """`word` counts from 0 in the plan. `alone`: it stands by itself in a short line, a bracket or the margin."""

    word: int
    alone: bool
    margin: bool
    passage: str


@dataclass(frozen=True, slots=True)
class NumberHit:
    hash: bytes
    passage: str


@dataclass(frozen=True, slots=True)
class PrintHit:
    """How many different fingerprints of one asset lie in the file, and the densest passage of them."""

    asset: int
    count: int
    passage: str
    prints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave. `trouble` is a code where it was not read, `notes` are codes where it was all the same.

    `sha256` is empty where the bytes could not be read; `within` are those of the files that it carries. `prints` only
    where the plan gathers.
    """

    sha256: str = ""
    size: int = 0
    trouble: str = ""
    notes: tuple[str, ...] = ()
    words: tuple[WordHit, ...] = ()
    numbers: tuple[NumberHit, ...] = ()
    excerpts: tuple[PrintHit, ...] = ()
    carriers: tuple[tuple[str, str, str], ...] = ()
    characters: int = 0
    within: tuple[str, ...] = ()
    prints: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def from_line(cls, line: bytes) -> Reading:
        """As the child wrote it (`child.line_of`)."""
        told = json.loads(line)
        return cls(
            sha256=told["sha256"],
            size=told["size"],
            trouble=told["trouble"],
            notes=tuple(told["notes"]),
            words=tuple(WordHit(*hit) for hit in told["words"]),
            numbers=tuple(NumberHit(bytes.fromhex(value), passage) for value, passage in told["numbers"]),
            excerpts=tuple(PrintHit(a, n, text, tuple(prints)) for a, n, text, prints in told["excerpts"]),
            carriers=tuple((where, name, value) for where, name, value in told["carriers"]),
            characters=told["characters"],
            within=tuple(told["within"]),
            prints=tuple(told["prints"]),
        )
