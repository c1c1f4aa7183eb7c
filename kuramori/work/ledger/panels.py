"""Slots on the page of an asset: a part of the ledger hangs its panel there without the page knowing it.

`hang("readiness", "ledger/_readiness.html", gather)` in the module of the part's addresses (`urls_<part>`), never in
its views, which are read late. `gather(actor, asset, on)` is asked only where the actor may know the asset; it returns
the template's `panel`, or None for nothing to show. `on` is the day of the page, None for today. The order is that of
`SLOTS`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kuramori.ground.people.actor import Actor
from kuramori.work.ledger.models import Asset

SLOTS = ("readiness", "route", "prior_use", "lifecycle", "marks", "findings")
Gather = Callable[[Actor, Asset, datetime.date | None], Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """What one part shows: its template, and what that template calls `panel`."""

    slot: str
    template: str
    content: Any


_hung: dict[str, tuple[str, Gather]] = {}


def hang(slot: str, template: str, gather: Gather) -> None:
    """Fill a slot; a second time it is filled anew."""
    if slot not in SLOTS:
        raise ValueError(slot)
    _hung[slot] = (template, gather)


def panels_of(actor: Actor, asset: Asset, on: datetime.date | None) -> tuple[Panel, ...]:
    """The panels that have something to show, in their order."""
    found = (
        Panel(slot, template, gather(actor, asset, on))
        for slot in SLOTS
        if slot in _hung
        for template, gather in (_hung[slot],)
    )
    return tuple(panel for panel in found if panel.content is not None)
