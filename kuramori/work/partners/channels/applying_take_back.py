"""返還・廃棄 as told by the other side: they ask for what we have, or certify what became of what they had."""

from __future__ import annotations

from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import Disposal, DisposalCertified, Done, TakeBackAsked
from kuramori.rules.statements.encoding import plain
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners import events_channels as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.channels.applying_hand_overs import given, taken
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.ending import end_item
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import (
    Certificate,
    Channel,
    HandedItem,
    HandOver,
    ItemState,
    Side,
    TakeBack,
)

STATES = {
    Done.DESTROYED: ItemState.DESTROYED,
    Done.RETURNED: ItemState.RETURNED,
    Done.KEPT: ItemState.KEPT,
}


def asked(peer: Peer, channel: Channel, statement: Statement, body: TakeBackAsked) -> None:
    """They want it back, by a day."""
    row = taken(channel, statement)
    made = TakeBack.objects.create(
        organisation=channel.organisation,
        hand_over=row,
        items=list(body.numbers),
        by_on=body.by,
        reason=body.reason[:200],
        asked_at=clock.now(),
    )
    record(
        peer,
        events.TAKE_BACK_TOLD,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        by=body.by.isoformat(),
        **between(None, facts_of.take_back(made), part=made.pk, private=facts_of.TAKE_BACK_TEXTS),
    )


def certified(peer: Peer, channel: Channel, statement: Statement, body: DisposalCertified) -> None:
    """What became of each thing we gave, in the partner's name."""
    row = given(channel, statement)
    made = Certificate.objects.create(
        organisation=channel.organisation,
        hand_over=row,
        side=Side.GIVEN,
        company=body.company[:120],
        person=body.person[:60],
        witness=(body.witness or "")[:60],
        disposals=[plain(one) for one in body.disposals],
        certified_on=clock.day_of(statement.said_at),
        recorded_at=clock.now(),
    )
    record(
        peer,
        events.CERTIFICATE_TOLD,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        person=body.person,
        things=len(body.disposals),
        **between(None, facts_of.certificate(made), part=made.pk, private=facts_of.CERTIFICATE_TEXTS),
    )
    for disposal in body.disposals:
        _end(peer, row, disposal)


def _end(peer: Peer, row: HandOver, disposal: Disposal) -> None:
    """One thing at its end; one that ended before keeps how it did."""
    for item in HandedItem.objects.filter(hand_over=row, number=disposal.number, state=ItemState.OUT):
        try:
            end_item(
                peer.with_right(Can.TAKE_BACK),
                item,
                STATES[disposal.done],
                on=disposal.on,
                kept_until=disposal.until,
                kept_for=disposal.reason[:200],
            )
        except Refused as refused:
            raise StatementRefused("shape", refused.field) from refused
