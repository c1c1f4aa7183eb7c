"""What the trail is told of mail, before and after: never an address, never a text."""

from __future__ import annotations

from typing import Any

from kuramori.ground.post.models import Delivery, Message


def message(row: Message) -> dict[str, Any]:
    """What it is for and what it tells of; who it goes to stands in its deliveries, as ids."""
    return {
        "purpose": row.purpose,
        "about": f"{row.about_kind}:{row.about_id}" if row.about_kind else "",
        "expires_at": row.expires_at,
    }


def delivery(row: Delivery) -> dict[str, Any]:
    """How it stands, and what the server answered last. A try that is put off is no change: it waits as before."""
    is_over = row.noted_at is not None
    return {
        "person": row.person_id,
        "again_of": row.again_of_id,
        "state": row.state,
        "stage": row.stage if is_over else "",
        "code": row.code if is_over else 0,
        "enhanced": row.enhanced if is_over else "",
    }
