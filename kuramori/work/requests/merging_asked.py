"""Two rows of one request become one, because their partners did: the later reply stands, the other row is ended.

Nobody who writes behind one link is shown what was written behind another and not handed in: two rows may have become
one by mistake. So a draft stays behind its own link, which then only explains and gives it back.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import RequestWithdrawn
from kuramori.work.partners.telling import tell
from kuramori.work.requests import drafting
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_replies as facts
from kuramori.work.requests.link_purpose import KIND, REPLY
from kuramori.work.requests.models import (
    Asked,
    AskedBy,
    AskedState,
    Consultation,
    Gap,
    Nudge,
    OfferedHelp,
    RequestState,
)
from kuramori.work.requests.telling_requests import ENDED

_FAR: Final = (
    AskedState.WITHDRAWN,
    AskedState.PREPARED,
    AskedState.SENT,
    AskedState.DECLINED,
    AskedState.OPENED,
    AskedState.ANSWERING,
    AskedState.EQUIVALENT,
    AskedState.REPLIED,
)
"""How far a row is; the last goes on."""


def join(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Tie what `gone` was asked to `kept`, in the transaction of the merge; how many rows."""
    rows = Asked.objects.filter(partner__in=(gone, kept)).select_for_update(of=("self",))
    locked = list(
        rows.select_related("organisation", "request", "partner", "reply").order_by("partner_id", "pk")
    )
    standing = {row.request_id: row for row in locked if row.partner_id == kept.pk and not row.merged_into_id}
    moved = 0
    for row in (one for one in locked if one.partner_id == gone.pk):
        other = None if row.merged_into_id else standing.get(row.request_id)
        if other is not None:
            first, second = sorted((other, row), key=_standing, reverse=True)
            _end(actor, second, first)
        Asked.objects.filter(pk=row.pk).update(partner=kept)
        moved += 1
    return moved


def _standing(row: Asked) -> tuple[bool, datetime.date, datetime.datetime, int]:
    """By which of two is the one that goes on: the later reply, and without one the row that is further."""
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    far = _FAR.index(AskedState(row.state))
    if row.reply is None:
        return False, datetime.date.min, never, far
    return True, row.reply.as_of, row.reply.received_at, far


def _end(actor: Actor, row: Asked, goes_on: Asked) -> None:
    before, was = facts.asked(row), AskedState(row.state)
    words = _("同じ会社の %(number)s にまとめました。") % {"number": goes_on.number}
    row.note = f"{words}{row.note}"[:400]
    row.state, row.merged_into = AskedState.WITHDRAWN, goes_on
    row.revision += 1
    told = {name: getattr(row, name) for name in ("note", "state", "merged_into", "revision")}
    Asked.objects.filter(pk=row.pk).update(**told)
    Asked.objects.filter(merged_into=row).update(merged_into=goes_on)
    for model in (Gap, Consultation, OfferedHelp):
        # What is talked over goes on behind the link that goes on.
        model.objects.filter(asked=row).update(asked=goes_on, revision=F("revision") + 1)
    _shut(actor, row)
    if row.way == AskedBy.CHANNEL and was != AskedState.WITHDRAWN and row.request.state == RequestState.SENT:
        _tell(actor, row, words)
    record(
        actor,
        events.ASKED_MERGED,
        kind="asked",
        thing_id=row.pk,
        number=row.number,
        kept=goes_on.number,
        **between(before, facts.asked(row)),
    )


def _shut(actor: Actor, row: Asked) -> None:
    """End its links, unless somebody has written behind one what was not handed in: that stays to be taken away."""
    if drafting.waits(row):
        return
    doer = replace(actor, permissions=actor.permissions | {Can.REQUEST_MAKE})
    for link in links.living_rows(REPLY, (KIND, row.pk)):
        links.revoke(doer, link)


def _tell(actor: Actor, row: Asked, words: str) -> None:
    _nudge, is_new = Nudge.objects.get_or_create(
        organisation=actor.organisation, asked=row, step=ENDED, defaults={"noted_at": clock.now()}
    )
    if is_new:
        tell(actor, row.partner, RequestWithdrawn(words), row.thread)
