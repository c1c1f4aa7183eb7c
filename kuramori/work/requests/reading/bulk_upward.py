"""What workbooks tell the rooms above: those that came back and that nobody has decided about."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.requests.models import Drop, DroppedSheet, SheetState
from kuramori.work.requests.workbooks.emptying import KEPT

OPEN = (SheetState.READY, SheetState.DOUBTS, SheetState.UNKNOWN)
MOST = 3


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """Nothing of its own: what counts is a reply."""
    return ()


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Nothing of its own: the request has the day."""
    return ()


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Look at workbooks that were read and wait to be taken in, before they are emptied."""
    if not actor.may(Can.REPLY_TAKE):
        return
    drops = Drop.objects.filter(
        emptied_at__isnull=True, read_at__isnull=False, made_at__gt=clock.now() - KEPT
    )
    for row in drops.order_by("made_at")[:MOST]:
        count = DroppedSheet.objects.filter(drop=row, state__in=OPEN).count()
        if not count:
            continue
        words = ngettext(
            "返ってきた回答表 %(count)s通を確かめる", "返ってきた回答表 %(count)s通を確かめる", count
        )
        yield action(
            title=words % {"count": count},
            why=_("読み終わり、取り込むのを待っています。30日たつと中身が消えます。"),
            minutes=min(30, 2 + count),
            due_on=None,
            url=url_for(actor, "requests:dropped", id=row.pk),
            button=_("開く"),
            base=35,
            room=_("お願いと回答"),
        )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Nothing of its own: partners and requests are found by their names."""
    return ()


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing hangs on who dropped them: anybody with the right may go on."""
    return ()
