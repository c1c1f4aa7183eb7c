"""Namers for the trail over one table each: what a row is called, for whoever may read the room's rows."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import HIDDEN, Namer
from kuramori.outside import clock


def rows_of(
    model: type[Any], name: Callable[[Any], object], *, can: Can | None = None, related: Collection[str] = ()
) -> Namer:
    """`name(row)` says what a row is called; without the right `can` a reader only learns that it is hidden.

    `related` names the foreign keys that `name` follows. A table that belongs to no scope must have `organisation_id`.
    """

    def namer(actor: Actor, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        rows = model.objects.filter(pk__in=ids)
        if not issubclass(model, Owned):
            rows = rows.filter(organisation_id=actor.organisation_id)
        if can is not None and not actor.may(can):
            return dict.fromkeys(rows.values_list("pk", flat=True), str(HIDDEN))
        return {row.pk: str(name(row)) for row in rows.select_related(*related)}

    return namer


def day_of(moment: datetime.datetime | datetime.date) -> str:
    """The day as `2026/11/22`, of a moment in Tokyo."""
    day = moment.astimezone(clock.TOKYO) if isinstance(moment, datetime.datetime) else moment
    return f"{day:%Y/%m/%d}"
