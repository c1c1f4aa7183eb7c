"""What the end of a gap changes where its partner stands: what was done or accepted holds, what was taken back is no
longer asked. Lists and maps move at once, without a new reply."""

from __future__ import annotations

from typing import Final

from kuramori.ground.contacts.models import Partner
from kuramori.rules.requests.outcomes import SHORT, Outcome, summed
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.partners.models import Told as ToldStatement
from kuramori.work.requests import counting
from kuramori.work.requests.models import Gap, GapState, Side, Standing

COUNTS_AS: Final = {
    GapState.CLOSED: Outcome.MET,
    GapState.ACCEPTED: Outcome.MET,
    GapState.WITHDRAWN: Outcome.NA,
}


def settle(gap: Gap) -> None:
    """Let the partner's standing say what the gap's state says. In the transaction of the move.

    A gap that goes on (again) gives the item back to what the reply said.
    """
    if gap.side != Side.ASKING or not gap.item or gap.merged_into_id:
        return
    row = (
        Standing.objects.select_for_update(of=("self",))
        .filter(partner_id=gap.partner_id, pack_id=gap.pack_id)
        .select_related("reply__asked__request")
        .first()
    )
    if row is None:
        return
    requirements = read_requirements(row.reply.asked.request.content)
    if gap.item not in requirements.items:
        return
    at = requirements.items.index(gap.item)
    said = row.reply.states[at]
    letter = COUNTS_AS.get(GapState(gap.state), said) if said in SHORT else said
    if row.states[at] == letter:
        return
    judged = summed(requirements, row.states[:at] + letter + row.states[at + 1 :])
    counting.recount(row, judged)


def settle_anew(partner: Partner) -> None:
    """Let the standings of a partner say what all its gaps say: it has become one with another. Inside that merge."""
    rows = Standing.objects.select_for_update(of=("self",)).filter(partner=partner).order_by("pack_id")
    for row in rows.select_related("organisation", "reply__asked__request"):
        asked = row.reply.asked
        requirements = read_requirements(asked.request.content)
        letters = list(counting.agreed(asked, row.reply, requirements).states)
        for item, state in _ended_since(row):
            if item in requirements.items and row.reply.states[requirements.items.index(item)] in SHORT:
                letters[requirements.items.index(item)] = COUNTS_AS[GapState(state)]
        if "".join(letters) != row.states:
            counting.recount(row, summed(requirements, "".join(letters)))


def _ended_since(row: Standing) -> list[tuple[str, str]]:
    """Items whose gap came to its end after the reply came in, and how; none that has another gap running."""
    gaps = Gap.objects.filter(partner=row.partner_id, side=Side.ASKING, pack_id=row.pack_id).exclude(item="")
    running = gaps.filter(ended_at__isnull=True).values("item")
    ended = gaps.filter(state__in=list(COUNTS_AS), ended_at__gte=row.reply.received_at)
    return list(ended.exclude(item__in=running).order_by("ended_at").values_list("item", "state"))


def was_told(gap: Gap) -> bool:
    """Whether anything of this matter went over a channel."""
    return ToldStatement.objects.filter(thread=gap.thread, refused="").exists()
