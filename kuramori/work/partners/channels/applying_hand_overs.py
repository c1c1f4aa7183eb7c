"""提供 as told by the other side: an offer becomes a hand-over we received, a receipt moves the one we gave."""

from __future__ import annotations

from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import HandOverOffered, HandOverReceived, HandOverViewed
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners import events_channels as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import (
    Agreement,
    AgreementState,
    Channel,
    HandedItem,
    HandOver,
    HandOverState,
    Recipient,
    Side,
)
from kuramori.work.partners.numbers import RECEIVED, next_number


def offered(peer: Peer, channel: Channel, statement: Statement, body: HandOverOffered) -> None:
    """A hand-over we are to receive; nothing of it is in the ledger before the keeper enters it."""
    if HandOver.objects.filter(thread=statement.thread).exists():
        raise StatementRefused("other-matter")
    on = clock.day_of(statement.said_at)
    if body.expires_on is not None and body.expires_on < on:
        raise StatementRefused("shape", "expires_on")
    row = HandOver.objects.create(
        organisation=channel.organisation,
        number=next_number(HandOver, channel.organisation, RECEIVED),
        side=Side.RECEIVED,
        partner=channel.partner,
        agreement=_agreement(channel, body.agreement),
        thread=statement.thread,
        purpose=body.purpose[:200],
        mode=str(body.mode),
        state=HandOverState.OFFERED,
        conditions=list(body.conditions),
        handed_on=on,
        expires_on=body.expires_on,
        return_by=body.return_by,
        made_at=clock.now(),
    )
    items = HandedItem.objects.bulk_create(
        HandedItem(
            organisation=channel.organisation,
            hand_over=row,
            position=position,
            number=item.number[:60],
            name=item.name[:160],
            edition=item.version[:60],
            grade=item.grade[:40],
            layer=str(item.layer),
            sha256=item.sha256 or "",
            copies=[str(count) for count in range(1, min(item.copies, 99) + 1)],
        )
        for position, item in enumerate(body.items, 1)
    )
    people = Recipient.objects.bulk_create(
        Recipient(organisation=channel.organisation, hand_over=row, name=name[:60]) for name in body.persons
    )
    rows = {str(one.pk): facts_of.item(one) for one in items} | {
        str(one.pk): facts_of.recipient(one) for one in people
    }
    record(
        peer,
        events.HAND_OVER_TOLD,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        items=len(items),
        **between(None, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS),
        **parts(rows, private=("name", "kept_for")),
    )


def received(peer: Peer, channel: Channel, statement: Statement, body: HandOverReceived) -> None:
    """What we gave has arrived, by the word of the one who received it."""
    row = given(channel, statement)
    before = facts_of.hand_over(row)
    if row.state == HandOverState.OFFERED:
        row.state = HandOverState.OUT
        row.handed_on = row.handed_on or body.received_on
        row.revision += 1
        row.save(update_fields=["state", "handed_on", "revision"])
    for person in Recipient.objects.filter(hand_over=row, name=body.person, received_on__isnull=True):
        was = facts_of.recipient(person)
        person.received_on = body.received_on
        person.save(update_fields=["received_on"])
        record(
            peer,
            events.RECEIPT_NOTED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            **between(was, facts_of.recipient(person), part=person.pk, private=facts_of.RECIPIENT_TEXTS),
        )
    record(
        peer,
        events.RECEIPT_TOLD,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        person=body.person,
        complete=body.is_complete,
        note=body.note,
        **between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS),
    )


def viewed(peer: Peer, channel: Channel, statement: Statement, body: HandOverViewed) -> None:
    """Somebody who may have it looked at it: by their own log, or by that of their share page."""
    row = _of(channel, statement, *Side)
    record(
        peer,
        events.VIEW_TOLD,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        item=body.number,
        pages=body.pages,
        person=body.person,
        **between(None, {"viewed_at": body.viewed_at, "pages": body.pages}, part=body.number),
    )


def given(channel: Channel, statement: Statement) -> HandOver:
    """The hand-over of ours that a matter is about. Raises `StatementRefused` for one that was stopped or is none."""
    return _of(channel, statement, Side.GIVEN)


def taken(channel: Channel, statement: Statement) -> HandOver:
    """The hand-over that we received, which a matter is about."""
    return _of(channel, statement, Side.RECEIVED)


def _of(channel: Channel, statement: Statement, *sides: Side) -> HandOver:
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .filter(thread=statement.thread, partner=channel.partner, side__in=sides)
        .first()
    )
    if row is None:
        raise StatementRefused("first-missing")
    return row


def _agreement(channel: Channel, number: str | None) -> Agreement | None:
    """The agreement that the other side names by its own number, where we know which that is."""
    if not number:
        return None
    return Agreement.objects.filter(
        partner=channel.partner, their_number=number, state=AgreementState.CONCLUDED
    ).first()
