"""Proofs for others: that an entry is in the signed log, and as much of what it says as the reader may see."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kuramori.ground.trail import sealing, tree
from kuramori.ground.trail.checkpoint import covering
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint, Entry
from kuramori.rules import merkle
from kuramori.rules.leaves import canonical
from kuramori.rules.notes import Proof


@dataclass(frozen=True, slots=True)
class Receipt:
    """`proof` is the text of a `.tlog-proof`, `entry` the disclosed entry it proves (docs/reference/trail.md)."""

    index: int
    proof: str
    entry: str


def prove(index: int, *, contents: bool = True, personal: Collection[str] | None = None) -> Receipt:
    """The receipt of one entry under the newest checkpoint; raises `IndexError` for one that is not there.

    Without `contents` only the leaf is told. `personal` names the personal fields to disclose; None discloses all
    that were not erased.
    """
    entry = Entry.objects.filter(index=index).first()
    if entry is None:
        raise IndexError(index)
    signed = covering(index)
    return Receipt(
        index,
        proof_under(signed, index).text,
        canonical(disclosed(entry, contents=contents, personal=personal)),
    )


def proof_under(signed: Checkpoint, index: int, node: merkle.Node | None = None) -> Proof:
    """The inclusion of `index` in the tree of one checkpoint, with every cosignature of it that came."""
    path = merkle.inclusion(index, signed.size, node or tree.node_at(signed.size))
    return Proof(index, path, cosigned_note(signed))


def cosigned_note(signed: Checkpoint) -> str:
    """The checkpoint's note with its witnesses' lines below our own signature."""
    lines = Anchor.objects.filter(kind=AnchorKind.WITNESS, size=signed.size).order_by("at", "name")
    return signed.note + "".join(f"{bytes(line.content).decode()}\n" for line in lines)


def disclosed(
    entry: Entry, *, contents: bool = True, personal: Collection[str] | None = None
) -> dict[str, Any]:
    """One entry as it is handed over: leaf, payload and those personal fields with their salts; others are null."""
    if not contents:
        hidden = dict.fromkeys(entry.parts.personal)
        return {"index": entry.index, "leaf": entry.leaf, "payload": None, "personal": hidden}
    payload, fields = sealing.opened_payload(entry), sealing.opened_personal(entry)
    shown = {
        name: _told(fields[name]) if name in fields and (personal is None or name in personal) else None
        for name in entry.parts.personal
    }
    return {"index": entry.index, "leaf": entry.leaf, "payload": _told(payload), "personal": shown}


def consistency_between(old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that lead from the tree of `old` entries to that of `new`."""
    return merkle.consistency(old, new, tree.node_at(new))


def as_base64(path: Collection[bytes]) -> list[str]:
    return [base64.b64encode(step).decode("ascii") for step in path]


def _told(kept: sealing.Kept) -> dict[str, str]:
    return {"salt": kept.salt.hex(), "value": kept.value}
