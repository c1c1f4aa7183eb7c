"""A request that went by a link goes on in the partner's own Kuramori, once the two houses are connected.

The link ends, with an explanation. Where something stands behind it that was not handed in, it opens still, to read
and to take away, until the answer came from the house.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners.telling import channel_to, tell
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.asking import RequestRefused
from kuramori.work.requests.drafting import draft_of
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.link_purpose import KIND, REPLY
from kuramori.work.requests.models import Asked, AskedBy, AskedState, RequestState
from kuramori.work.requests.telling_requests import body_of, fits

AWAITED: Final = (AskedState.SENT, AskedState.OPENED, AskedState.ANSWERING)


def may_move(asked: Asked) -> bool:
    """Whether it is out by a link, not answered yet, and their house could be told."""
    return (
        asked.request.state == RequestState.SENT
        and asked.state in AWAITED
        and asked.way != AskedBy.CHANNEL
        and channel_to(asked.partner) is not None
        and fits(asked.request)
    )


def move(actor: Actor, asked: Asked) -> Asked:
    """Tell it to their house; from now on it is answered there. Raises `RequestRefused`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row: Asked = (
            Asked.objects.select_for_update(of=("self",))
            .select_related("request", "partner")
            .get(pk=asked.pk)
        )
        if not may_move(row) or not tell(actor, row.partner, body_of(row.request, row.number), row.thread):
            raise RequestRefused(
                "asked",
                _(
                    "いまは、相手の蔵守に届けられません。つながりと、回答がもう届いていないかを確かめてください。"
                ),
            )
        before = facts_of(row)
        # Whether it was opened behind the link is in the trail; that it is opened there will be told.
        row.way, row.state, row.sent_at, row.opened_at = AskedBy.CHANNEL, AskedState.SENT, clock.now(), None
        row.revision += 1
        row.save(update_fields=["way", "state", "sent_at", "opened_at", "revision"])
        if not _has_unsaid(row):
            end_links(actor, row)
        record(
            actor,
            events.MOVED_TO_HOUSE,
            kind="asked",
            thing_id=row.pk,
            number=row.request.number,
            **between(before, facts_of(row)),
        )
    return row


def end_links(actor: Actor, asked: Asked) -> None:
    """Whoever holds one reads where it goes on."""
    doer = replace(actor, permissions=actor.permissions | {Can.REQUEST_MAKE})
    for link in links.living_rows(REPLY, (KIND, asked.pk)):
        links.revoke(doer, link)


def _has_unsaid(asked: Asked) -> bool:
    """Whether somebody wrote behind a link what was not handed in."""
    stands = draft_of(asked)
    # Whoever only opened it wrote nothing; and one that was handed in does not go on elsewhere.
    return bool(stands.answers or stands.held or stands.further)
