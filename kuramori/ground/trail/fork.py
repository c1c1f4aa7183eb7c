"""The fork alarm: two checkpoints of one log that do not fit are kept as evidence, recorded, and told to everybody.

A log has one history. Whoever shows two, ours included, has rewritten something, or has put an old backup back; both
are for people to look at. An alarm stays until somebody settles it and says why; the evidence stays for ever.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.dispatch import Signal

from kuramori.ground.trail import keys, tree
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.known import witnessed_log
from kuramori.ground.trail.models import Checkpoint, Fork, How, Witnessed
from kuramori.ground.trail.record import Instance, record
from kuramori.outside import clock
from kuramori.rules import merkle, notes

log = structlog.get_logger()

# Somebody who can send a log's published checkpoints with broken proofs must not be able to fill our disk.
MOST_UNPROVEN = 100
LONGEST_WHY = 400

FOUND = Event(
    "trail:fork:found",
    "記録 {origin} の控えが食い違いました({how})。両方を証拠として残しました",
    "Two checkpoints of the log {origin} do not fit ({how}); both are kept as evidence",
)
SETTLED = Event(
    "trail:fork:settled",
    "記録 {origin} の控えの食い違いを確かめ、知らせを下げました。理由: {why}",
    "The checkpoints of the log {origin} that did not fit were looked into: {why}",
)

# Sent after the commit with `alarm`; whoever can reach people (post, people) listens.
noticed = Signal()


class ForkUnknown(LookupError):
    """There is no open alarm of this number."""


class WhyMissing(ValueError):
    """An alarm is settled with a reason of 1–400 characters."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One open alarm. `is_ours`: it is about this instance's own log; `how`: one of `How`, `told` its sentence."""

    id: int
    origin: str
    is_ours: bool
    how: str
    told: str
    source: str
    found_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What looking at a checkpoint came to. `fits`: True, False (alarm raised), or None: it cannot be told here."""

    origin: str
    size: int
    fits: bool | None


def alarms() -> tuple[Alarm, ...]:
    """The alarms that nobody has settled, oldest first; for everybody who works here and the operator."""
    open_ones = Fork.objects.filter(settled_at=None, is_proven=True).order_by("pk")[:20]
    ours = keys.log_verifier().name if open_ones else ""
    return tuple(_alarm(fork, ours) for fork in open_ones)


def met(
    how: How,
    origin: str,
    first: str,
    second: str,
    *,
    source: str = "",
    proof: str = "",
    is_proven: bool = True,
) -> Fork | None:
    """Keep two statements that do not fit, and raise the alarm. None where too many are unproven.

    While an alarm of the same kind from the same source is open no further pair is kept: each entry about it would
    make the next checkpoint another pair.
    """
    is_open = Fork.objects.filter(
        origin=origin, how=how, source=source, settled_at=None, is_proven=True
    ).first()
    if is_open is not None and is_proven:
        return is_open
    digest = hashlib.sha256("\0".join([how, origin, first, second]).encode()).hexdigest()
    if not is_proven and Fork.objects.filter(origin=origin, is_proven=False).count() >= MOST_UNPROVEN:
        return None
    fields = {
        "how": how,
        "origin": origin,
        "source": source,
        "first": first,
        "second": second,
        "proof": proof,
    }
    with transaction.atomic():
        fork, is_new = Fork.objects.get_or_create(
            digest=digest, defaults={**fields, "found_at": clock.now(), "is_proven": is_proven}
        )
        if is_new and is_proven:
            record(
                Instance(), FOUND, kind="fork", thing_id=fork.pk, origin=origin, how=str(how), source=source
            )
            alarm = _alarm(fork, keys.log_verifier().name)
            transaction.on_commit(lambda: _tell(alarm))
    if is_new:
        log.error("trail:fork:found", fork=fork.pk, how=str(how), is_proven=is_proven)
    return fork


def settle(fork_id: int, why: str) -> None:
    """Take an alarm down, with a reason that is recorded; the evidence stays. Raises `ForkUnknown`, `WhyMissing`."""
    why = why.strip()
    if not 1 <= len(why) <= LONGEST_WHY:
        raise WhyMissing
    with transaction.atomic():
        found = Fork.objects.select_for_update().filter(pk=fork_id, settled_at=None).first()
        if found is None:
            raise ForkUnknown(fork_id)
        found.settled_at, found.settled_why = clock.now(), why
        found.save(update_fields=["settled_at", "settled_why"])
        record(Instance(), SETTLED, kind="fork", thing_id=fork_id, origin=found.origin, why=why)


def settle_all(fork_ids: Iterable[int], why: str) -> None:
    """Several alarms with one reason (a restored backup raises one at each place outside), each in an entry; or none.

    Raises `ForkUnknown`, `WhyMissing`; then nothing was settled.
    """
    with transaction.atomic():
        for fork_id in dict.fromkeys(fork_ids):
            settle(fork_id, why)


def check_own() -> bool:
    """Whether the entries still begin with those of our newest checkpoint; the alarm is raised where they do not."""
    newest = Checkpoint.objects.order_by("-size").first()
    return (
        newest is None
        or _fits_ours(newest.size, bytes.fromhex(newest.root), newest.note, How.OWN, "") is True
    )


def check_note(text: str, *, source: str = "", how: How = How.FILE) -> Told:
    """Hold a checkpoint that came from somewhere against what we know of its log, ours or one that we witness.

    Raises `NoteUnreadable`, and `SignatureWrong` where the log itself did not sign it.
    """
    note = notes.note_from(text)
    said = notes.checkpoint_from(note.text)
    ours = keys.log_verifier()
    if said.origin == ours.name:
        notes.check_signed(note, ours)
        return Told(said.origin, said.size, _fits_ours(said.size, said.root, text, how, source))
    return Told(said.origin, said.size, _fits_witnessed(note, said, source))


def _fits_ours(size: int, root: bytes, text: str, how: How, source: str) -> bool:
    """A checkpoint that our key signed, against the tree as it is."""
    length = tree.size()
    if size > length:
        met(
            How.LONGER if how is not How.OWN else how,
            keys.log_verifier().name,
            text,
            _unsigned(length),
            source=source,
        )
        return False
    if merkle.root(size, tree.node_at(size)) != root:
        met(how, keys.log_verifier().name, text, _unsigned(size), source=source)
        return False
    return True


def _unsigned(size: int) -> str:
    """What the entries say now. Nothing is signed over a history that has changed."""
    found = merkle.root(size, tree.node_at(size))
    return notes.Checkpoint(keys.log_verifier().name, size, found).text


def _fits_witnessed(note: notes.Note, said: notes.Checkpoint, source: str) -> bool | None:
    """A checkpoint of a log that we witness; only one of the size that we cosigned last can be compared."""
    verifier = witnessed_log(said.origin)
    if verifier is None:
        return None
    notes.check_signed(note, verifier)
    kept = Witnessed.objects.filter(origin=said.origin, size=said.size).exclude(note="").first()
    if kept is None:
        return None
    if kept.root == said.root.hex():
        return True
    met(How.LOG, said.origin, kept.note, note.whole, source=source)
    return False


def _alarm(fork: Fork, ours: str) -> Alarm:
    return Alarm(
        id=fork.pk,
        origin=fork.origin,
        is_ours=fork.origin == ours,
        how=fork.how,
        told=str(How(fork.how).label),
        source=fork.source,
        found_at=fork.found_at,
    )


def _tell(alarm: Alarm) -> None:
    for receiver, answer in noticed.send_robust(sender=Fork, alarm=alarm):
        if isinstance(answer, Exception):
            log.error(
                "trail:fork:not_told", to=getattr(receiver, "__name__", "?"), error=type(answer).__name__
            )
