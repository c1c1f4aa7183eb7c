"""What a scan looks for, as plain values: marks for everybody, and what a ledger knows of its assets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kuramori.press.scan.plan import Plan
from kuramori.rules import winnowing, wording
from kuramori.rules.wording import Mark
from kuramori.rules.yaml_text import read_yaml

MARKS = Path(__file__).resolve().parents[4] / "content" / "jp" / "kuramori" / "marks" / "marks.yaml"
VERSION = 3
"""Of how files are read and compared: another one makes every file be looked through again."""


@dataclass(frozen=True, slots=True)
class KnownAsset:
    """`grade` is a code of the ledger's; `is_public` ones need no mark."""

    number: str
    grade: str

    @property
    def needs_mark(self) -> bool:
        return self.grade != "public"


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for: a mark (`asset` None, `grade` its weight or "") or a term of an asset."""

    compared: str
    shown: str
    grade: str = ""
    asset: int | None = None


@dataclass(frozen=True)
class Known:
    """`assets` by a small number; `copies`: `digest_of` a file to assets; `numbers`: keyed hash to assets.

    `site` is the GUID of the house's tenant, `labels` the grade of each of its sensitivity labels.
    """

    marks: tuple[Mark, ...]
    assets: Mapping[int, KnownAsset] = field(default_factory=dict)
    copies: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    prints: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    background: frozenset[int] = frozenset()
    terms: tuple[tuple[str, int], ...] = ()
    numbers: Mapping[bytes, tuple[int, ...]] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    has_ledger: bool = False
    site: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Marks first, each word once per asset."""
        found = [Word(wording.compared(word), word, mark.grade) for mark in self.marks for word in mark.words]
        found += [Word(wording.compared(term), term, asset=asset) for term, asset in self.terms]
        return tuple({(word.compared, word.asset): word for word in reversed(found)}.values())[::-1]

    @cached_property
    def by_text(self) -> Mapping[str, tuple[Word, ...]]:
        grouped: dict[str, tuple[Word, ...]] = {}
        for word in self.words:
            grouped[word.compared] = (*grouped.get(word.compared, ()), word)
        return grouped

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words as the readers look for them; a hit tells its place here."""
        return tuple(self.by_text)

    @cached_property
    def by_number(self) -> Mapping[str, int]:
        return {asset.number: at for at, asset in self.assets.items()}

    def digest_of(self, sha256: str) -> str:
        """How a file is known as a whole: its SHA-256 (hex) under the key, so that a list of them tells nothing."""
        return hashlib.blake2b(sha256.encode(), key=self.key, digest_size=16).hexdigest()

    def plan(self, *, gathers: bool = False) -> Plan:
        """What the readers are told."""
        common = winnowing.background(self.prints)
        return Plan(
            words=self.texts,
            numbers=tuple(self.numbers),
            prints=self.prints,
            background=tuple(self.background | common),
            key=self.key,
            gathers=gathers,
        )

    def digest(self) -> bytes:
        """16 bytes: the same for the same things to look for."""
        plan = self.plan()
        head, parts = plan.told()
        told = [VERSION, head, [hashlib.sha256(part).hexdigest() for part in parts], sorted(self.copies)]
        told.append(sorted((at, one.number, one.grade) for at, one in self.assets.items()))
        told.append([self.site, sorted(self.labels.items())])
        return hashlib.blake2b(json.dumps(told).encode(), digest_size=16).digest()


def built_in_marks(path: Path = MARKS) -> tuple[Mark, ...]:
    """The marks that are shipped."""
    return wording.read_marks(read_yaml(path.read_text(encoding="utf-8")).value)


def part_numbers(key: bytes, written: Iterable[tuple[str, int]]) -> dict[bytes, tuple[int, ...]]:
    """The keyed index of part numbers; what is too short to be told apart is left out."""
    found: dict[bytes, tuple[int, ...]] = {}
    for text, asset in written:
        if number := wording.number(text):
            value = wording.number_hash(key, number)
            found[value] = (*found.get(value, ()), asset)
    return found
