"""Another instance's log, as its witness sees it: a key, a tree that grows, checkpoints and proofs."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field

from kuramori.rules import merkle, notes
from kuramori.rules.notes import Signer
from kuramori.rules.witnessing import Submission


@dataclass
class AnotherLog:
    """`leaves` are hashes. Two logs with the same signer and other leaves are a fork."""

    signer: Signer = field(default_factory=lambda: Signer("kuramori/other", notes.LOG, os.urandom(32)))
    leaves: list[bytes] = field(default_factory=list)

    def grow(self, count: int, word: str = "x") -> AnotherLog:
        self.leaves += [
            hashlib.sha256(f"{word}{len(self.leaves) + number}".encode()).digest() for number in range(count)
        ]
        return self

    def node(self, level: int, index: int) -> bytes:
        if level == 0:
            return self.leaves[index]
        return merkle.node_hash(self.node(level - 1, 2 * index), self.node(level - 1, 2 * index + 1))

    def note(self, size: int | None = None, signer: Signer | None = None) -> str:
        size = len(self.leaves) if size is None else size
        text = notes.Checkpoint(self.signer.name, size, merkle.root(size, self.node)).text
        return notes.signed(text, signer or self.signer).whole

    def submission(self, old: int, size: int | None = None) -> str:
        size = len(self.leaves) if size is None else size
        return Submission(old, merkle.consistency(old, size, self.node), self.note(size)).text
