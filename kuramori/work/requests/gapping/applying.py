"""Gaps as the other side told of them: a first move makes a row of ours, every later one is kept beside the others.

A move is never refused for coming too late: it is kept, and the order of all moves says what it counts for. So both
sides, once they have read everything, stand at the same place.
"""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapMatter, GapMoved, GapNoted, GapStep
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners.channels import appliers
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests import facts_gaps as facts
from kuramori.work.requests.gapping.folding import refold
from kuramori.work.requests.gapping.opening import next_number
from kuramori.work.requests.gapping.settling import settle
from kuramori.work.requests.models import Gap, GapMove, GapNote, Side, Step, Told

HIGHEST_LEVEL = 100


def moved(peer: Peer, channel: Channel, statement: Statement, body: GapMoved) -> None:
    """One move of theirs."""
    row = _of(channel, statement)
    before = facts.gap(row) if row is not None else None
    if row is None:
        row = _opened(channel, statement, body)
    house = _across(row)
    made = GapMove.objects.create(
        organisation=row.organisation,
        gap=row,
        turn=body.turn,
        house=house,
        part=row.side if body.for_other else house,
        step=Step(body.step.value),
        upon=body.upon,
        plan=body.plan[:400],
        plan_on=body.plan_on,
        interim=body.interim[:400],
        support=body.support[:400],
        words=body.words[:400],
        person=body.person[:120],
        way=Told.CHANNEL,
        made_at=clock.now(),
    )
    refold(row)
    settle(row)
    record(
        peer,
        events.TOLD,
        kind="gap",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        what=str(Step(made.step).label),
        **between(before, facts.gap(row) | facts.move(made), private=facts.TEXTS),
    )


def noted(peer: Peer, channel: Channel, statement: Statement, body: GapNoted) -> None:
    """A comment of theirs."""
    row = _of(channel, statement)
    if row is None:
        raise StatementRefused("first-missing")
    note = GapNote.objects.create(
        organisation=row.organisation,
        gap=row,
        part=row.side if body.for_other else _across(row),
        words=body.words[:1_000],
        person=body.person[:120],
        way=Told.CHANNEL,
        made_at=clock.now(),
    )
    record(
        peer,
        events.NOTE_TOLD,
        kind="gap",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        **between(None, facts.note(note), part=note.pk, private=facts.TEXTS),
    )


def _across(gap: Gap) -> Side:
    return Side.ASKED if gap.side == Side.ASKING else Side.ASKING


def _of(channel: Channel, statement: Statement) -> Gap | None:
    row: Gap | None = (
        Gap.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(thread=statement.thread)
        .first()
    )
    if row is not None and row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    return row


def _opened(channel: Channel, statement: Statement, body: GapMoved) -> Gap:
    matter = body.matter
    if matter is None or body.step is not GapStep.OPENED:
        raise StatementRefused("first-missing")
    _require_fit(matter)
    running = Gap.objects.filter(
        partner=channel.partner,
        side=Side.ASKED,
        pack_id=matter.pack,
        item=matter.item,
        ended_at__isnull=True,
    )
    if matter.item and running.exists():
        raise StatementRefused("begun-already")
    moment = clock.now()
    with transaction.atomic():
        organisation = Organisation.objects.get(pk=channel.organisation_id)
        row: Gap = Gap.objects.create(
            organisation=organisation,
            number=next_number(),
            their_number=matter.number,
            side=Side.ASKED,
            partner=channel.partner,
            thread=statement.thread,
            pack_id=matter.pack,
            item=matter.item,
            what=matter.what[:200],
            why=matter.why[:400],
            level=matter.level,
            now=matter.now,
            is_critical=matter.is_critical,
            opened_at=moment,
            changed_at=moment,
        )
    return row


def _require_fit(matter: GapMatter) -> None:
    """What cannot be cut without saying something else has to fit."""
    for place, value, longest in (
        ("matter.number", matter.number, 20),
        ("matter.pack", matter.pack, 120),
        ("matter.item", matter.item, 40),
    ):
        if len(value) > longest:
            raise StatementRefused("shape", place)
    for place, level in (("matter.level", matter.level), ("matter.now", matter.now)):
        if level is not None and level > HIGHEST_LEVEL:
            raise StatementRefused("shape", place)


appliers.register(GapMoved, moved)
appliers.register(GapNoted, noted)
