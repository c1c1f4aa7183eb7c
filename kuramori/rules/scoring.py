"""What the answers amount to: exact points, a score that rounds half up, and the same for every group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kuramori.rules.answers import Answer, Answered
from kuramori.rules.catalogue import Item, Pack
from kuramori.rules.profiles import COUNTS
from kuramori.rules.profiles.part import Counted, Exact, Part

Number = int | float


@dataclass(frozen=True, slots=True)
class Total:
    """``score`` is a whole number: 100 × points ÷ max, half rounds up (profiles may say otherwise).

    None where it cannot be told yet or ``max`` is 0. ``points`` and ``max`` are whole wherever they can be.
    """

    points: Number
    max: Number
    score: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A measure group, step or field. ``share`` = points ÷ max (0 to 1), None where nothing applies.

    ``items`` counts all its items, ``applicable`` those without N/A, ``answered`` those with an answer or N/A.
    An item without an answer counts as level 0 in ``points`` and stays in ``max``.
    """

    id: str
    points: Number
    max: Number
    share: float | None
    items: int
    applicable: int
    answered: int

    @property
    def is_complete(self) -> bool:
        """Has every item an answer or N/A?"""
        return self.answered == self.items

    @property
    def percent(self) -> int | None:
        """The share as it is shown: 0 to 100, half rounds up."""
        return rounded_percent(self.points, self.max) if self.max else None


@dataclass(frozen=True, slots=True)
class Score:
    """``answered`` includes N/A, ``applicable`` leaves it out; groups stand in the pack's order.

    ``total.score`` is None until every applicable item has an answer; until then ``provisional`` counts the
    answered items only, and it is None from then on.
    """

    pack: str
    version: str
    digest: str
    profile: str
    items: int
    answered: int
    applicable: int
    total: Total
    provisional: Total | None
    measures: tuple[Group, ...]
    steps: tuple[Group, ...]
    fields: tuple[Group, ...]

    @property
    def is_complete(self) -> bool:
        """Has every item an answer or N/A?"""
        return self.answered == self.items

    def measure(self, measure_id: str) -> Group:
        """The measure group; raises KeyError for an unknown id."""
        return {group.id: group for group in self.measures}[measure_id]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What never changes for a pack: its weights and the items of each group."""

    weights: Mapping[str, Exact]
    measures: tuple[tuple[str, tuple[Item, ...]], ...]
    steps: tuple[tuple[str, tuple[Item, ...]], ...]
    fields: tuple[tuple[str, tuple[Item, ...]], ...]


@lru_cache(maxsize=64)
def _layout(pack: Pack) -> _Layout:
    return _Layout(
        {item.id: whole(item.weight) for item in pack.items},
        tuple((m.id, pack.items_of_measure(m.id)) for m in pack.measures),
        tuple((s.id, pack.items_of_step(s.id)) for s in pack.steps),
        tuple((f.id, pack.items_of_field(f.id)) for f in pack.fields),
    )


def score(pack: Pack, answers: Mapping[str, Answer]) -> Score:
    """Score the answers; the order of ``answers`` does not matter.

    Raises ValueError for an item the pack does not have or a level above its best: ``answers.read`` refuses
    such files with a sentence, here it would be a mistake of ours.
    """
    _guard(pack, answers)
    layout = _layout(pack)
    given = {item: answer.level for item, answer in answers.items() if isinstance(answer, Answered)}
    # An open item counts as 0; one that does not apply has no level at all.
    levels = {
        item.id: given.get(item.id, 0) for item in pack.items if item.id in given or item.id not in answers
    }
    total = _total(pack, layout, levels)
    provisional = None
    if len(answers) < len(pack.items):
        provisional = _total(pack, layout, given)
        total = Total(total.points, total.max, None)
    return Score(
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        profile=pack.profile.id,
        items=len(pack.items),
        answered=len(answers),
        applicable=len(levels),
        total=total,
        provisional=provisional,
        measures=_groups(pack, layout, layout.measures, answers, levels),
        steps=_groups(pack, layout, layout.steps, answers, levels),
        fields=_groups(pack, layout, layout.fields, answers, levels),
    )


def exact_total(pack: Pack, levels: Mapping[str, int]) -> tuple[Exact, Exact]:
    """Points and score before rounding for the items in ``levels``; both are 0 where that is none."""
    counted = _count(pack, _layout(pack), pack.items, levels, whole_pack=True)
    if counted.score is not None:
        return counted.points, counted.score
    return counted.points, Fraction(100 * counted.points) / counted.max if counted.max else 0


def round_half_up(value: Exact) -> int:
    """The nearest whole number; a half goes up (0.5 → 1, −0.5 → 0), never to the even neighbour."""
    return (2 * value + 1) // 2


def rounded_percent(points: Exact | float, maximum: Exact | float) -> int:
    """100 × points ÷ maximum, half up; counted in whole numbers where both are whole."""
    return int((200 * points + maximum) // (2 * maximum))


def whole(value: Exact) -> Exact:
    """An int where the value is whole."""
    if isinstance(value, int):
        return value
    return value.numerator if value.denominator == 1 else value


def _guard(pack: Pack, answers: Mapping[str, Answer]) -> None:
    best = pack.profile.best
    for item, answer in answers.items():
        if item not in pack:
            raise ValueError(f"{pack.id} has no item {item}")
        if isinstance(answer, Answered) and not 0 <= answer.level <= best:
            raise ValueError(f"level {answer.level} of {item} is not within 0 to {best}")


def _count(
    pack: Pack, layout: _Layout, items: tuple[Item, ...], levels: Mapping[str, int], *, whole_pack: bool
) -> Counted:
    here = [item for item in items if item.id in levels]
    return COUNTS[pack.profile.method](Part(pack.profile, here, levels, layout.weights, whole_pack))


def _total(pack: Pack, layout: _Layout, levels: Mapping[str, int]) -> Total:
    counted = _count(pack, layout, pack.items, levels, whole_pack=True)
    if not counted.max:
        return Total(plain(counted.points), 0, None)
    own = counted.score
    result = rounded_percent(counted.points, counted.max) if own is None else round_half_up(own)
    return Total(plain(counted.points), plain(counted.max), result)


def _groups(
    pack: Pack,
    layout: _Layout,
    groups: tuple[tuple[str, tuple[Item, ...]], ...],
    answers: Mapping[str, Answer],
    levels: Mapping[str, int],
) -> tuple[Group, ...]:
    return tuple(_group(pack, layout, group_id, items, answers, levels) for group_id, items in groups)


def _group(
    pack: Pack,
    layout: _Layout,
    group_id: str,
    items: tuple[Item, ...],
    answers: Mapping[str, Answer],
    levels: Mapping[str, int],
) -> Group:
    counted = _count(pack, layout, items, levels, whole_pack=False)
    return Group(
        id=group_id,
        points=plain(counted.points),
        max=plain(counted.max),
        share=float(counted.points / counted.max) if counted.max else None,
        items=len(items),
        applicable=len([item for item in items if item.id in levels]),
        answered=len([item for item in items if item.id in answers]),
    )


def plain(value: Exact) -> Number:
    """An int where the value is whole, else the nearest float: what a page, a file or JSON can show."""
    value = whole(value)
    return value if isinstance(value, int) else float(value)
