"""Take in what a partner's organisation said: once, in order, signed by its own key, or not at all.

Every refusal that can be laid at a partner's door is kept and is in the trail; what cannot be read or was signed by
nobody known is refused to the carrier alone, for it may be anybody's.
"""

from __future__ import annotations

import base64
import datetime
from enum import StrEnum

from django.db import transaction

from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.receiving import Answer, judge
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.signed import SenderKey, Signed, opened, signed_from
from kuramori.rules.statements.statement import Statement, statement_from
from kuramori.rules.statements.threads import may_follow
from kuramori.work.partners import events_channels as events
from kuramori.work.partners.channels.applying import apply
from kuramori.work.partners.channels.known import KnownHere
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel, Told, Way


class TakenIn(StrEnum):
    """`APPLIED` now; `ALREADY` before; `WAITS` for those before it; `REFUSED` and kept, with the reason."""

    APPLIED = "applied"
    ALREADY = "already"
    WAITS = "waits"
    REFUSED = "refused"


class NotConnected(LookupError):
    """There is no channel to this sender that we agreed to: the carrier keeps the statement and tries again."""


def take_in(organisation: Organisation, text: str) -> TakenIn:
    """One statement as it travelled (`Signed.text`), within the scope of `organisation`.

    Raises `NotConnected`, and `StatementRefused` where it cannot be known whose it is.
    """
    signed = signed_from(text)
    sender = statement_from(signed.payload).sender
    with transaction.atomic():
        channel = (
            Channel.objects.select_for_update(of=("self",))
            .filter(peer=sender, accepted_at__isnull=False, closed_at__isnull=True)
            .first()
        )
        if channel is None:
            raise NotConnected(sender)
        statement = opened(signed, keys_of(channel), channel.ours)
        try:
            answer = judge(KnownHere(channel), statement)
        except StatementRefused as refused:
            _keep(channel, signed, statement, refused=refused.code)
            return TakenIn.REFUSED
        if answer is Answer.ALREADY:
            return TakenIn.ALREADY
        if answer is Answer.WAIT:
            return _wait(channel, signed, statement)
        taken = _next(channel, _keep(channel, signed, statement), statement)
        _drain(channel)
    return taken


def keys_of(channel: Channel) -> list[SenderKey]:
    """The partner's keys as they were pinned."""
    return [
        SenderKey(
            owner=channel.peer,
            public=base64.b64decode(one["public"]),
            from_at=datetime.datetime.fromisoformat(one["from_at"]),
            until_at=datetime.datetime.fromisoformat(one["until_at"]) if one["until_at"] else None,
        )
        for one in channel.keys
    ]


def _wait(channel: Channel, signed: Signed, statement: Statement) -> TakenIn:
    """Keep it for later; the same one again is nothing new, another one under its number is refused."""
    held = Told.objects.filter(
        channel=channel, way=Way.ARRIVED, sequence=statement.sequence, refused="", applied_at__isnull=True
    ).first()
    if held is None:
        row = _keep(channel, signed, statement)
        _record(channel, events.STATEMENT_WAITS, row)
    elif held.digest != statement.digest:
        _keep(channel, signed, statement, refused="same-number")
        return TakenIn.REFUSED
    return TakenIn.WAITS


def _drain(channel: Channel) -> None:
    """Whatever waited for the one that was just applied."""
    while True:
        row = Told.objects.filter(
            channel=channel,
            way=Way.ARRIVED,
            sequence=channel.applied + 1,
            refused="",
            applied_at__isnull=True,
        ).first()
        if row is None:
            return
        statement = statement_from(str(row.text))
        try:
            judge(KnownHere(channel), statement)
        except StatementRefused as refused:
            row.refused = refused.code
            row.save(update_fields=["refused"])
            _record(channel, events.STATEMENT_REFUSED, row, reason=refused.code)
            return
        _next(channel, row, statement)


def _next(channel: Channel, row: Told, statement: Statement) -> TakenIn:
    """The next of the channel: it counts as said even where it has no place in its matter and changes nothing."""
    channel.applied = statement.sequence
    channel.save(update_fields=["applied"])
    row.applied_at = clock.now()
    try:
        may_follow(_said_in(channel, statement), statement)
        with transaction.atomic():
            apply(Peer(channel), channel, statement)
    except StatementRefused as refused:
        row.refused = refused.code
        row.save(update_fields=["applied_at", "refused"])
        _record(channel, events.STATEMENT_REFUSED, row, reason=refused.code)
        return TakenIn.REFUSED
    row.save(update_fields=["applied_at"])
    _record(channel, events.STATEMENT_APPLIED, row)
    return TakenIn.APPLIED


def _said_in(channel: Channel, statement: Statement) -> list[Statement]:
    """What both sides said in this matter before, in the order in which it was recorded here."""
    rows = Told.objects.filter(channel=channel, thread=statement.thread, refused="").exclude(
        way=Way.ARRIVED, applied_at__isnull=True
    )
    return [
        statement_from(str(row.text))
        for row in rows.exclude(statement_id=statement.id).order_by("recorded_at", "sequence")
    ]


def _keep(channel: Channel, signed: Signed, statement: Statement, *, refused: str = "") -> Told:
    row = Told.objects.create(
        organisation=channel.organisation,
        channel=channel,
        way=Way.ARRIVED,
        sequence=statement.sequence,
        statement_id=statement.id,
        thread=statement.thread,
        kind=statement.kind,
        digest=statement.digest,
        text=signed.payload,
        key=signed.key,
        signature=base64.urlsafe_b64encode(signed.signature).decode("ascii"),
        said_at=statement.said_at,
        recorded_at=clock.now(),
        refused=refused,
    )
    if refused:
        _record(channel, events.STATEMENT_REFUSED, row, reason=refused)
    return row


def _record(channel: Channel, event: Event, row: Told, **more: str) -> None:
    record(
        Peer(channel),
        event,
        kind="partner_channel",
        thing_id=channel.pk,
        number=row.sequence,
        what=row.kind,
        digest=row.digest,
        **more,
        **between(
            None,
            {"told": row.pk, "thread": row.thread, "kind": row.kind, "digest": row.digest, "key": row.key},
        ),
    )
