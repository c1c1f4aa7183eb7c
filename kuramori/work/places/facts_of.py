"""What the trail tells of each row before and after a change."""

from __future__ import annotations

from typing import Any

from kuramori.work.places.models import Key, Place, Route, Visit, Visitor

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


VISIT_TEXTS = ("company", "purpose", "name", "asked_for")


def visit(row: Visit) -> dict[str, Any]:
    """Not the reception number: it opens the visit at the tablet."""
    return {
        "company": row.company,
        "purpose": row.purpose,
        "host": row.host_id,
        "on": row.on,
        "at": row.at.isoformat() if row.at else "",
        "route": row.route_id,
        "is_cancelled": row.cancelled_at is not None,
        "asked_at": row.asked_at,
        "asked_for": row.asked_for,
        "agreed_at": row.agreed_at,
        "agreed_by": row.agreed_by_id,
    }


GUEST_TEXTS = ("name", "devices")


def guest(row: Visitor) -> dict[str, Any]:
    return {
        "name": row.name,
        "badge": row.badge,
        "escort": row.escort_id,
        "devices": row.devices,
        "rule": row.rule_id,
        "pledge": row.pledge_id,
        "arrived_at": row.arrived_at,
        "left_at": row.left_at,
        "signed_out": row.signed_out,
    }


ROUTE_TEXTS = ("name", "note")


def route(row: Route) -> dict[str, Any]:
    stops = row.stops.filter(is_current=True).order_by("position")
    return {
        "name": row.name,
        "guide": row.guide_id,
        "note": row.note,
        "stops": [[str(stop.place_id), stop.photos] for stop in stops],
        "approved_by": row.approved_by_id,
        "approved_at": row.approved_at,
        "retired_on": row.retired_on,
    }
