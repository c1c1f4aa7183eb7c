"""What the rooms above ask about promises to customers: days that come, what to do next, what one customer has."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.requests.models import Promise, Word
from kuramori.work.requests.reading.promises import NO_PROOF, PROMISED, RUNS, SOON, Filters, narrowed

MOST, FIRST = 20, 3


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """How many demands of a `partner` run; what it asks is on the one page that `work.partners` leads to."""
    if kind != "partner" or not actor.may(Can.REQUEST_READ):
        return ()
    rows = Promise.objects.filter(RUNS, partner=thing_id)
    count = rows.count()
    if not count:
        if not Partner.objects.filter(pk=thing_id, is_customer=True, retired_on__isnull=True).exists():
            return ()
        return (About(_("求められたことの記録は、まだありません"), "", url_for(actor, "requests:promises")),)
    late = rows.filter(next_on__lt=clock.today()).count()
    title = ngettext("お客様への約束 %(n)s件", "お客様への約束 %(n)s件", count) % {"n": count}
    note = ngettext("日を過ぎたもの %(n)s件", "日を過ぎたもの %(n)s件", late) % {"n": late} if late else ""
    return (About(title, note, f"{url_for(actor, 'requests:promises')}?partner={thing_id}"),)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Days of promises, the nearest first: at most so many as a calendar shows."""
    if not actor.may(Can.REQUEST_READ):
        return
    rows = Promise.objects.filter(next_on__range=(from_on, to_on)).select_related("partner")
    for row in rows.order_by("next_on", "number")[:MOST]:
        assert row.next_on is not None  # noqa: S101  it lies in a range
        title = _("%(partner)sへの約束：%(what)s") % {"partner": row.partner.name, "what": row.what}
        yield Deadline(row.next_on, title, url_for(actor, "requests:promise", id=row.pk))


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """What was not answered yet, what is due within the month, and what nothing shows yet."""
    if not actor.may(Can.PROMISE_CHANGE):
        return
    soon = clock.today() + SOON
    due = Promise.objects.filter(RUNS, next_on__lte=soon).select_related("partner")
    for row in due.order_by("next_on", "number")[:FIRST]:
        is_open = row.word == Word.NOT_YET
        title = _("%(partner)sの求めに答える") if is_open else _("%(partner)sへの約束を確かめる")
        yield action(
            title=title % {"partner": row.partner.name},
            why=_("「%(what)s」と求められています。") % {"what": row.what}
            if is_open
            else _("「%(what)s」と約束しています。") % {"what": row.what},
            minutes=10,
            due_on=row.next_on,
            url=url_for(actor, "requests:promise", id=row.pk),
            button=_("返事を残す") if is_open else _("確かめて残す"),
            base=15,
            room=_("お客様への約束"),
        )
    yield from _counted(actor)


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """By number, customer or what was asked; what ended is not found here."""
    if not actor.may(Can.REQUEST_READ) or not words.strip():
        return ()
    rows = narrowed(Filters(words=" ".join(words.split())[:60])).select_related("partner")
    return tuple(
        About(
            f"{row.number} {row.what}",
            _("%(partner)sへの約束") % {"partner": row.partner.name},
            url_for(actor, "requests:promise", id=row.pk),
        )
        for row in rows.order_by("number")[:MOST]
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """The promises that somebody who leaves looks after."""
    rows = Promise.objects.filter(RUNS, keeper=person_id).select_related("partner").order_by("number")
    return tuple(
        _("%(partner)sへの約束 %(number)s の担当") % {"partner": row.partner.name, "number": row.number}
        for row in rows[:MOST]
    )


def _counted(actor: Actor) -> Iterator[NextAction]:
    page = url_for(actor, "requests:promises")
    waits = Promise.objects.filter(RUNS, word=Word.NOT_YET, due_on__isnull=True).count()
    if waits:
        title = ngettext("お客様の求め%(n)s件に答える", "お客様の求め%(n)s件に答える", waits)
        yield action(
            title=title % {"n": waits},
            why=_("日は決まっていませんが、まだ答えていません。「一部」や「できない」も答えです。"),
            minutes=5 * min(waits, 12),
            url=f"{page}?only=open",
            button=_("見る"),
            base=40,
            room=_("お客様への約束"),
        )
    bare = Promise.objects.filter(RUNS & NO_PROOF, word__in=PROMISED).count()
    if bare:
        title = ngettext("約束%(n)s件に、証明になるものを書く", "約束%(n)s件に、証明になるものを書く", bare)
        yield action(
            title=title % {"n": bare},
            why=_("何が、どこにあるかを書いておくと、聞かれたときにすぐ答えられます。"),
            minutes=3 * min(bare, 20),
            url=f"{page}?only=unproven",
            button=_("見る"),
            base=55,
            room=_("お客様への約束"),
        )
