"""What rooms above knew of an asset on a day: each registers its teller, for the page of that day and for its paper."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from kuramori.ground.jobs import rooms
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor

Teller = Callable[[Actor, uuid.UUID, datetime.date], tuple[About, ...] | None]
"""`(actor, asset id, day)`, asked only for whoever may know the asset; None where not even "nothing" may be told."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one room tells, under its heading; `none` is what is said where there are no lines."""

    heading: str
    none: str
    lines: tuple[About, ...]


_tellers: list[tuple[str | Promise, str | Promise, Teller]] = []


def register(heading: str | Promise, none: str | Promise, teller: Teller) -> None:
    """Called once by the module that a room above names among its `words`."""
    _tellers.append((heading, none, teller))


def told(actor: Actor, asset_id: uuid.UUID, on: datetime.date) -> tuple[Part, ...]:
    """What every room above says of that day."""
    rooms.read_words()
    asked = ((heading, none, teller(actor, asset_id, on)) for heading, none, teller in _tellers)
    return tuple(Part(str(heading), str(none), lines) for heading, none, lines in asked if lines is not None)
