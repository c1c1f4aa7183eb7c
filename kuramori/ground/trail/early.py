"""Take entries from before the tree over into it, once, with the moments at which they happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kuramori.ground.trail.models import EarlyEntry
from kuramori.ground.trail.record import Happened, record_all

PORTION = 500


@dataclass(frozen=True, slots=True)
class _Doer:
    organisation_id: Any
    person_id: Any
    name: str
    via: str


@dataclass(frozen=True, slots=True)
class _Event:
    """An event by its id alone: the rooms that tell it are not loaded while tables are brought up to date."""

    id: str
    personal: tuple[str, ...] = ("person",)


def take_over() -> int:
    """Returns how many were taken over now. Interrupted, it goes on with the rest the next time."""
    taken = 0
    while portion := list(EarlyEntry.objects.order_by("id")[:PORTION]):
        with transaction.atomic():
            for row in portion:
                detail = {name: _plain(value) for name, value in row.detail.items()}
                happened = Happened(_Event(row.event), row.kind, row.thing_id, detail, at=row.at)
                record_all(_Doer(row.organisation_id, row.person_id, row.who, row.via), [happened])
            EarlyEntry.objects.filter(pk__in=[row.pk for row in portion]).delete()
        taken += len(portion)
    return taken


def _plain(value: Any) -> Any:
    # The tree's form knows no fractions.
    return str(value) if isinstance(value, float) else value
