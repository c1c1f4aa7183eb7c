"""What the rooms above ask about inquiries: days that come, what waits for an answer, what a customer asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.work.requests.models import Inquiry, InquiryState
from kuramori.work.requests.reading.inquiries import due_between

MOST = 20


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """What a `partner` asked of us."""
    if kind != "partner" or not actor.may(Can.REQUEST_READ):
        return ()
    rows = Inquiry.objects.filter(partner=thing_id).order_by("-came_on", "number")
    return tuple(
        About(
            f"{row.number} {row.title}",
            _("届いたお願い：%(state)s") % {"state": row.get_state_display()},
            url_for(actor, "requests:inquiry", id=row.pk),
        )
        for row in rows[:MOST]
    )


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """By when a customer wants to be answered."""
    if not actor.may(Can.REQUEST_READ):
        return
    for row in due_between(from_on, to_on)[:MOST]:
        assert row.deadline_on is not None  # noqa: S101  it lies in a range
        title = _("%(partner)sへの回答の期限：%(title)s") % {"partner": row.partner.name, "title": row.title}
        yield Deadline(row.deadline_on, title, url_for(actor, "requests:inquiry", id=row.pk))


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """What waits for the keeper first, then what waits for an answer."""
    if actor.may(Can.REPLY_APPROVE):
        rows = Inquiry.objects.filter(state=InquiryState.WAITING).select_related("partner")
        for row in rows.order_by("deadline_on")[:3]:
            yield action(
                title=_("%(partner)sへの回答を確かめて出す") % {"partner": row.partner.name},
                why=_("「%(title)s」への回答が書けました。見え方を確かめて、承認します。")
                % {"title": row.title},
                minutes=10,
                due_on=row.deadline_on,
                url=url_for(actor, "requests:inquiry_hand_in", id=row.pk),
                button=_("確かめる"),
                base=15,
                room=_("お願いと回答"),
            )
    if not actor.may(Can.REPLY_GIVE):
        return
    rows = Inquiry.objects.filter(state=InquiryState.OPEN).select_related("partner")
    for row in rows.order_by("deadline_on")[:3]:
        yield action(
            title=_("%(partner)sのお願いに答える") % {"partner": row.partner.name},
            why=_("「%(title)s」が届いています。いまの自己チェックから、答えを入れられます。")
            % {"title": row.title},
            minutes=30,
            due_on=row.deadline_on,
            url=url_for(actor, "requests:inquiry", id=row.pk),
            button=_("開く"),
            base=25,
            room=_("お願いと回答"),
        )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """By number or title."""
    asked = words.strip()[:60]
    if not asked or not actor.may(Can.REQUEST_READ):
        return ()
    rows = Inquiry.objects.filter(Q(number__iexact=asked) | Q(title__icontains=asked)).order_by("-came_on")
    return tuple(
        About(f"{row.number} {row.title}", _("届いたお願い"), url_for(actor, "requests:inquiry", id=row.pk))
        for row in rows[:MOST]
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing hangs on one person here."""
    return ()
