"""Where a partner stands by its latest reply, and how often each state stands: kept in step with every reply.

Lists and maps of 12,000 partners read these rows instead of 1.8 million answers. One reply costs one standing and one
or two tallies, however many partners there are.
"""

from __future__ import annotations

from collections.abc import Mapping

from kuramori.rules.requests.outcomes import SHORT, Judged, Outcome, summed
from kuramori.rules.requests.requirements import Requirements, read_requirements
from kuramori.work.requests.models import Asked, Gap, GapState, Reply, Side, Standing, Tally

Counts = dict[str, dict[str, int]]


def count(asked: Asked, reply: Reply) -> Standing:
    """Let `reply` be what its partner stands by. Inside the transaction in which it was taken in."""
    request = asked.request
    standing = (
        Standing.objects.select_for_update(of=("self",))
        .filter(partner_id=asked.partner_id, pack_id=request.pack_id)
        .first()
    )
    requirements = read_requirements(request.content)
    items = requirements.items
    if standing is not None:
        _uncount(standing)
    else:
        standing = Standing(
            organisation=asked.organisation, partner_id=asked.partner_id, pack_id=request.pack_id
        )
    if standing.reply_id is not None and standing.reply.asked_id != asked.pk:
        standing.last_share = standing.share
    standing.digest, standing.axis = request.digest, request.axis
    standing.content_digest, standing.klass = request.content_digest, asked.klass
    judged = _agreed(asked, reply, requirements)
    standing.reply, standing.states, standing.share = reply, judged.states, judged.share
    standing.short, standing.critical = judged.short, judged.critical
    standing.as_of, standing.valid_until = reply.as_of, reply.valid_until
    standing.save()
    _add(standing, dict(zip(items, standing.states, strict=True)), by=1)
    return standing


def recount(standing: Standing, judged: Judged) -> None:
    """Let a standing say something else of the same reply: a gap came to its end. The row is locked by the caller."""
    _uncount(standing)
    standing.states, standing.share = judged.states, judged.share
    standing.short, standing.critical = judged.short, judged.critical
    standing.save(update_fields=["states", "share", "short", "critical"])
    items = read_requirements(standing.reply.asked.request.content).items
    _add(standing, dict(zip(items, standing.states, strict=True)), by=1)


def _agreed(asked: Asked, reply: Reply, requirements: Requirements) -> Judged:
    """What a reply comes to beside what both sides settled before: an accepted other way holds as long as it is
    answered so, a demand that was taken back is not asked."""
    plain = Judged(reply.states, reply.share, reply.short, reply.critical)
    if Outcome.HIDDEN in reply.states:
        return plain
    ended = Gap.objects.filter(
        partner_id=asked.partner_id,
        side=Side.ASKING,
        pack_id=asked.request.pack_id,
        state__in=(GapState.ACCEPTED, GapState.WITHDRAWN),
    )
    settled = dict(ended.order_by("ended_at").values_list("item", "state"))
    letters = [
        _settled(Outcome(letter), settled.get(item))
        for item, letter in zip(requirements.items, reply.states, strict=True)
    ]
    return summed(requirements, "".join(letters)) if settled else plain


def _settled(letter: Outcome, state: str | None) -> Outcome:
    if state == GapState.ACCEPTED and letter is Outcome.ALTERNATIVE:
        return Outcome.MET
    return Outcome.NA if state == GapState.WITHDRAWN and letter in SHORT else letter


def _uncount(standing: Standing) -> None:
    """Take the letters of the older reply out again."""
    older = standing.reply
    items = read_requirements(older.asked.request.content).items
    _add(standing, dict(zip(items, standing.states, strict=True)), by=-1)


def _add(standing: Standing, letters: Mapping[str, str], *, by: int) -> None:
    tally, _made = Tally.objects.get_or_create(
        organisation=standing.organisation,
        pack_id=standing.pack_id,
        digest=standing.digest,
        klass=standing.klass,
    )
    tally = Tally.objects.select_for_update(of=("self",)).get(pk=tally.pk)
    counts: Counts = tally.counts
    for item, letter in letters.items():
        column = counts.setdefault(item, {})
        column[letter] = column.get(letter, 0) + by
        if column[letter] <= 0:
            del column[letter]
    tally.partners = max(0, tally.partners + by)
    tally.save(update_fields=["counts", "partners"])
