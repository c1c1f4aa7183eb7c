"""Namers and finders for the trail over one table each: what a row is called, and which rows hold some words."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.finding import MOST, Finder
from kuramori.ground.trail.naming import HIDDEN, Namer
from kuramori.outside import clock
from kuramori.rules.tokens import normal


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


def found_in(model: type[Owned], *columns: str, can: Can) -> Finder:
    """Rows of which each word stands in one of the columns, as it was typed or in its plain spelling.

    The columns say nothing that the namer of the kind keeps from those who have the right `can`.
    """

    def finder(actor: Actor, asked: str) -> Iterable[uuid.UUID]:
        if not actor.may(can):
            return ()
        rows: Any = model.objects.all()
        for word in asked.split():
            spelt = dict.fromkeys((word, normal(word)))
            ways = [Q(**{f"{column}__icontains": one}) for column in columns for one in spelt]
            rows = rows.filter(reduce(or_, ways))
        return list(rows.order_by("pk").values_list("pk", flat=True).distinct()[: MOST + 1])

    return finder


def day_of(moment: datetime.datetime | datetime.date) -> str:
    """The day as `2026/11/22`, of a moment in Tokyo."""
    day = moment.astimezone(clock.TOKYO) if isinstance(moment, datetime.datetime) else moment
    return f"{day:%Y/%m/%d}"
