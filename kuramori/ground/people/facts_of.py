"""What the trail keeps of people's rows before and after a change: plain facts, by the name of the field."""

from __future__ import annotations

from typing import Any

from kuramori.ground.people import timeline
from kuramori.ground.people.models import Employment, Link, Membership, Organisation, Person, Placement, Token

# Each has a commitment of its own, so that somebody's name can be erased from the trail.
PERSONAL = ("name", "kana", "number", "email")


def person(row: Person) -> dict[str, Any]:
    """A line of the roster with everything that is believed of its days now: `[value, first day, last day]` each."""
    return {
        "name": row.name,
        "kana": row.kana,
        "number": row.number,
        "email": row.email,
        "has_account": row.account_id is not None,
        "roles": roles(row),
        "kinds": _days(Employment, row, "kind"),
        "departments": _days(Placement, row, "department_id"),
    }


def roles(row: Person) -> list[list[Any]]:
    """The roles that are believed now: `[role, first day, last day, department]` by day and role."""
    rows = [
        [one.role, one.from_on, one.until_on, one.department_id]
        for one in timeline.known(Membership, person=row)
    ]
    return sorted(rows, key=lambda one: (one[1], one[0]))


def organisation(row: Organisation) -> dict[str, Any]:
    """The organisation's own settings."""
    return {
        "name": row.name,
        "slug": row.slug,
        "kinds": list(row.kinds),
        "headcount": row.headcount,
        "is_settled": row.settled_at is not None,
    }


def token(row: Token) -> dict[str, Any]:
    """Never the secret, nor its hash."""
    return {
        "person": row.person_id,
        "label": row.label,
        "permissions": list(row.permissions),
        "expires_on": row.expires_on,
        "is_revoked": row.revoked_at is not None,
    }


def link(row: Link) -> dict[str, Any]:
    """Whom it is for is told by id, or by the event's personal field; never the secret, nor its hash."""
    return {
        "purpose": row.purpose,
        "kind": row.kind,
        "thing": row.thing_id,
        "person": row.person_id,
        "expires_at": row.expires_at,
        "most_uses": row.most_uses,
        "is_revoked": row.revoked_at is not None,
    }


def _days(model: type[Employment] | type[Placement], row: Person, field: str) -> list[list[Any]]:
    return [[getattr(one, field), one.from_on, one.until_on] for one in timeline.known(model, person=row)]
