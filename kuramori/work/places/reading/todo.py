"""What somebody should do next about places, and what falls due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.places.keeping_keys import called
from kuramori.work.places.models import Key, KeyHolding, Place
from kuramori.work.places.reading.keys import next_count_on

COUNT_AHEAD_DAYS = 14


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """The most pressing first."""
    found = [*_first_places(actor), *_keys(actor)]
    return tuple(sorted(found, key=lambda one: one.weight))


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """What falls due between two days, both included: keys to be brought back, and their count."""
    if not actor.may(Can.PLACE_READ):
        return ()
    url = url_for(actor, "places:keys")
    due = [
        Deadline(row.due_on, _("鍵%(key)sを返す日です") % {"key": called(row.copy)}, url)
        for row in KeyHolding.objects.filter(held_on(), due_on__range=(from_on, to_on)).select_related(
            "copy__key"
        )
        if row.due_on is not None
    ]
    count_on = next_count_on()
    if count_on is not None and from_on <= count_on <= to_on:
        due.append(Deadline(count_on, _("鍵を数える日です"), url))
    return tuple(sorted(due, key=lambda one: one.on))


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


def _keys(actor: Actor) -> Iterator[NextAction]:
    """A lock to be changed, a key that should be back, the yearly count."""
    if actor.may(Can.PLACE_CHANGE):
        for key in Key.objects.filter(copies__lost_on__isnull=False, copies__gone_on__isnull=True).distinct()[
            :5
        ]:
            yield action(
                title=_("%(key)sの錠を替える") % {"key": key},
                why=_("鍵をなくしたと記録されています。替えるまで、拾った人が開けられます。"),
                minutes=30,
                url=url_for(actor, "places:key", id=key.pk),
                button=_("記録を見る"),
                base=10,
                due_on=clock.today(),
                room=_("鍵"),
            )
    if not actor.may(Can.KEY_LEND):
        return
    late = KeyHolding.objects.filter(held_on(), due_on__lt=clock.today()).select_related(
        "copy__key", "person"
    )
    for row in late.order_by("due_on")[:5]:
        yield action(
            title=_("鍵%(key)sを返してもらう") % {"key": called(row.copy)},
            why=_("%(person)sさんが持っています。") % {"person": row.person.name},
            minutes=5,
            url=url_for(actor, "places:key", id=row.copy.key_id),
            button=_("鍵を見る"),
            base=35,
            due_on=row.due_on,
            room=_("鍵"),
        )
    count_on = next_count_on()
    if count_on is not None and (count_on - clock.today()).days <= COUNT_AHEAD_DAYS:
        yield action(
            title=_("鍵を数える"),
            why=_("年に1回、すべての鍵があるかを確かめます。"),
            minutes=15,
            url=url_for(actor, "places:count_keys"),
            button=_("数える"),
            base=65,
            due_on=count_on,
            room=_("鍵"),
        )
