"""Talks as the other side told of them."""

from __future__ import annotations

import uuid

from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import ConsultationTold, TalkStep
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners.channels import appliers
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel
from kuramori.work.requests import events_talks as events
from kuramori.work.requests import facts_talks as facts
from kuramori.work.requests.consulting.folding import refold
from kuramori.work.requests.consulting.talking import next_number
from kuramori.work.requests.models import Consultation, ConsultationStep, Gap, Told
from kuramori.work.requests.models import TalkStep as KeptStep


def told(peer: Peer, channel: Channel, statement: Statement, body: ConsultationTold) -> None:
    """One step of theirs."""
    row: Consultation | None = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(thread=statement.thread)
        .first()
    )
    if row is not None and row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    before = facts.talk(row) if row is not None else None
    if row is None:
        row = _begun(channel, statement, body)
    made = ConsultationStep.objects.create(
        organisation=row.organisation,
        consultation=row,
        turn=body.turn,
        is_written_here=False,
        is_ours=body.for_other,
        step=KeptStep(body.step.value),
        upon=body.upon,
        on=body.on,
        yen=body.yen,
        words=body.words[:1_000],
        person=body.person[:120],
        way=Told.CHANNEL,
        recorded_at=clock.now(),
    )
    refold(row)
    record(
        peer,
        events.TOLD,
        kind="consultation",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        what=str(KeptStep(made.step).label),
        **between(before, facts.talk(row) | facts.step(made), private=facts.TEXTS),
    )


def _begun(channel: Channel, statement: Statement, body: ConsultationTold) -> Consultation:
    if body.step is not TalkStep.ASKED:
        raise StatementRefused("first-missing")
    organisation = Organisation.objects.get(pk=channel.organisation_id)
    row: Consultation = Consultation.objects.create(
        organisation=organisation,
        number=next_number(),
        partner=channel.partner,
        gap=_gap(channel, body.gap),
        topic=body.topic[:200],
        is_asked_by_us=body.for_other,
        is_begun_here=False,
        thread=statement.thread,
        asked_on=body.on,
        asked_yen=body.yen,
        changed_at=clock.now(),
    )
    return row


def _gap(channel: Channel, thread: str) -> Gap | None:
    """The gap they mean, where we know it."""
    try:
        matter = uuid.UUID(thread)
    except ValueError:
        return None
    return Gap.objects.filter(partner=channel.partner, thread=matter).first()


appliers.register(ConsultationTold, told)
