"""A log made up in memory by our own rules, as material for the stand-alone verifier."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import random
import sys
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from kuramori.rules import merkle, notes, tiles
from kuramori.rules.leaves import Leaf, canonical, commitment

ROOT = Path(__file__).resolve().parents[2]
VERIFY_PY = ROOT / "kuramori" / "ground" / "trail" / "offline" / "verify.py"
VERIFY_HTML = VERIFY_PY.with_suffix(".html")
LOG = notes.Signer("kuramori/" + "0" * 32, notes.LOG, b"\1" * 32)
THIEF = notes.Signer(LOG.name, notes.LOG, b"\7" * 32)
WITNESSES = [notes.Signer(f"witness.example/{n}", notes.COSIGNATURE, bytes([n]) * 32) for n in (2, 3, 4)]


@cache
def verifier() -> ModuleType:
    """verify.py as a module, loaded from its file: nothing of Kuramori comes with it."""
    spec = importlib.util.spec_from_file_location("offline_verify", VERIFY_PY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass
class MadeLog:
    """`leaves` with what lies beside each; anything in it may be changed, as an attacker would."""

    signer: notes.Signer = LOG
    leaves: list[str] = field(default_factory=list)
    beside: list[dict[str, Any]] = field(default_factory=list)

    def add(self, event: str = "checks:sheet:finalised", **payload: Any) -> int:
        number = len(self.leaves)
        salts = [hashlib.sha256(f"{event} {number} {at}".encode()).digest()[:16] for at in range(2)]
        value, who = canonical(payload), "見本 太郎"
        leaf = Leaf(
            at=f"2026-11-22T01:{number // 60 % 60:02}:{number % 60:02}.000001Z",
            event=event,
            organisation="ab" * 16,
            person="7",
            via="browser",
            kind="sheet",
            thing=str(number),
            payload=commitment("payload", salts[0], value),
            personal={"who": commitment("personal/who", salts[1], who)},
        )
        self.leaves.append(leaf.text)
        told = {"salt": salts[0].hex(), "value": value}
        self.beside.append({"payload": told, "personal": {"who": {"salt": salts[1].hex(), "value": who}}})
        return number

    @property
    def size(self) -> int:
        return len(self.leaves)

    def hashes(self) -> list[bytes]:
        return [merkle.leaf_hash(leaf.encode()) for leaf in self.leaves]

    def node(self) -> merkle.Node:
        hashes, kept = self.hashes(), dict[tuple[int, int], bytes]()

        def node(level: int, index: int) -> bytes:
            if level == 0:
                return hashes[index]
            if (level, index) not in kept:
                below = node(level - 1, 2 * index), node(level - 1, 2 * index + 1)
                kept[level, index] = merkle.node_hash(*below)
            return kept[level, index]

        return node

    def checkpoint(self, size: int | None = None, *, witnesses: int = 3) -> str:
        size = self.size if size is None else size
        text = notes.Checkpoint(self.signer.name, size, merkle.root(size, self.node())).text
        lines = [notes.cosigned(text, one, at=1_795_000_000 + size).line for one in WITNESSES[:witnesses]]
        return notes.signed(text, self.signer).whole + "".join(lines)

    def entry(self, index: int) -> str:
        return canonical({"index": index, "leaf": self.leaves[index], **self.beside[index]})

    def proof(self, index: int, **how: Any) -> str:
        path = merkle.inclusion(index, self.size, self.node())
        return notes.Proof(index, path, self.checkpoint(**how)).text

    def link(self, old: int) -> str:
        """A consistency proof as it is sent to witnesses."""
        path = merkle.consistency(old, self.size, self.node())
        hashes = "".join(f"{notes._base64(step)}\n" for step in path)
        return f"old {old}\n{hashes}\n{self.checkpoint()}"

    def policy(self, quorum: str = "group all-of-them 2 a b c\nquorum all-of-them\n") -> str:
        lines = [f"witness {name} {one.verifier.text}" for name, one in zip("abc", WITNESSES, strict=True)]
        return "\n".join([f"log {self.signer.verifier.text}", *lines, quorum])

    def pack(self, indices: list[int], **extra: bytes) -> dict[str, bytes]:
        """The members of a sealed pack over some entries; the seal becomes the log's newest entry."""
        members = {
            "entries.jsonl": "".join(f"{self.entry(index)}\n" for index in indices).encode(),
            "policy": self.policy().encode(),
            **extra,
        }
        listed = [
            {"name": name, "sha256": hashlib.sha256(members[name]).hexdigest(), "size": len(members[name])}
            for name in sorted(members)
        ]
        manifest = canonical({"format": "kuramori/pack@v1", "members": listed}).encode()
        seal = self.add("trail:pack:sealed", manifest=hashlib.sha256(manifest).hexdigest())
        node = self.node()
        proofs = [
            canonical({"index": at, "proof": [*map(notes._base64, merkle.inclusion(at, self.size, node))]})
            for at in sorted([*indices, seal])
        ]
        return {
            **members,
            "manifest.json": manifest,
            "seal.json": self.entry(seal).encode(),
            "checkpoint": self.checkpoint().encode(),
            "proofs.jsonl": "".join(f"{line}\n" for line in proofs).encode(),
        }

    def tiles(self) -> dict[str, bytes]:
        """The whole log as files of a folder."""
        node, files = self.node(), {"checkpoint": self.checkpoint().encode()}
        for tile in tiles.tiles_of(self.size):
            first = tile.number * 256
            hashes = [node(8 * tile.level, first + at) for at in range(tile.width)]
            files[tile.path] = b"".join(hashes)
            if tile.level == 0:
                leaves = [leaf.encode() for leaf in self.leaves[first : first + tile.width]]
                files[tiles.entries_path(tile.number, tile.width)] = tiles.bundle(leaves)
        return files


def log_of(size: int) -> MadeLog:
    made = MadeLog()
    for number in range(size):
        made.add(before=number, after="決めて実行")
    return made


def zipped(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2026, 11, 22, 1, 0, 0))
            info.compress_type = kind
            archive.writestr(info, data)
    return out.getvalue()


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def judged(*paths: Path, **brought: Any) -> tuple[int, set[str]]:
    """Exit code and the reasons that verify.py gives, run in this process; nothing is caught here."""
    module = verifier()
    checked = module.verify([str(path) for path in paths], **brought)
    return module.exit_of(checked), {found.code for _, _, report in checked for found in report.findings}


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
