"""保全: holds on what must not be removed, and the only way to remove a row of a business table.

A hold names things by kind and id: a sheet, a person, a file, a whole organisation. It covers each of them and all that
hangs on them, that is, every row from which foreign keys lead up to one of them. Placing and lifting demand an elevated
session; whoever removes has been let in by their own verb.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models import Q

from kuramori.ground.trail import hold_events as events
from kuramori.ground.trail.models import Hold, HoldSubject
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock

HOLD_CHANGE = "trail:hold:change"
LONGEST_REASON = 500
Subject = tuple[str, str]


class UnderHold(Exception):
    """The thing must not be removed. `holds` are the ids of what stands against it; nothing was changed."""

    def __init__(self, holds: Iterable[uuid.UUID]) -> None:
        self.holds = tuple(holds)
        super().__init__(", ".join(map(str, self.holds)))


class ReasonMissing(ValueError):
    """Placing, lifting and removing each want a reason."""


class NothingToHold(ValueError):
    """A hold about nothing."""


class AlreadyLifted(ValueError):
    """The hold was lifted before; nothing was changed."""


class Keeper(Doer, Protocol):
    """An actor whose rights can be asked for; raises where they are missing."""

    def require(self, can: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """One hold as a page shows it; `lifted_at` is None while it stands."""

    id: uuid.UUID
    reason: str
    subjects: tuple[Subject, ...]
    placed_at: datetime.datetime
    placed_by_id: uuid.UUID | None
    lifted_at: datetime.datetime | None


def hold(actor: Keeper, reason: str, subjects: Iterable[tuple[str, object]]) -> Hold:
    """Say that these things must stay. Raises `ReasonMissing`, `NothingToHold`."""
    actor.require(HOLD_CHANGE)
    wanted = sorted({(kind, str(thing_id)) for kind, thing_id in subjects})
    if not wanted:
        raise NothingToHold
    said = _reason(reason)
    with transaction.atomic():
        placed = Hold(
            organisation_id=str(actor.organisation_id), placed_at=clock.now(), placed_by_id=actor.person_id
        )
        placed.reason = said
        placed.save(force_insert=True)
        HoldSubject.objects.bulk_create(
            HoldSubject(hold=placed, kind=kind, thing_id=thing_id) for kind, thing_id in wanted
        )
        named = [f"{kind}:{thing_id}" for kind, thing_id in wanted]
        record(
            actor,
            events.PLACED,
            kind="hold",
            thing_id=placed.pk,
            reason=said,
            count=len(wanted),
            subjects=named,
        )
    return placed


def lift(actor: Keeper, placed: Hold, reason: str) -> None:
    """End a hold of the actor's own organisation. Raises `ReasonMissing`, `AlreadyLifted`."""
    actor.require(HOLD_CHANGE)
    said = _reason(reason)
    with transaction.atomic():
        standing = Hold.objects.filter(
            pk=placed.pk, organisation_id=str(actor.organisation_id), lifted_at__isnull=True
        )
        if not standing.update(lifted_at=clock.now(), lifted_by_id=actor.person_id):
            raise AlreadyLifted(placed.pk)
        record(actor, events.LIFTED, kind="hold", thing_id=placed.pk, reason=said)


def remove(actor: Doer, row: models.Model, reason: str) -> None:
    """Delete one row for good: the only way there is. Raises `UnderHold`, `ReasonMissing`, Django's `ProtectedError`.

    The entry comes first: it makes everybody who places a hold at this moment wait for us, or us for them.
    """
    said = _reason(reason)
    with transaction.atomic():
        record(
            actor,
            events.REMOVED,
            kind=_kind(row),
            thing_id=row.pk,
            thing=row._meta.label_lower,
            id=str(row.pk),
            hash=_hash(row),
            reason=said,
        )
        ask(row)
        row.delete()


def ask(row: models.Model) -> None:
    """Raise `UnderHold` where a hold covers this row; also asked before a row is taken out of sight."""
    subjects = subjects_of(row)
    about = Q()
    for kind, thing_id in subjects:
        about |= Q(kind=kind, thing_id=thing_id)
    standing = _standing().filter(about)
    if against := sorted(set(standing.values_list("hold_id", flat=True))):
        raise UnderHold(against)


def held_subjects(organisation_id: uuid.UUID) -> frozenset[Subject]:
    """Every thing that an organisation's standing holds name, each by itself."""
    named = _standing().filter(hold__organisation_id=str(organisation_id))
    return frozenset(named.values_list("kind", "thing_id"))


def _standing() -> models.QuerySet[HoldSubject]:
    return HoldSubject.objects.filter(hold__lifted_at__isnull=True)


def subjects_of(row: models.Model) -> frozenset[Subject]:
    """The row itself and everything that it hangs on, all the way up."""
    found: set[Subject] = set()
    waiting = [row]
    while waiting:
        one = waiting.pop()
        subject = (_kind(one), str(one.pk))
        if subject in found:
            continue
        found.add(subject)
        for field in one._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and getattr(one, field.attname) is not None:
                waiting.append(getattr(one, field.name))
    return frozenset(found)


def holds_of(organisation_id: uuid.UUID) -> tuple[Standing, ...]:
    """Every hold of an organisation: those that stand first, the newest first."""
    rows = Hold.objects.filter(organisation_id=organisation_id).prefetch_related("subjects")
    views = [
        Standing(
            id=row.pk,
            reason=row.reason,
            subjects=tuple((subject.kind, subject.thing_id) for subject in row.subjects.all()),
            placed_at=row.placed_at,
            placed_by_id=row.placed_by_id,
            lifted_at=row.lifted_at,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: view.lifted_at is not None))


def hold_of(organisation_id: uuid.UUID, hold_id: uuid.UUID) -> Hold | None:
    """One hold, if it is this organisation's."""
    return Hold.objects.filter(pk=hold_id, organisation_id=organisation_id).first()


def _kind(row: models.Model) -> str:
    return row._meta.model_name or ""


def _reason(reason: str) -> str:
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise ReasonMissing
    return said


def _hash(row: models.Model) -> str:
    """SHA-256 over every column as it lies in the database, so that a copy kept elsewhere can be recognised."""
    columns = [field.attname for field in row._meta.concrete_fields]
    stored = type(row).objects.filter(pk=row.pk).values(*columns).first() or {}  # type: ignore[attr-defined]
    text = json.dumps(stored, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    return bytes(value).hex() if hasattr(value, "__bytes__") or isinstance(value, memoryview) else str(value)
