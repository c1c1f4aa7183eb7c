"""The verb that hands over entries as one file that anybody can check: a sealed pack (docs/reference/trail.md).

The seal is an entry of its own, so what was handed over, when and by whom, is in the trail like everything else.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from kuramori.ground.trail import keys, prove, tree
from kuramori.ground.trail.checkpoint import covering
from kuramori.ground.trail.events import SEALED
from kuramori.ground.trail.known import witnesses
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint, Entry
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.rules import merkle, notes
from kuramori.rules.leaves import canonical

FORMAT = "kuramori/pack@v1"
PORTION = 500
CHUNK_BYTES = 256 * 1024
OFFLINE = Path(__file__).parent / "offline"
CHECKERS = ("verify.html", "verify.py")
APART = frozenset({"manifest.json", "seal.json", "checkpoint", "proofs.jsonl", "checkpoint.tsr", "stamped"})
OURS = frozenset({"entries.jsonl", "policy", *CHECKERS})


class NameTaken(ValueError):
    """A document has the name of a part of the pack itself."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was handed over: `entries` without the seal; `seal` its index; `size` of the signed log."""

    entries: int
    seal: int
    size: int
    manifest: str


def pack(
    actor: Doer,
    entries: Iterable[Entry],
    out: BinaryIO,
    *,
    documents: Mapping[str, bytes | BinaryIO] | None = None,
    withheld: Collection[str] = (),
    closed: Collection[int] = (),
) -> Packed:
    """Write a pack over `entries` (rising by index, all of which the actor may read) as a ZIP into `out`.

    `documents` are further members by name, open files read in pieces; `withheld` names personal fields not to
    disclose. Of the entries `closed` only the leaf is told: `showing.told` says which, and whoever calls notes the
    look at the others. The caller has no transaction open: the seal is committed before it is signed, and `out` is
    complete only then.
    Raises `NameTaken`, with nothing written.
    """
    more: dict[str, bytes | BinaryIO] = dict(documents or {})
    if taken := set(more) & (APART | OURS):
        raise NameTaken(", ".join(sorted(taken)))
    more |= {name: (OFFLINE / name).read_bytes() for name in CHECKERS}
    more["policy"] = policy().encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        indices, listed = _write_entries(archive, entries, withheld, frozenset(closed))
        members = [listed, *(_write(archive, name, content) for name, content in sorted(more.items()))]
        members.sort(key=lambda one: str(one["name"]))
        manifest = canonical({"format": FORMAT, "members": members}).encode()
        digest = hashlib.sha256(manifest).hexdigest()
        with transaction.atomic():
            seal = record(
                actor, SEALED, kind="pack", thing_id=digest[:32], manifest=digest, count=len(indices)
            )
        signed = covering(seal)
        sealed = canonical(prove.disclosed(Entry.objects.get(index=seal)))
        _write(archive, "manifest.json", manifest)
        _write(archive, "seal.json", sealed.encode())
        _write(archive, "checkpoint", prove.cosigned_note(signed).encode())
        _write_proofs(archive, [*indices, seal], signed.size)
        _write_stamp(archive, signed.size)
    return Packed(len(indices), seal, signed.size, digest)


def rising(indices: Iterable[int]) -> Iterator[Entry]:
    """The entries with these indices, in their order, read in portions."""
    wanted = sorted(indices)
    for at in range(0, len(wanted), PORTION):
        yield from Entry.objects.filter(index__in=wanted[at : at + PORTION]).order_by("index")


def policy() -> str:
    """Our log's key, and the witnesses whose cosignatures may stand below a checkpoint (C2SP tlog-policy).

    It asks for none of them: a receiver who wants to rely on witnesses brings a policy of his own.
    """
    lines = [f"log {keys.log_verifier().text}"]
    taken: set[bytes] = set()
    for number, known in enumerate(witnesses(), 1):
        if known.verifier is not None and known.verifier.public not in taken:
            taken.add(known.verifier.public)
            lines.append(f"witness w{number} {known.verifier.text}")
    return "\n".join([*lines, "quorum none", ""])


def _write_entries(
    archive: zipfile.ZipFile, entries: Iterable[Entry], withheld: Collection[str], closed: frozenset[int]
) -> tuple[list[int], dict[str, object]]:
    indices: list[int] = []
    digest, size = hashlib.sha256(), 0
    with archive.open(_info("entries.jsonl"), "w") as member:
        for entry in entries:
            if indices and entry.index <= indices[-1]:
                raise ValueError("entries must rise by their index")
            shown = [name for name in entry.parts.personal if name not in withheld]
            told = prove.disclosed(entry, contents=entry.index not in closed, personal=shown)
            line = f"{canonical(told)}\n".encode()
            indices.append(entry.index)
            digest.update(line)
            size += len(line)
            member.write(line)
    return indices, {"name": "entries.jsonl", "sha256": digest.hexdigest(), "size": size}


def _write_proofs(archive: zipfile.ZipFile, indices: list[int], size: int) -> None:
    node = tree.node_at(size)
    with archive.open(_info("proofs.jsonl"), "w") as member:
        for index in indices:
            path = prove.as_base64(merkle.inclusion(index, size, node))
            member.write(f"{canonical({'index': index, 'proof': path})}\n".encode())


def _write_stamp(archive: zipfile.ZipFile, size: int) -> None:
    """The newest token of an authority, what it is over, and how that leads to the log of `size`; none: nothing."""
    anchor = Anchor.objects.filter(kind=AnchorKind.TIMESTAMP, size__lte=size).order_by("-size").first()
    stamped = Checkpoint.objects.filter(size=anchor.size).first() if anchor else None
    if anchor is None or stamped is None:
        return
    way = prove.as_base64(merkle.consistency(stamped.size, size, tree.node_at(size)))
    text = notes.note_from(stamped.note).text
    _write(archive, "stamped", "".join([text, "\n", *(f"{one}\n" for one in way)]).encode())
    _write(archive, "checkpoint.tsr", bytes(anchor.content))


def _write(archive: zipfile.ZipFile, name: str, content: bytes | BinaryIO) -> dict[str, object]:
    if isinstance(content, bytes):
        archive.writestr(_info(name), content)
        return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    digest, size = hashlib.sha256(), 0
    with archive.open(_info(name), "w") as member:
        while piece := content.read(CHUNK_BYTES):
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return {"name": name, "sha256": digest.hexdigest(), "size": size}


def _info(name: str) -> zipfile.ZipInfo:
    local = clock.now().astimezone(clock.TOKYO)
    info = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
