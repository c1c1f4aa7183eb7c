"""What to do next: the actions that lift the score most for the time they take, and where one stands strong or weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kuramori.rules.answers import Answer, Answered
from kuramori.rules.catalogue import Action, Item, Pack
from kuramori.rules.profiles.part import Exact
from kuramori.rules.scoring import (
    Group,
    Number,
    Score,
    exact_total,
    plain,
    round_half_up,
    rounded_percent,
    score,
)

COST_CLASSES: Final = ("none", "low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action worth taking. Its words are ``pack.text(lang).items[item].actions[position]``.

    ``level`` is where the item stands (None: not answered yet), ``gain_score`` how many points of 100 the shown
    score would rise with this action alone; ``gain_points`` the same in raw points.
    """

    item: str
    position: int
    level: int | None
    reaches: int
    gain_points: Number
    gain_score: int
    minutes: int
    cost: str
    yen: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure group that stands out, and the item that says so best.

    The sentence is ``pack.text(lang).items[item].strong`` or ``.weak``; ``items`` counts the group's questions.
    """

    measure: str
    points: Number
    max: Number
    share: float
    items: int
    item: str
    level: int

    @property
    def percent(self) -> int:
        """The share as it is shown: 0 to 100, half rounds up."""
        return rounded_percent(self.points, self.max)


def propose(pack: Pack, answers: Mapping[str, Answer], count: int = 3) -> tuple[Proposal, ...]:
    """The ``count`` best next actions, one per item, the best first.

    Order: gain of score per minute; where that is equal (in profiles that count whole groups one action alone may
    gain nothing) steps of level per minute, then the lower cost class, then the pack's order. Items that do not
    apply are left out. An item without an answer is taken for level 0 but stands behind every answered one: we do
    not know yet that anything is missing there.
    """
    given = _levels(answers)
    levels = {
        item.id: given.get(item.id, 0) for item in pack.items if item.id in given or item.id not in answers
    }
    before = exact_total(pack, levels)
    ranked = []
    for place, item in enumerate(pack.items):
        found = item.next_action(levels[item.id]) if item.id in levels else None
        if found is None:
            continue
        position, action = found
        after = exact_total(pack, {**levels, item.id: action.reaches})
        steps = item.weight * (action.reaches - levels[item.id])
        key = (
            item.id not in given,
            -Fraction(after[1] - before[1]) / action.minutes,
            -steps / action.minutes,
            COST_CLASSES.index(action.cost),
            place,
        )
        ranked.append((key, _proposal(item, position, action, given.get(item.id), before, after)))
    ranked.sort(key=lambda entry: entry[0])
    return tuple(proposal for _, proposal in ranked[:count])


def what_if(pack: Pack, answers: Mapping[str, Answer], done: Iterable[str]) -> Score:
    """The score that would follow if the next action of each item in ``done`` were taken."""
    return score(pack, raised(pack, answers, done))


def raised(pack: Pack, answers: Mapping[str, Answer], done: Iterable[str]) -> dict[str, Answer]:
    """The answers with the next action of each item in ``done`` taken; N/A and the best level stay as they are.

    Raises KeyError for an item that the pack does not have.
    """
    result = dict(answers)
    for item_id in dict.fromkeys(done):
        item, answer = pack.item(item_id), answers.get(item_id, Answered(0))
        found = item.next_action(answer.level) if isinstance(answer, Answered) else None
        if found is not None:
            result[item_id] = Answered(found[1].reaches)
    return result


def strengths(
    pack: Pack, answers: Mapping[str, Answer], count: int = 2, *, counted: Score | None = None
) -> tuple[Standing, ...]:
    """The measure group with the highest share, if that is two thirds or more; several where they are equal.

    Of more than ``count`` equals those with more questions are taken: one question says little about a measure.
    Groups with an open question or without any applicable one are not looked at. ``counted`` is a score of these
    answers that stands already (a frozen one); without it they are counted here.
    """
    judged = _judged(counted or score(pack, answers))
    groups = [group for group in judged if group.points * 3 >= group.max * 2]
    best = max((group.share or 0 for group in groups), default=0)
    chosen = sorted((g for g in groups if g.share == best), key=lambda group: -group.items)[:count]
    standings = (_standing(pack, answers, group, strongest=True) for group in _in_pack_order(pack, chosen))
    return tuple(standing for standing in standings if standing.level >= pack.profile.ready)


def weaknesses(
    pack: Pack, answers: Mapping[str, Answer], count: int = 2, *, counted: Score | None = None
) -> tuple[Standing, ...]:
    """Up to ``count`` measure groups with the lowest share below ready, the lowest first; equals in pack order.

    Below ready means a share under ready ÷ best. Of equals that do not all fit, those with more questions are
    taken. Groups with an open question or without any applicable one are not looked at.
    """
    profile = pack.profile
    groups = [
        group
        for group in _judged(counted or score(pack, answers))
        if group.points * profile.best < group.max * profile.ready
    ]
    lowest = sorted(groups, key=lambda group: (group.share, -group.items))[:count]
    chosen = sorted(_in_pack_order(pack, lowest), key=lambda group: group.share or 0)
    return tuple(_standing(pack, answers, group, strongest=False) for group in chosen)


def _levels(answers: Mapping[str, Answer]) -> dict[str, int]:
    return {item: answer.level for item, answer in answers.items() if isinstance(answer, Answered)}


def _proposal(
    item: Item,
    position: int,
    action: Action,
    level: int | None,
    before: tuple[Exact, Exact],
    after: tuple[Exact, Exact],
) -> Proposal:
    return Proposal(
        item=item.id,
        position=position,
        level=level,
        reaches=action.reaches,
        gain_points=plain(after[0] - before[0]),
        # The difference of what is shown, so that 52 points and "+4" really lead to 56.
        gain_score=round_half_up(after[1]) - round_half_up(before[1]),
        minutes=action.minutes,
        cost=action.cost,
        yen=action.yen,
    )


def _judged(counted: Score) -> list[Group]:
    return [group for group in counted.measures if group.is_complete and group.share is not None]


def _in_pack_order(pack: Pack, groups: list[Group]) -> list[Group]:
    order = {measure.id: place for place, measure in enumerate(pack.measures)}
    return sorted(groups, key=lambda group: order[group.id])


def _standing(pack: Pack, answers: Mapping[str, Answer], group: Group, *, strongest: bool) -> Standing:
    levels = _levels(answers)
    items = [item for item in pack.items_of_measure(group.id) if item.id in levels]
    sign = -1 if strongest else 1
    item = min(items, key=lambda item: (sign * levels[item.id], -item.weight))
    return Standing(
        group.id, group.points, group.max, group.share or 0.0, group.items, item.id, levels[item.id]
    )
