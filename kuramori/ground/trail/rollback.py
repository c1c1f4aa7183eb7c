"""After an old backup was put back: our log says so openly, and a witness's operator may accept that.

A witness that holds more of our log than we do refuses every checkpoint of ours for good, and rightly so: it cannot
tell a restored backup from a rewritten history. So the log states it in an entry and in a note signed by its key, and
each witness's operator decides, seeing both what they held and what is stated. Both stay as evidence for ever.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.trail import fork, keys
from kuramori.ground.trail.checkpoint import covering
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.known import witnessed_log
from kuramori.ground.trail.models import Fork, How, Witnessed
from kuramori.ground.trail.record import Instance, record
from kuramori.outside import clock
from kuramori.rules import notes
from kuramori.rules.rollback import LONGEST_WHY, Rollback, stated, statement_from

ROLLED_BACK = Event(
    "trail:log:rolled_back",
    "記録が古い写しに戻ったことを、署名して述べました。理由: {why}",
    "It was stated, signed, that the log went back to an older copy: {why}",
)
ACCEPTED = Event(
    "trail:log:rollback_accepted",
    "記録 {origin} が古い写しに戻ったことを認めました（{held}件まで連署していたところ、{size}件から）。理由: {why}",
    "That the log {origin} went back was accepted (cosigned up to {held} entries, now from {size}): {why}",
)


class LogUnknown(LookupError):
    """We are no witness of this log, or have never cosigned it: there is nothing to go back from."""


class AcceptedBefore(ValueError):
    """The same statement was accepted already: it must not take the log back a second time."""


def state(why: str) -> str:
    """Say in an entry that the log went back, and return the signed statement for the witnesses' operators.

    Raises `fork.WhyMissing`, and `HistoryChanged` where the entries do not even fit our own newest checkpoint.
    """
    said = _why(why)
    with transaction.atomic():
        index = record(Instance(), ROLLED_BACK, kind="trail", why=said)
    signed = covering(index)
    signer = keys.log_signer()
    return stated(Rollback(signer.name, signed.size, bytes.fromhex(signed.root), said), signer)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a witness is asked to accept: the statement, and how many entries it cosigned last, and when."""

    rollback: Rollback
    held: int
    held_at: datetime.datetime | None


def asked(text: str) -> Asked:
    """A statement beside what we hold, for whoever decides. Raises as `accept` does; changes nothing."""
    rollback, note = _checked(text)
    kept = Witnessed.objects.filter(origin=rollback.origin).first()
    if kept is None or kept.size == 0:
        raise LogUnknown(rollback.origin)
    if Fork.objects.filter(origin=rollback.origin, second=note.whole).exists():
        raise AcceptedBefore(rollback.origin)
    return Asked(rollback, kept.size, kept.at)


def accept(text: str, why: str) -> Rollback:
    """As a witness: follow the log from the stated state on. What we cosigned before stays as evidence.

    Raises `NoteUnreadable`, `SignatureWrong`, `LogUnknown`, `AcceptedBefore`, `fork.WhyMissing`; nothing is changed.
    """
    said = _why(why)
    rollback, note = _checked(text)
    with transaction.atomic():
        kept = Witnessed.objects.select_for_update().filter(origin=rollback.origin).first()
        if kept is None or kept.size == 0:
            raise LogUnknown(rollback.origin)
        if Fork.objects.filter(origin=rollback.origin, second=note.whole).exists():
            raise AcceptedBefore(rollback.origin)
        held, first = kept.size, kept.note or f"{kept.origin}\n{kept.size}\n{kept.root}\n"
        _close_alarms(rollback.origin, said)
        met = fork.met(How.LOG, rollback.origin, first, note.whole)
        kept.size, kept.root, kept.note, kept.at = rollback.size, rollback.root.hex(), "", clock.now()
        kept.save()
        record(
            Instance(),
            ACCEPTED,
            kind="fork",
            thing_id=met.pk if met else "",
            origin=rollback.origin,
            held=held,
            size=rollback.size,
            why=said,
        )
        _close_alarms(rollback.origin, said)
    return rollback


def _checked(text: str) -> tuple[Rollback, notes.Note]:
    """The statement, signed by a log that we witness."""
    rollback, note = statement_from(text)
    verifier = witnessed_log(rollback.origin)
    if verifier is None:
        raise LogUnknown(rollback.origin)
    notes.check_signed(note, verifier)
    return rollback, note


def _close_alarms(origin: str, why: str) -> None:
    """What was open about this log is settled with the acceptance; it would else keep the new pair from being kept."""
    for alarm in Fork.objects.filter(origin=origin, how=How.LOG, settled_at=None, is_proven=True):
        fork.settle(alarm.pk, why)


def _why(why: str) -> str:
    said = " ".join(why.split())
    if not 1 <= len(said) <= LONGEST_WHY:
        raise fork.WhyMissing
    return said
