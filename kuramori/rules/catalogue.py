"""What a pack is: items that ask, groups that count them, texts that explain, and a profile that scores.

Frozen values only. ``building.build`` makes them from YAML and refuses what does not hold; ``assembling.assemble``
makes them from values that were checked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from kuramori.rules.pack_texts import PackTexts


class Method(StrEnum):
    """How answers become points; the family of a profile."""

    SUM = "sum"
    ALL_MET = "all_met"
    PENALTIES = "sum_with_penalties"
    MATURITY = "maturity"
    NESTED = "nested_levels"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts of the pack come from and when they were last looked at."""

    title: str
    publisher: str
    url: str | None
    seen_on: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Penalties:
    """Settings of ``sum_with_penalties``; see ``profile_penalties``.

    ``start`` is a number, or None for the sum of the heaviest penalties; with ``from_sum`` it is the weighted sum.
    """

    start: Fraction | None
    from_sum: bool
    floor: Fraction | None
    score_is_points: bool
    by_item: Mapping[str, Mapping[int, Fraction]]


@dataclass(frozen=True, slots=True)
class Maturity:
    """Settings of ``maturity``: each True takes the minimum, False the weighted (within) or plain (across) mean."""

    minimum_within: bool
    minimum_across: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """How a pack is scored. Levels run from 0 to ``best``; from ``ready`` on an item counts as ready.

    ``penalties``, ``maturity`` and ``levels`` are set for their own method only; ``levels[n - 1]`` holds the item
    ids that level n adds.
    """

    id: str
    method: Method
    best: int
    ready: int
    rounding: str
    penalties: Penalties | None = None
    maturity: Maturity | None = None
    levels: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure group (措置): the part of the pack that a radar spoke shows. ``mark`` is its sign, such as ①."""

    id: str
    mark: str


@dataclass(frozen=True, slots=True)
class Step:
    """A stage in which the items are taken (前半・後半)."""

    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """A second way to group items; an item may be in several. ``ours`` where the axis is this product's own."""

    id: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Action:
    """What lifts an item to level ``reaches``: about ``minutes`` of work, a cost class and yen (None: unknown)."""

    reaches: int
    minutes: int
    cost: str
    yen: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``number`` is what the source prints; ``actions`` stand in the order of the level they reach."""

    id: str
    number: str
    measure: str
    step: str | None
    fields: tuple[str, ...]
    weight: Fraction
    na_allowed: bool
    group: str | None
    actions: tuple[Action, ...]

    def next_action(self, level: int) -> tuple[int, Action] | None:
        """Position and action of the first one that leads above ``level``; the position finds its text."""
        return next(((n, a) for n, a in enumerate(self.actions) if a.reaches > level), None)


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A check list with everything that is needed to ask, explain and score it. Equal digests are equal packs.

    ``digest`` is the SHA-256 (hex) over the names and texts of its files.
    """

    id: str
    kind: str
    version: str
    languages: tuple[str, ...]
    public_check: bool
    minutes: int
    confirmed_on: date
    sources: tuple[Source, ...]
    profile: Profile
    measures: tuple[Measure, ...]
    steps: tuple[Step, ...]
    fields: tuple[Field, ...]
    items: tuple[Item, ...]
    texts: Mapping[str, PackTexts]
    digest: str
    _items: Mapping[str, Item] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_items", {item.id: item for item in self.items})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and (self.id, self.digest) == (other.id, other.digest)

    def __hash__(self) -> int:
        return hash((self.id, self.digest))

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._items

    def item(self, item_id: str) -> Item:
        """The item; raises KeyError for an id the pack does not have."""
        return self._items[item_id]

    def measure(self, measure_id: str) -> Measure:
        """The measure group; raises KeyError for an id the pack does not have."""
        for measure in self.measures:
            if measure.id == measure_id:
                return measure
        raise KeyError(measure_id)

    def items_of_measure(self, measure_id: str) -> tuple[Item, ...]:
        """In pack order."""
        return tuple(item for item in self.items if item.measure == measure_id)

    def items_of_step(self, step_id: str) -> tuple[Item, ...]:
        """In pack order."""
        return tuple(item for item in self.items if item.step == step_id)

    def items_of_field(self, field_id: str) -> tuple[Item, ...]:
        """In pack order."""
        return tuple(item for item in self.items if field_id in item.fields)

    def text(self, lang: str) -> PackTexts:
        """The texts in ``lang``, or in the pack's first language where it does not have that one."""
        return self.texts.get(lang) or self.texts[self.languages[0]]
