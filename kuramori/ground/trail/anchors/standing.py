"""How each place outside that the settings name is doing: for the command and for the one who runs the instance."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings

from kuramori.ground.trail.anchors import errands, stamping
from kuramori.ground.trail.anchors.places import of_settings
from kuramori.ground.trail.known import witnesses


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: witness, timestamp or mirror. `size` entries were fixed there at `done_at` (None: never).

    `trouble` is the short word for why the last try failed, or ""; `ends_soon`: the authority's certificate does.
    """

    kind: str
    name: str
    size: int
    done_at: datetime.datetime | None
    trouble: str
    ends_soon: bool = False


def places() -> tuple[Place, ...]:
    """Every place of the settings: witnesses, the time-stamping authority, mirrors."""
    found = []
    for known in witnesses():
        name = known.verifier.name if known.verifier else known.label
        found.append(_place("witness", known.label, f"witness:{name}"))
    if settings.INSTANCE.timestamp.url:
        newest = stamping.newest()
        place = _place("timestamp", stamping.name_of(settings.INSTANCE.timestamp.url), stamping.ERRAND)
        trouble = place.trouble or ("signature" if newest and not newest.holds else "")
        ends_soon = newest is not None and newest.ends_soon
        found.append(Place(place.kind, place.name, place.size, place.done_at, trouble, ends_soon))
    found += [_place("mirror", place.name, f"mirror:{place.name}") for place in of_settings()]
    return tuple(found)


def _place(kind: str, name: str, errand: str) -> Place:
    state = errands.state(errand)
    return Place(kind, name, state.size, state.done_at, state.trouble)
