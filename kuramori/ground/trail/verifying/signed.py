"""Checkpoints, ours and those that others hold, against the tree computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from kuramori.ground.trail import keys
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint
from kuramori.ground.trail.verifying.faults import Fault
from kuramori.rules import notes
from kuramori.rules.notes import NoteUnreadable, SignatureWrong, Verifier


@dataclass(frozen=True, slots=True)
class Claim:
    """That the log of `size` entries has `root`."""

    size: int
    root: bytes


def stored() -> Iterator[Claim | Fault]:
    """Every stored checkpoint as a claim, behind a fault for each whose signature or columns are wrong."""
    verifier = keys.log_verifier()
    for row in Checkpoint.objects.order_by("size").iterator():
        claim = _read(row.note, verifier)
        if isinstance(claim, Fault) or (claim.size, claim.root.hex()) != (row.size, row.root):
            yield Fault("signature", str(row.size))
            yield Claim(row.size, bytes.fromhex(row.root) if len(row.root) == 64 else b"")
        else:
            yield claim
    yield from _cosignatures()


def held(texts: Iterable[str]) -> Iterator[Claim | Fault]:
    """Checkpoints that somebody else kept."""
    verifier = keys.log_verifier()
    return (_read(text, verifier) for text in texts)


def _read(text: str, verifier: Verifier) -> Claim | Fault:
    try:
        note = notes.note_from(text)
        found = notes.checkpoint_from(note.text)
        if found.origin != verifier.name:
            return Fault("foreign", "", found.origin)
        notes.check_signed(note, verifier)
    except NoteUnreadable as error:
        return Fault("held", "", str(error))
    except SignatureWrong:
        return Fault("signature", str(found.size))
    return Claim(found.size, found.root)


def _cosignatures() -> Iterator[Fault]:
    known = {one.name: one for one in _witnesses()}
    texts = dict(Checkpoint.objects.values_list("size", "note"))
    for anchor in Anchor.objects.filter(kind=AnchorKind.WITNESS).order_by("size").iterator():
        verifier = known.get(anchor.name)
        if verifier is None:
            continue  # a witness that was since taken out of the settings: its line stays, but cannot be checked here
        try:
            line = notes.signature_from(bytes(anchor.content).decode())
            text = notes.note_from(texts.get(anchor.size, "")).text
            notes.check_cosigned(text, [line], verifier)
        except (NoteUnreadable, SignatureWrong, UnicodeDecodeError):
            yield Fault("cosignature", str(anchor.size), anchor.name)


def _witnesses() -> Iterator[Verifier]:
    for one in settings.INSTANCE.witness:
        try:
            yield notes.verifier_from(one.key)
        except NoteUnreadable:
            continue  # `doctor` names it
