"""What somebody should do next about places, and what falls due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.work.places.models import Place


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """The most pressing first."""
    found = [*_first_places(actor)]
    return tuple(sorted(found, key=lambda one: one.weight))


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """What falls due between two days, both included."""
    return ()


def _first_places(actor: Actor) -> Iterator[NextAction]:
    if actor.may(Can.PLACE_CHANGE) and not Place.objects.exists():
        yield action(
            title=_("保管場所を書き出す"),
            why=_("秘密がどこにあるかを決めておくと、台帳も鍵も来訪も、そこに結び付けられます。"),
            minutes=5,
            url=url_for(actor, "places:tree"),
            button=_("始める"),
            base=75,
            room=_("保管場所"),
        )
