"""What the rooms above ask about 返還・廃棄: days that come, what to do next, what a partner keeps for us."""

from __future__ import annotations

import datetime
import uuid

from django.utils.translation import gettext as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.partners.models import Channel, Side
from kuramori.work.partners.reading.take_back import due_between, due_of, storage_lines

SOON = datetime.timedelta(days=30)


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """What a `partner` keeps for us, by its last confirmation."""
    if kind != "partner" or not actor.may(Can.HAND_OVER_READ):
        return ()
    kept = tuple(
        About(
            line.about,
            _("保管の確認 %(day)s") % {"day": line.answered_on.isoformat()}
            if line.answered_on
            else _("保管の確認の返事待ち"),
            url_for(actor, "partners:storage", id=line.id),
        )
        for line in storage_lines(thing_id)
    )
    return (*kept, *_ways_on(actor, thing_id))


def _ways_on(actor: Actor, partner_id: uuid.UUID) -> tuple[About, ...]:
    """What may be begun with a partner from its own page."""
    ways = []
    if actor.may(Can.TAKE_BACK):
        ways.append(About(_("保管の確認を頼む"), "", url_for(actor, "partners:ask_storage", id=partner_id)))
    standing = Channel.objects.filter(partner_id=partner_id, closed_at__isnull=True).first()
    if standing is not None:
        ways.append(About(_("蔵守どうしのつながり"), "", url_for(actor, "partners:channel", id=standing.pk)))
    elif actor.may(Can.CHANNEL_OPEN):
        ways.append(About(_("蔵守どうしをつなぐ"), "", url_for(actor, "partners:connect", id=partner_id)))
    return tuple(ways)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Days by which something was asked back, and confirmations of storage."""
    if not actor.may(Can.HAND_OVER_READ):
        return ()
    url = url_for(actor, "partners:take_backs")
    found = [
        Deadline(on, _("%(number)s の返還・廃棄を頼んだ期限") % {"number": row.number}, url)
        for side in Side
        for row in due_between(from_on, to_on, side)
        if (on := due_of(row)) is not None and on != row.return_by
    ]
    found += [
        Deadline(line.due_on, _("保管の確認: %(about)s") % {"about": line.about}, url)
        for line in storage_lines()
        if line.due_on is not None and from_on <= line.due_on <= to_on
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """Confirmations of storage that are unanswered or due again."""
    if not actor.may(Can.TAKE_BACK):
        return ()
    limit = clock.today() + SOON
    return tuple(
        action(
            title=_("%(partner)sに「%(about)s」の保管を確かめる")
            % {"partner": line.partner, "about": line.about},
            why=_("前の確認から1年になります。") if line.answered_on else _("まだ返事がありません。"),
            minutes=5,
            due_on=line.due_on,
            url=url_for(actor, "partners:ask_storage", id=line.partner_id),
            button=_("尋ねる"),
            base=60,
            room="partners",
        )
        for line in storage_lines()
        if line.due_on is not None and line.due_on <= limit
    )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Certificates are found by their hand-over."""
    return ()


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing hangs on one person here."""
    return ()
