"""Bring the columns of a gap to where its moves have led, and tell the other side of a move."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests import gap_states
from kuramori.rules.requests.gap_states import Moved, Now, Part
from kuramori.rules.statements.bodies_asking import GapMatter, GapMoved, GapStep
from kuramori.work.partners.models import Told as ToldStatement
from kuramori.work.partners.telling import channel_to, tell
from kuramori.work.requests.models import Gap, GapMove, GapState


def other(part: Part) -> Part:
    return Part.ASKED if part is Part.ASKING else Part.ASKING


def led_to(gap: Gap) -> Now:
    """Where the moves of a gap have led."""
    return gap_states.led_to(moved(one) for one in gap.moves.exclude(step=GapStep.OPENED))


def moved(row: GapMove) -> Moved:
    """A move as the rules know it."""
    return Moved(
        turn=row.turn,
        house=Part(row.house),
        part=Part(row.part),
        step=GapStep(row.step),
        upon=row.upon,
        plan=row.plan,
        plan_on=row.plan_on,
        interim=row.interim,
        support=row.support,
    )


def refold(gap: Gap) -> Now:
    """Write where the moves have led into the row. Inside a transaction, with the row locked."""
    now = led_to(gap)
    gap.state = GapState.MERGED if gap.merged_into_id else GapState(now.state.value)
    gap.plan, gap.plan_on, gap.interim, gap.support = now.plan, now.plan_on, now.interim, now.support
    gap.turn, gap.offer = max(gap.turn, now.highest), now.offer
    gap.changed_at = clock.now()
    if gap.state in gap_states.ENDED:
        gap.ended_at = gap.ended_at or gap.changed_at
    elif not _others_run(gap):
        gap.ended_at = None
    gap.revision += 1
    gap.save()
    return now


def _others_run(gap: Gap) -> bool:
    """Whether another gap of the same item was opened since this one ended: then this one stays put away."""
    if gap.ended_at is None or not gap.item:
        return False
    same = Gap.objects.filter(partner=gap.partner_id, side=gap.side, pack_id=gap.pack_id, item=gap.item)
    return same.filter(ended_at__isnull=True).exclude(pk=gap.pk).exists()


def tell_move(actor: Actor, gap: Gap, move: GapMove) -> None:
    """Say the move to the partner's organisation, where a channel stands. One that was opened since the gap began
    first hears all that went before."""
    channel = channel_to(gap.partner, gap.thread)
    if channel is None:
        return
    knows = ToldStatement.objects.filter(channel=channel, thread=gap.thread, refused="").exists()
    before = [] if knows else list(gap.moves.exclude(pk=move.pk).order_by("turn"))
    for one in (*before, move):
        tell(actor, gap.partner, body_of(gap, one), gap.thread)


def body_of(gap: Gap, move: GapMove) -> GapMoved:
    """The move as a statement of ours."""
    matter = None
    if move.step == GapStep.OPENED:
        matter = GapMatter(
            number=gap.number,
            what=gap.what,
            why=gap.why,
            pack=gap.pack_id,
            item=gap.item,
            level=gap.level,
            now=gap.now,
            is_critical=gap.is_critical,
        )
    return GapMoved(
        step=GapStep(move.step),
        turn=move.turn,
        upon=move.upon,
        for_other=move.part != gap.side,
        person=move.person,
        matter=matter,
        plan=move.plan,
        plan_on=move.plan_on,
        interim=move.interim,
        support=move.support,
        words=move.words,
    )
