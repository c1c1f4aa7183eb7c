"""What pages show of files: names and days, never the bytes."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.papers.models import File
from kuramori.outside import clock


@dataclass(frozen=True, slots=True)
class FileLine:
    id: uuid.UUID
    name: str
    stored_on: datetime.date


def newest_files(limit: int = 200) -> tuple[FileLine, ...]:
    """The files of the acting organisation that were stored last."""
    rows = File.objects.order_by("-stored_at").only("pk", "name", "stored_at")[:limit]
    return tuple(FileLine(row.pk, row.name, clock.day_of(row.stored_at)) for row in rows)
