"""Verbs: which folders are looked through, and when."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Department
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_scan as events
from kuramori.work.ledger.models import Rhythm, ScanSource
from kuramori.work.ledger.scanners import scanners
from kuramori.work.places.models import Place


class SourceRefused(ValueError):
    """`code` is what the scanner said: relative, not-listed, ours or missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add_source(
    actor: Actor,
    *,
    name: str,
    folder: str,
    rhythm: str,
    department: Department | None = None,
    place: Place | None = None,
    scanner: str = "folder",
) -> ScanSource:
    """Raises `SourceRefused`, `NotAllowed`."""
    actor.require(Can.SCAN_RUN)
    refused = scanners()[scanner].refusal(actor.organisation.slug, folder)
    if refused:
        raise SourceRefused(refused)
    with transaction.atomic():
        source = ScanSource.objects.create(
            organisation=actor.organisation,
            name=name,
            scanner=scanner,
            folder=folder,
            place=place,
            department=department,
            rhythm=Rhythm(rhythm),
            added_at=clock.now(),
        )
        told = between(None, _facts(source), part=source.pk)
        record(actor, events.SOURCE_ADDED, kind="scan_source", thing_id=source.pk, name=name, **told)
    return source


def retire_source(actor: Actor, source: ScanSource) -> None:
    """It is no longer looked through; what was found stays. Raises `trail.holds.UnderHold`."""
    actor.require(Can.SCAN_RUN)
    with transaction.atomic():
        holds.ask(source)
        if ScanSource.objects.filter(pk=source.pk, retired_at__isnull=True).update(retired_at=clock.now()):
            told = between(_facts(source), None, part=source.pk)
            record(
                actor, events.SOURCE_RETIRED, kind="scan_source", thing_id=source.pk, name=source.name, **told
            )


def _facts(source: ScanSource) -> dict[str, object]:
    return {"rhythm": source.rhythm, "department": source.department_id, "place": source.place_id}
