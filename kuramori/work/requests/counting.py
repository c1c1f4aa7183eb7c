"""Where a partner stands by its latest reply, and how often each state stands: kept in step with every reply.

Lists and maps of 12,000 partners read these rows instead of 1.8 million answers. One reply costs one standing and one
or two tallies, however many partners there are.

Locks are always taken in one order, so that two replies at once wait for one another and never in a ring: the asked
partner's row, its standing, then the tallies by pack, edition and class.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import F, QuerySet

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.models import Organisation
from kuramori.rules.requests.outcomes import SHORT, Judged, Outcome, summed
from kuramori.rules.requests.requirements import Requirements, read_requirements
from kuramori.work.requests.models import (
    Asked,
    Gap,
    GapState,
    Reply,
    Side,
    Standing,
    Tally,
    Tiering,
)

Counts = dict[str, dict[str, int]]
Key = tuple[str, str, str]
"""Pack, its edition (digest), class: what one tally is of."""
SLICE: Final = 400


class Shift:
    """What is to be added to tallies: letters of items, and partners. Applied at once, each tally written once."""

    def __init__(self) -> None:
        self.letters: dict[Key, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.partners: Counter[Key] = Counter()

    def add(self, standing: Standing, items: Sequence[str], *, by: int) -> None:
        key = (standing.pack_id, standing.digest, standing.klass)
        column = self.letters[key]
        for item, letter in zip(items, standing.states, strict=True):
            column[item, letter] += by
        self.partners[key] += by

    def apply(self, organisation: Organisation) -> None:
        for key in sorted(self.letters):
            changed = {told: by for told, by in self.letters[key].items() if by}
            if changed or self.partners[key]:
                _apply(_locked(organisation, key), changed, self.partners[key])


def count(asked: Asked, reply: Reply, shift: Shift) -> Standing:
    """Let `reply` be what its partner stands by. Inside the transaction in which it was taken in.

    `shift` gathers what the tallies are to be told; its caller applies it in the same transaction, after the last.
    """
    request = asked.request
    # Two first replies of one partner to one pack would both make a row: the second waits here.
    Partner.objects.select_for_update(no_key=True).only("pk").get(pk=asked.partner_id)
    requirements = read_requirements(request.content)
    standing = _standing_of(asked.partner_id, request.pack_id)
    if standing is not None:
        before = read_requirements(standing.reply.asked.request.content)
        shift.add(standing, before.items, by=-1)
        if standing.reply.asked_id != asked.pk:
            standing.last_share = _share_of_the_same(standing, before, requirements)
    else:
        standing = Standing(
            organisation_id=asked.organisation_id, partner=asked.partner, pack_id=request.pack_id
        )
    standing.digest, standing.axis = request.digest, request.axis
    standing.content_digest, standing.klass = request.content_digest, _klass(asked)
    judged = agreed(asked, reply, requirements)
    standing.reply, standing.states, standing.share = reply, judged.states, judged.share
    standing.short, standing.critical = judged.short, judged.critical
    standing.as_of, standing.valid_until = reply.as_of, reply.valid_until
    standing.save()
    shift.add(standing, requirements.items, by=1)
    return standing


def _share_of_the_same(standing: Standing, before: Requirements, now: Requirements) -> int | None:
    """What the round before came to of what is asked now, so that a movement is one of the partner, not of the
    questions. None where something is asked now that was not, or at another level: the two cannot be compared."""
    levels = {one.item: one.level for one in before.required}
    if any(levels.get(one.item) != one.level for one in now.required):
        return None
    if len(levels) == len(now.required):
        return standing.share
    letters = dict(zip(before.items, standing.states, strict=True))
    return summed(now, "".join(letters[item] for item in now.items)).share


def recount(standing: Standing, judged: Judged) -> None:
    """Let a standing say something else of the same reply: a gap came to its end. The row is locked by the caller."""
    shift, items = Shift(), items_of(standing)
    shift.add(standing, items, by=-1)
    standing.states, standing.share = judged.states, judged.share
    standing.short, standing.critical = judged.short, judged.critical
    standing.save(update_fields=["states", "share", "short", "critical"])
    shift.add(standing, items, by=1)
    shift.apply(standing.organisation)


def forget(standing: Standing) -> None:
    """Let a standing count no longer: its answers are removed, and the caller removes the row."""
    shift = Shift()
    shift.add(standing, items_of(standing), by=-1)
    shift.apply(standing.organisation)


def reclassify(partner_ids: Iterable[uuid.UUID], klass: str) -> None:
    """Let these partners count in another class from now on. Inside the transaction in which that was decided."""
    _reclassify(partner_ids, lambda _row: klass)


def declassify(partner_ids: Iterable[uuid.UUID]) -> None:
    """What was decided about these partners was taken back, and nothing was before: they count as if never decided."""
    _reclassify(partner_ids, lambda row: _undecided(row.reply.asked))


def _reclassify(partner_ids: Iterable[uuid.UUID], klass_of: Callable[[Standing], str]) -> None:
    shift, keys = Shift(), list(partner_ids)
    for at in range(0, len(keys), SLICE):
        rows = _with_content(Standing.objects.filter(partner_id__in=keys[at : at + SLICE]))
        moved: dict[str, list[uuid.UUID]] = defaultdict(list)
        for row in rows.order_by("pk").select_for_update(of=("self",)):
            klass, organisation = klass_of(row), row.organisation
            if klass == row.klass:
                continue
            items = items_of(row)
            shift.add(row, items, by=-1)
            row.klass = klass
            shift.add(row, items, by=1)
            moved[klass].append(row.pk)
        for klass, rows_moved in moved.items():
            Standing.objects.filter(pk__in=rows_moved).update(klass=klass)
    if shift.letters:
        shift.apply(organisation)


def differing() -> tuple[Key, ...]:
    """The tallies that are not the sum of their standings, of the organisation that is acting: none, if all is well."""
    letters, partners = summed_up()
    told = {(one.pack_id, one.digest, one.klass): one for one in Tally.objects.all()}
    return tuple(
        key
        for key in sorted(set(letters) | set(told))
        if key not in told or (_flat(told[key].counts), told[key].partners) != (letters[key], partners[key])
    )


def summed_up() -> tuple[dict[Key, Counter[tuple[str, str]]], Counter[Key]]:
    """What the tallies have to be: the letters of items, and the partners, of every standing there is."""
    letters: dict[Key, Counter[tuple[str, str]]] = defaultdict(Counter)
    partners: Counter[Key] = Counter()
    for row in _with_content(Standing.objects.all()).iterator(chunk_size=1_000):
        key = (row.pack_id, row.digest, row.klass)
        letters[key].update(zip(items_of(row), row.states, strict=True))
        partners[key] += 1
    return letters, partners


def items_of(standing: Standing) -> tuple[str, ...]:
    """The items that its letters stand for, in their order."""
    return read_requirements(standing.reply.asked.request.content).items


def _with_content(rows: QuerySet[Standing]) -> QuerySet[Standing]:
    """With what was asked beside them; the answers themselves stay sealed."""
    return rows.select_related("organisation", "reply__asked__request__profile").defer("reply__content")


def _standing_of(partner_id: uuid.UUID, pack_id: str) -> Standing | None:
    rows = Standing.objects.filter(partner_id=partner_id, pack_id=pack_id)
    return _with_content(rows).select_for_update(of=("self",)).first()


def _klass(asked: Asked) -> str:
    """What the partner is today; where nobody ever decided, what it was asked as."""
    rows = Tiering.objects.filter(partner_id=asked.partner_id)
    newest = rows.order_by(F("superseded_at").desc(nulls_first=True)).values("klass", "superseded_at").first()
    if newest is None:
        return str(asked.klass)
    return str(newest["klass"]) if newest["superseded_at"] is None else _undecided(asked)


def _undecided(asked: Asked) -> str:
    """As what somebody without a class of its own is asked. `asked.klass` may be that of a decision taken back."""
    profile = asked.request.profile
    return str(profile.klass if profile is not None else asked.klass)


def agreed(asked: Asked, reply: Reply, requirements: Requirements) -> Judged:
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


def _locked(organisation: Organisation, key: Key) -> Tally:
    pack_id, digest, klass = key
    rows = Tally.objects.filter(pack_id=pack_id, digest=digest, klass=klass)
    found: Tally | None = rows.select_for_update(of=("self",)).first()
    if found is not None:
        return found
    made, _is_new = Tally.objects.get_or_create(
        organisation=organisation, pack_id=pack_id, digest=digest, klass=klass
    )
    locked: Tally = Tally.objects.select_for_update(of=("self",)).get(pk=made.pk)
    return locked


def _apply(tally: Tally, changed: Mapping[tuple[str, str], int], partners: int) -> None:
    counts: Counts = tally.counts
    for (item, letter), by in changed.items():
        column = counts.setdefault(item, {})
        column[letter] = column.get(letter, 0) + by
        if column[letter] <= 0:
            del column[letter]
    tally.counts = {item: column for item, column in counts.items() if column}
    tally.partners = max(0, tally.partners + partners)
    tally.save(update_fields=["counts", "partners"])


def _flat(counts: Counts) -> Counter[tuple[str, str]]:
    return Counter(dict(_pairs(counts)))


def _pairs(counts: Counts) -> Iterator[tuple[tuple[str, str], int]]:
    for item, column in counts.items():
        for letter, n in column.items():
            yield (item, letter), n
