"""Two gaps of one demand become one, because their partners did: one goes on, the other says where.

Only of what we ask ourselves: what two channels ask of us are two demands until whoever asks says otherwise.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests import gap_states
from kuramori.rules.requests.gap_states import State
from kuramori.rules.statements.bodies_asking import GapNoted
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests import facts_gaps as facts
from kuramori.work.requests.gapping.folding import refold, tell_move
from kuramori.work.requests.gapping.settling import was_told
from kuramori.work.requests.models import Gap, GapMove, GapNote, Side, Step


def join(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Tie the gaps with `gone` to `kept`, in the transaction of the merge; how many rows. The channels are tied."""
    rows = Gap.objects.filter(partner__in=(gone, kept)).select_for_update(of=("self",)).order_by("pk")
    locked = list(rows.select_related("organisation"))
    running = {(row.pack_id, row.item): row for row in locked if row.partner_id == kept.pk and _runs(row)}
    theirs = [row for row in locked if row.partner_id == gone.pk]
    for row in theirs:
        other = running.get((row.pack_id, row.item)) if _runs(row) else None
        row.partner = kept
        if other is not None:
            other.partner = kept
            first, second = sorted((other, row), key=_far, reverse=True)
            _end(actor, second, first)
        Gap.objects.filter(pk=row.pk).update(partner=kept)
    return len(theirs)


def _runs(row: Gap) -> bool:
    return row.side == Side.ASKING and bool(row.item) and row.ended_at is None


def _far(row: Gap) -> tuple[int, int]:
    """By which of two is the one that goes on: how far it came, then how much was said in it."""
    return gap_states.RUNNING.index(State(row.state)), row.turn


def _end(actor: Actor, row: Gap, goes_on: Gap) -> None:
    before = facts.gap(row)
    known, words = was_told(row), _("同じ会社の %(number)s にまとめました。そちらで続けます。")
    last = GapMove.objects.create(
        organisation=row.organisation,
        gap=row,
        turn=row.turn + 1,
        house=Side.ASKING,
        part=Side.ASKING,
        step=Step.WITHDRAWN,
        words=words % {"number": goes_on.number},
        person=actor.name,
        made_at=clock.now(),
    )
    row.merged_into = goes_on
    refold(row)
    Gap.objects.filter(merged_into=row).update(merged_into=goes_on)
    _note(actor, goes_on, _("%(number)s を、このギャップにまとめました。") % {"number": row.number})
    if known:
        # Theirs ends first: of one demand only one runs on their side as well.
        tell_move(actor, row, last)
        newest = goes_on.moves.order_by("-turn").first()
        if newest is not None and not was_told(goes_on):
            tell_move(actor, goes_on, newest)
    record(
        actor,
        events.MERGED,
        kind="gap",
        thing_id=row.pk,
        number=row.number,
        kept=goes_on.number,
        **between(before, facts.gap(row) | facts.move(last), private=facts.TEXTS),
    )


def _note(actor: Actor, gap: Gap, words: str) -> None:
    note = GapNote.objects.create(
        organisation=gap.organisation,
        gap=gap,
        part=Side.ASKING,
        words=words,
        person=actor.name,
        made_at=clock.now(),
    )
    if was_told(gap):
        tell(actor, gap.partner, GapNoted(person=note.person, words=note.words, for_other=False), gap.thread)
    record(
        actor,
        events.NOTED,
        kind="gap",
        thing_id=gap.pk,
        number=gap.number,
        **between(None, facts.note(note), part=note.pk, private=facts.TEXTS),
    )
