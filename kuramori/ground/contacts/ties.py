"""What hangs on a partner in the rooms above, and goes along when two partners become one.

A room names in `AppConfig.ties` the modules that call `declare`. They are read when two are merged, not before; a
house test finds the room that ties a row to a partner and moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import late

Mover = Callable[[Actor, Partner, Partner], int]
"""`move(actor, gone, kept)`: tie to `kept` whatever hangs on `gone`, within the caller's transaction; how many rows."""


class Stays(ValueError):
    """Something that hangs on the partner cannot be moved; `what` says what, for people. Nothing was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


_movers: dict[str, Mover] = {}


def declare(room: str, move: Mover) -> None:
    """`room` is the label of the app."""
    _movers[room] = move


def movers() -> dict[str, Mover]:
    """By the label of the room, in the order of the floors."""
    for room in apps.get_app_configs():
        for part in getattr(room, "ties", ()):
            late.read(f"{room.name}.{part}")
    return dict(_movers)
