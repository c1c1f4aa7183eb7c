"""What the rooms above hear of share pages: one that ran out is something to decide, and never goes by itself."""

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
from kuramori.work.partners.models import HandOver, Mode, Side
from kuramori.work.partners.sharing_page.standing import OPEN_STATES

MOST = 20


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """Nothing of its own: a share page is a hand-over, which tells of itself."""
    return ()


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """Nothing of its own: the last day is the hand-over's."""
    return ()


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Nothing of its own: hand-overs are found by their numbers and purposes."""
    return ()


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing of its own: links of somebody who leaves end with them."""
    return ()


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """Share pages whose last day has passed: more days, or bring it to its end."""
    if not actor.may(Can.HAND_OVER_MAKE):
        return ()
    rows = HandOver.objects.filter(
        side=Side.GIVEN,
        mode=Mode.SHARE_PAGE,
        state__in=OPEN_STATES,
        stopped_at__isnull=True,
        expires_on__lt=clock.today(),
    ).select_related("partner")
    return tuple(_ran_out(actor, row) for row in rows.order_by("expires_on")[:MOST])


def _ran_out(actor: Actor, row: HandOver) -> NextAction:
    return action(
        title=_("%(number)s の共有ページの期限が過ぎた（%(partner)s）")
        % {"number": row.number, "partner": row.partner.name},
        why=_(
            "相手はもう開けません。何も消していません。まだ要るなら期限を延ばし、済んだなら終わりを記録します。"
        ),
        minutes=5,
        due_on=row.expires_on,
        url=url_for(actor, "partners:hand_over", id=row.pk),
        button=_("決める"),
        base=20,
        room=_("提供"),
    )
