"""The small things that addresses of this room carry."""

from __future__ import annotations

import uuid

from django.urls import reverse

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest


def whole(written: str) -> int:
    """A page's number; 1 for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1


def job_id(written: str) -> uuid.UUID | None:
    """The id of a job that an address names; None for what is none."""
    try:
        return uuid.UUID(written)
    except ValueError:
        return None


def partner_called(written: str) -> str:
    """What a field for a partner begins with: the name where an address carries an id, else what it says."""
    key = job_id(written)
    found = Partner.objects.filter(pk=key).values_list("name", flat=True).first() if key else None
    return found or ("" if key else written.strip()[:120])


def genuine_at(request: ActingRequest) -> str:
    """The whole address at which anybody checks the number of a request."""
    return outside_url(request, reverse("genuine:page"))
