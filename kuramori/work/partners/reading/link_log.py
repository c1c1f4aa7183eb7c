"""What happened at the links to one thing: given, codes, wrong codes, taken back, tried after their end."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import get_language

from kuramori.ground.people.models import Link
from kuramori.ground.trail import read as trail

MOST_LINES = 20


def lines_of(organisation_id: uuid.UUID, kind: str, things: Iterable[object]) -> tuple[trail.Line, ...]:
    """The newest entries of the trail about these links, newest first. Within the organisation's scope."""
    language = "en" if (get_language() or "ja").startswith("en") else "ja"
    links = Link.objects.filter(kind=kind, thing_id__in=[str(one) for one in things]).order_by("-created_at")
    found = [
        line
        for key in links.values_list("pk", flat=True)[:MOST_LINES]
        for line in trail.lines(
            organisation_id, kind="link", thing_id=key, limit=MOST_LINES, language=language
        )
    ]
    return tuple(sorted(found, key=lambda line: line.index, reverse=True)[:MOST_LINES])
