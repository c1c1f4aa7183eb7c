"""受け取りの知らせ: what a partner announced has come. We keep the day and who has it, and the partner hears of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import HandOverReceived
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.models import HandOver, HandOverState, Recipient, Side
from kuramori.work.partners.telling import tell


def acknowledge(
    actor: Actor,
    hand_over: HandOver,
    people: Collection[Recipient],
    *,
    on: datetime.date | None = None,
    is_complete: bool = True,
    note: str = "",
) -> HandOver:
    """What the partner announced came to these people, on a day (None: today). The partner's Kuramori is told.

    `note` says what is missing where it is not complete. Raises `Refused`, `WrongState`, `NotAllowed`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    day, said = on or clock.today(), line(note)
    with transaction.atomic():
        row: HandOver = (
            HandOver.objects.select_for_update(of=("self",)).select_related("partner").get(pk=hand_over.pk)
        )
        if row.side != Side.RECEIVED or row.state != HandOverState.OFFERED:
            raise WrongState(row.state)
        _sound(row, people, day, is_complete=is_complete, note=said)
        before = facts_of.hand_over(row)
        row.state, row.handed_on, row.revision = HandOverState.OUT, day, row.revision + 1
        row.save(update_fields=["state", "handed_on", "revision"])
        for person in people:
            was = facts_of.recipient(person)
            person.received_on = day
            person.save(update_fields=["received_on"])
            told = between(
                was,
                facts_of.recipient(person),
                part=f"recipient:{person.pk}",
                private=facts_of.RECIPIENT_TEXTS,
            )
            record(actor, events.RECEIPT, kind="hand_over", thing_id=row.pk, number=row.number, **told)
            tell(actor, row.partner, HandOverReceived(person.name, day, None, is_complete, said), row.thread)
        told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
        record(
            actor,
            events.RECEIVED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            partner=row.partner.name,
            **told,
        )
    return row


def _sound(
    row: HandOver, people: Collection[Recipient], day: datetime.date, *, is_complete: bool, note: str
) -> None:
    if not people or any(one.hand_over_id != row.pk for one in people):
        raise Refused("people", _("受け取った方を、1人は選んでください。"))
    if day > clock.today():
        raise Refused("on", _("まだ来ていない日です。今日か、それより前の日にしてください。"))
    if day < clock.day_of(row.made_at):
        raise Refused("on", _("相手が知らせた日より前です。"))
    if row.expires_on is not None and row.expires_on < day:
        raise Refused("on", _("使ってよい最後の日より後です。相手に期限を確かめてください。"))
    if not is_complete and not note:
        raise Refused("note", _("何が足りないかを書いてください。相手に伝わります。"))
