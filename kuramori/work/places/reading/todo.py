"""What somebody should do next about places, and what falls due."""

from __future__ import annotations

import dataclasses
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
from kuramori.work.places.models import Key, KeyHolding, Place, Route
from kuramori.work.places.periods import periods
from kuramori.work.places.reading import out_todo
from kuramori.work.places.reading.keys import next_count_on
from kuramori.work.places.reading.visits import month_to_check
from kuramori.work.places.receiving import inside
from kuramori.work.places.walking_in import waiting


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """The most pressing first."""
    found = [*_first_places(actor), *_keys(actor), *_visits(actor), *out_todo.next_actions(actor)]
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
    due += out_todo.deadlines(actor, from_on, to_on)
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
    if count_on is not None and (count_on - clock.today()).days <= periods().count_ahead:
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


def _visits(actor: Actor) -> Iterator[NextAction]:
    """Guests whose way out nobody noted, routes that wait for approval, last month's log."""
    room = _("来訪")
    if actor.may(Can.VISIT_RECEIVE):
        for visit in waiting().order_by("asked_at")[:5]:
            told = action(
                title=_("%(company)sの方を迎えるか決める") % {"company": visit.company},
                why=_("約束のないお客さまが、受付でお待ちです。"),
                minutes=1,
                url=f"{url_for(actor, 'places:visits')}#waiting",
                button=_("返事をする"),
                base=0,
                due_on=clock.today(),
                room=room,
            )
            # Before everything that is overdue: somebody stands at the door.
            yield dataclasses.replace(told, weight=0)
        # Theirs to see off, or everybody's for those who steer.
        rows = inside().select_related("visit", "escort").order_by("arrived_at")
        if not actor.may(Can.PLACE_CHANGE):
            rows = rows.filter(escort_id=actor.person_id)
        for row in rows[:20]:
            came_on = clock.day_of(row.arrived_at) if row.arrived_at else None
            if came_on is not None and came_on < clock.today():
                yield action(
                    title=_("%(company)sの方の退出を確かめる") % {"company": row.visit.company},
                    why=_("退出の記録がありません。名札が戻っているかも見てください。"),
                    minutes=3,
                    url=f"{url_for(actor, 'places:visits')}#guest-{row.pk}",
                    button=_("確かめる"),
                    base=15,
                    due_on=came_on,
                    room=room,
                )
    if not actor.may(Can.PLACE_CHANGE):
        return
    for route in Route.objects.filter(approved_at__isnull=True, retired_on__isnull=True)[:5]:
        yield action(
            title=_("見学コース「%(route)s」を承認する") % {"route": route},
            why=_("通る場所と、撮影してよいところを確かめます。承認するまで、来訪に使えません。"),
            minutes=5,
            url=url_for(actor, "places:route", id=route.pk),
            button=_("内容を見る"),
            base=40,
            room=room,
        )
    month = month_to_check(actor)
    if month is not None:
        yield action(
            title=_("%(month)s月の来訪記録を確かめる") % {"month": month.month},
            why=_("退出もれ・同行・名札を、月に1回見ます。"),
            minutes=5,
            url=f"{url_for(actor, 'places:log')}?month={month:%Y-%m}",
            button=_("記録を見る"),
            base=55,
            room=room,
        )
