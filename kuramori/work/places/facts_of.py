"""What the trail tells of each row before and after a change."""

from __future__ import annotations

from typing import Any

from kuramori.work.places.models import Key, Place

# Written freely, or telling who somebody is: each value gets an erasable commitment of its own.
PLACE_TEXTS = ("name", "note")


def place(row: Place) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "parent": row.parent_id,
        "person": row.person_id,
        "country": row.country,
        "note": row.note,
        "is_locked": row.is_locked,
        "retired_on": row.retired_on,
    }


KEY_TEXTS = ("name", "box")


def key(row: Key) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "box": row.box,
        "opens": sorted(str(one.place_id) for one in row.openings.all()),
        "copies": sorted(one.mark for one in row.copies.filter(gone_on__isnull=True)),
        "lock_changed_on": row.lock_changed_on,
        "retired_on": row.retired_on,
    }
