"""Reading rows with days: what held on a day, as it was known at a moment."""

from __future__ import annotations

import datetime

from django.db.models import Expression, Q

from kuramori.outside import clock


def held_on(
    on: datetime.date | Expression | None = None, known_at: datetime.datetime | None = None, prefix: str = ""
) -> Q:
    """Rows with `from_on`/`until_on` that hold on day `on` (both ends included; default today in Tokyo).

    `known_at`: only what had been recorded by then and not yet been superseded (default: now). `prefix` reaches
    through a relation, e.g. `memberships__`.
    """
    day = on or clock.today()
    holds = Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": day})
    )
    if known_at is None:
        return holds & Q(**{f"{prefix}superseded_at__isnull": True})
    return (
        holds
        & Q(**{f"{prefix}recorded_at__lte": known_at})
        & (Q(**{f"{prefix}superseded_at__isnull": True}) | Q(**{f"{prefix}superseded_at__gt": known_at}))
    )
