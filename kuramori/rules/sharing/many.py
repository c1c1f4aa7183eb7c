"""Thousands of decisions at once: equal questions are asked once, and the answers are those of `decide`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision
from kuramori.rules.sharing.inputs import (
    Agreement,
    Assurance,
    Direction,
    Inputs,
    Layer,
    Medium,
    Place,
    Tag,
)
from kuramori.rules.sharing.policy import Policy


@dataclass(frozen=True, slots=True)
class Item:
    """What an item brings into a decision. Items that are equal here are decided once.

    ``is_consented``: its owner lets it go to anybody (one's own, or with a consent that names nobody).
    """

    layer: Layer
    required_assurance: int | None = None
    tags: frozenset[Tag] = frozenset()
    is_consented: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a recipient brings. ``agreement`` stands as for an item that it covers."""

    direction: Direction
    tier: int
    agreement: Agreement | None
    assurance: Assurance | None
    open_critical_gaps: int
    place: Place
    medium: Medium


@dataclass(frozen=True, slots=True)
class Pairs:
    """What only item and recipient together tell, by their positions.

    ``covered``: for a recipient's position, the items' positions that its agreement covers; a recipient that is not
    named is covered as its agreement says. ``consented``: the same for the owner's written consent; not named: as the
    item says.
    """

    covered: Mapping[int, frozenset[int]]
    consented: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """``rows[item][recipient]`` is the position of the answer in ``decisions``, one for each question."""

    decisions: tuple[Decision, ...]
    rows: tuple[array[int], ...]

    def decision(self, item: int, recipient: int) -> Decision:
        return self.decisions[self.rows[item][recipient]]


def decide_many(policy: Policy, asked: Iterable[Inputs]) -> list[Decision]:
    """The answers in the order of the questions."""
    known: dict[Inputs, Decision] = {}
    answers = []
    for inputs in asked:
        found = known.get(inputs)
        if found is None:
            found = known[inputs] = decide(policy, inputs)
        answers.append(found)
    return answers


def inputs_of(item: Item, recipient: Recipient, on: date, *, covers: bool, consents: bool) -> Inputs:
    """One question. ``covers``: whether the recipient's agreement covers this item, where there is one."""
    agreement = recipient.agreement
    if agreement is not None and agreement.covers_item != covers:
        agreement = replace(agreement, covers_item=covers)
    return Inputs(
        layer=item.layer,
        required_assurance=item.required_assurance,
        tags=item.tags,
        direction=recipient.direction,
        tier=recipient.tier,
        agreement=agreement,
        assurance=recipient.assurance,
        open_critical_gaps=recipient.open_critical_gaps,
        owner_consent=consents,
        place=recipient.place,
        medium=recipient.medium,
        on=on,
    )


def is_covered(pairs: Pairs, recipients: Sequence[Recipient], item: int, recipient: int) -> bool:
    """Whether a pair's agreement covers the item; True as well where there is no agreement that could."""
    named = pairs.covered.get(recipient)
    if named is not None:
        return item in named
    agreement = recipients[recipient].agreement
    return agreement is None or agreement.covers_item


def matrix(
    policy: Policy, items: Sequence[Item], recipients: Sequence[Recipient], pairs: Pairs, on: date
) -> Matrix:
    """Every item for every recipient on a day, in time that grows with the kinds of items and recipients."""
    kinds = {recipient: at for at, recipient in enumerate(dict.fromkeys(recipients))}
    asking = _Asking(policy, list(kinds), [kinds[one] for one in recipients], on)
    usual = [j not in pairs.covered and is_covered(pairs, recipients, -1, j) for j in range(len(recipients))]
    covering, consenting = (_by_item(named, len(recipients)) for named in (pairs.covered, pairs.consented))
    bases: dict[Item, array[int]] = {}
    rows = []
    for at, item in enumerate(items):
        if item not in bases:
            bases[item] = array(
                "I", (asking.number(item, j, covers, item.is_consented) for j, covers in enumerate(usual))
            )
        row = bases[item][:]
        consents = consenting.get(at, frozenset())
        for j in covering.get(at, frozenset()) - consents:
            row[j] = asking.number(item, j, True, item.is_consented)
        for j in consents:
            row[j] = asking.number(item, j, is_covered(pairs, recipients, at, j), True)
        rows.append(row)
    return Matrix(tuple(asking.decisions), tuple(rows))


class _Asking:
    """Asks each question once and numbers its answer."""

    def __init__(self, policy: Policy, kinds: Sequence[Recipient], kind_of: Sequence[int], on: date) -> None:
        self._policy, self._kinds, self._kind_of, self._on = policy, kinds, kind_of, on
        self._numbers: dict[Item, dict[tuple[int, bool, bool], int]] = {}
        self.decisions: list[Decision] = []

    def number(self, item: Item, recipient: int, covers: bool, consents: bool) -> int:
        known = self._numbers.setdefault(item, {})
        key = self._kind_of[recipient], covers, consents
        found = known.get(key)
        if found is None:
            question = inputs_of(item, self._kinds[key[0]], self._on, covers=covers, consents=consents)
            found = known[key] = len(self.decisions)
            self.decisions.append(decide(self._policy, question))
        return found


def _by_item(named: Mapping[int, frozenset[int]], recipients: int) -> dict[int, frozenset[int]]:
    """The same named from the items' side; a position beyond the last recipient names nobody."""
    found: dict[int, set[int]] = {}
    for recipient, positions in named.items():
        if 0 <= recipient < recipients:
            for item in positions:
                found.setdefault(item, set()).add(recipient)
    return {item: frozenset(recipients) for item, recipients in found.items()}
