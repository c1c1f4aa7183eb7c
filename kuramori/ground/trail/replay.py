"""Replay: what was known of a thing at a moment, from its entries alone. The tables of the rooms are not asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any, Final

from kuramori.ground.trail.models import Entry


class Erased:
    """The value was personal and was erased from the trail: that there was one is still known."""

    def __repr__(self) -> str:
        return "ERASED"


ERASED: Final = Erased()
Known = dict[str, dict[str, Any]]


def replay(
    organisation_id: uuid.UUID | None,
    kind: str,
    thing_id: object,
    *,
    until: datetime.datetime | None = None,
    may_read: Callable[[str], bool] = lambda audience: not audience,
) -> Known:
    """The fields of one thing after every entry of it up to and including `until` (None: all), by part.

    Part "" holds the thing's own fields. A field that became None is left out; one whose personal value was erased is
    `ERASED`. Entries whose audience the reader may not read are passed over. One query.
    """
    entries = Entry.objects.filter(organisation_id=organisation_id, kind=kind, thing_id=str(thing_id))
    if until is not None:
        entries = entries.filter(at__lte=until)
    known: Known = {}
    for entry in entries.order_by("index"):
        if may_read(entry.audience):
            _apply(known, entry)
    return {part: fields for part, fields in known.items() if fields}


def _apply(known: Known, entry: Entry) -> None:
    for change in entry.changes:
        fields = known.setdefault(change.part, {})
        if change.is_erased:
            fields[change.field] = ERASED
        elif change.after is None or change.after == "":
            fields.pop(change.field, None)
        else:
            fields[change.field] = change.after
