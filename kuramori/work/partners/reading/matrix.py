"""Assets and partners as one table of decisions, from a handful of queries; and what another table would change in it.

Purpose, person and place are left open: they are asked when something is handed over. Where several agreements with a
partner run at once, the table rests on all of them together, and on the strictest word about passing things on.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kuramori.ground.contacts.models import Partner
from kuramori.outside import clock
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision
from kuramori.rules.sharing.inputs import Agreement as SharingAgreement
from kuramori.rules.sharing.inputs import Medium, Place
from kuramori.rules.sharing.many import Item, Matrix, Pairs, Recipient, inputs_of, is_covered, matrix
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.simulating import Turn, turn
from kuramori.rules.terms.agreements import HandOver, Terms
from kuramori.rules.terms.for_sharing import TermsContradict, for_sharing
from kuramori.work.ledger.models import Marked
from kuramori.work.partners import bringing
from kuramori.work.partners.models import Assurance
from kuramori.work.partners.reading import terms


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the table of a day needs. `back`: pairs in which an asset would return to its owner."""

    assets: tuple[uuid.UUID, ...]
    partners: tuple[uuid.UUID, ...]
    items: tuple[Item, ...]
    recipients: tuple[Recipient, ...]
    pairs: Pairs
    back: Mapping[tuple[int, int], Item]
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Table:
    """`matrix.decision(asset, partner)` but for the pairs `back`, whose answers stand in `apart`."""

    matrix: Matrix
    apart: Mapping[tuple[int, int], Decision]

    def decision(self, asset: int, partner: int) -> Decision:
        return self.apart.get((asset, partner)) or self.matrix.decision(asset, partner)


def gathered(
    assets: Sequence[uuid.UUID], partners: Sequence[Partner], on: datetime.date | None = None
) -> Gathered:
    """What the records say of these assets and partners on a day. Assets without an entry that day are left out."""
    day = on or clock.today()
    told = bringing.told_of(assets, day)
    kept = [one for one in assets if one in told]
    customers = bringing.owned_by_customers(list(told.values()))
    free = bringing.consents(told, None, day)
    items = [_item(told[one], customers, consented=one in free) for one in kept]
    at = {one.pk: position for position, one in enumerate(partners)}
    recipients, covered = _recipients(partners, kept, told, day)
    back = {
        (position, at[owner]): bringing.item_of(told[one], owner, owner_is_customer=False, consented=True)
        for position, one in enumerate(kept)
        if (owner := bringing.owner_of(told[one])) in at
    }
    ids = tuple(one.pk for one in partners)
    place = {one: position for position, one in enumerate(kept)}
    for one, to in bringing.onward({key: told[key] for key in kept}, ids, day):
        # What its owner let go to this one company, and to no other.
        back.setdefault((place[one], at[to]), replace(items[place[one]], is_consented=True))
    return Gathered(tuple(kept), ids, tuple(items), tuple(recipients), Pairs(covered, {}), back, day)


def table(policy: Policy, found: Gathered) -> Table:
    """Every asset for every partner; equal questions are asked once."""
    made = matrix(policy, found.items, found.recipients, found.pairs, found.on)
    apart = {(i, j): decide(policy, _inputs(found, i, j, item)) for (i, j), item in found.back.items()}
    return Table(made, apart)


@dataclass(frozen=True, slots=True)
class Changed:
    """How many pairs of `total` another table answers otherwise, by turn; and the first of them."""

    total: int
    turns: Mapping[Turn, int]
    first: tuple[tuple[int, int, Turn, Decision, Decision], ...]


def changed(before: Policy, after: Policy, found: Gathered, most: int = 50) -> Changed:
    """The same table asked twice. Both number their answers in the same order, so each answer is compared once."""
    old, new = table(before, found), table(after, found)
    turns = [turn(*pair) for pair in zip(old.matrix.decisions, new.matrix.decisions, strict=True)]
    moved = {number for number, one in enumerate(turns) if one is not None}
    counts: Counter[Turn] = Counter()
    first: list[tuple[int, int, Turn, Decision, Decision]] = []
    if moved:
        for i, row in enumerate(old.matrix.rows):
            for number, times in Counter(row).items():
                one = turns[number]
                if one is not None:
                    counts[one] += times
            if len(first) < most:
                _collect(first, i, row, moved, old, new, most)
    for (i, j), answer in old.apart.items():
        _correct(counts, turns[old.matrix.rows[i][j]], -1)
        _correct(counts, turn(answer, new.apart[i, j]), 1)
    return Changed(len(found.items) * len(found.recipients), {one: counts[one] for one in Turn}, tuple(first))


def _collect(
    first: list[tuple[int, int, Turn, Decision, Decision]],
    i: int,
    row: Sequence[int],
    moved: set[int],
    old: Table,
    new: Table,
    most: int,
) -> None:
    for j, number in enumerate(row):
        if number in moved and len(first) < most:
            before, after = old.decision(i, j), new.decision(i, j)
            how = turn(before, after)
            if how is not None:
                first.append((i, j, how, before, after))


def _correct(counts: Counter[Turn], one: Turn | None, by: int) -> None:
    if one is not None:
        counts[one] += by


def _inputs(found: Gathered, i: int, j: int, item: Item) -> Any:
    covers = is_covered(found.pairs, found.recipients, i, j)
    return inputs_of(item, found.recipients[j], found.on, covers=covers, consents=item.is_consented)


def _item(told: Mapping[str, Any], customers: frozenset[uuid.UUID], *, consented: bool) -> Item:
    is_customers = bringing.owner_of(told) in customers
    return bringing.item_of(told, None, owner_is_customer=is_customers, consented=consented)


def _recipients(
    partners: Sequence[Partner],
    assets: Sequence[uuid.UUID],
    told: Mapping[uuid.UUID, Mapping[str, Any]],
    on: datetime.date,
) -> tuple[list[Recipient], dict[int, frozenset[int]]]:
    """One recipient a partner, and the positions of the assets that are covered where not all are."""
    position = {str(one): at for at, one in enumerate(assets)}
    marked = frozenset(
        at for at, one in enumerate(assets) if told[one].get("marked") in {Marked.ALL, Marked.NOT_NEEDED}
    )
    ids = [one.pk for one in partners]
    assurances = bringing.assured(ids if len(ids) < MANY else None, on)
    concluded = terms.concluded_with(ids, on) if ids else {}
    recipients, covered = [], {}
    for at, partner in enumerate(partners):
        agreement, items = _agreement(
            [said for _row, said in concluded.get(partner.pk, [])], position, marked, on
        )
        recipients.append(_recipient(partner, agreement, assurances.get(partner.pk), on))
        if agreement is not None and items is not None:
            covered[at] = items
    return recipients, covered


MANY = 500
"""From so many partners on all assurances are read rather than those of a list."""


def _recipient(
    partner: Partner, agreement: SharingAgreement | None, row: Assurance | None, on: datetime.date
) -> Recipient:
    return Recipient(
        bringing.direction_to(partner),
        partner.tier or bringing.FIRST_TIER,
        agreement,
        bringing.level_of(row, on),
        row.open_critical_gaps if row else 0,
        Place.THEIRS,
        Medium.FILE,
    )


def _agreement(
    said: Sequence[Terms], position: Mapping[str, int], marked: frozenset[int], on: datetime.date
) -> tuple[SharingAgreement | None, frozenset[int] | None]:
    """All agreements with one partner as one, and the positions it covers; None there: every asset."""
    running = [one for one in said if terms.runs(one, on)]
    readable = [(one, sharing) for one in running or said if (sharing := _sharing(one, on)) is not None]
    if not readable:
        return None, None
    first = readable[0][1]
    joined = replace(first, redisclosure=all(sharing.redisclosure for _one, sharing in readable))
    if any(one.items is None for one, _said in readable):
        return joined, None
    named: set[int] = set()
    for one, _said in readable:
        listed = one.items or frozenset()
        named |= {position[item] for item in listed if item in position}
        if terms.MARKED_ONLY in listed:
            named |= marked
    return joined, frozenset(named)


def _sharing(one: Terms, on: datetime.date) -> SharingAgreement | None:
    """As the decision asks for it, whatever the item, the purpose and the person."""
    try:
        return for_sharing(replace(one, items=None, purposes=None, persons=None), HandOver(on, "", "", ""))
    except TermsContradict:
        return None
