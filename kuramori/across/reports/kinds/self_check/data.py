"""What the self-check report says, as plain frozen values in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PackLine:
    """Which questions, which way of scoring, what the pack says about itself, and when it was last confirmed."""

    id: str
    title: str
    version: str
    digest: str
    profile: str
    disclaimer: str
    confirmed_on: date
    official_label: str | None
    fields_note: str | None
    steps_note: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """`score` 0–100 whole; None while nothing is answered. `points` of `max`."""

    points: float
    max: float
    score: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A step, measure group or field; `short` fits beside a radar spoke.

    `answered` of its `items` have an answer. `share` 0–1, None where nothing in it applies or is answered yet.
    `ours`: our own axis.
    """

    id: str
    mark: str
    title: str
    short: str
    items: int
    answered: int
    points: float
    max: float
    share: float | None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A measure group worth naming, strong or weak, and why in one sentence."""

    mark: str
    title: str
    share: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do next. `gain` in points of the total score; `cost` as an office worker would say it."""

    number: str
    what: str
    why: str
    minutes: int
    cost: str
    gain: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The sheet after all the actions: total, time, yen (None: not known), shares per measure in pack order."""

    total: Total
    minutes: int
    yen: int | None
    shares: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question and its answer. `level` None = not answered, or not applicable with `reason`."""

    number: str
    measure: str
    title: str
    question: str
    level: int | None
    level_name: str
    level_says: str
    reason: str | None = None
    comment: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """An item whose answer differs from the previous round; `before` and `after` as level names, None: not answered.

    `direction` 1 up, −1 down, 0 where the two cannot be compared.
    """

    number: str
    title: str
    before: str | None
    after: str | None
    direction: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The round before: when, its total, its shares per measure in pack order, and what changed since."""

    made_on: date
    total: Total
    shares: tuple[float | None, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """The whole report. `provisional`: not every applicable item is answered, so the total is not final."""

    organisation: str | None
    made_on: date
    author: str | None
    pack: PackLine
    route: str | None
    answered: int
    asked: int
    total: Total
    provisional: bool
    official_score: float | None
    steps: tuple[Part, ...]
    measures: tuple[Part, ...]
    fields: tuple[Part, ...]
    strong: tuple[Remark, ...]
    weak: tuple[Remark, ...]
    actions: tuple[Action, ...]
    what_if: WhatIf | None
    items: tuple[Item, ...]
    note: str | None
    check_number: str
    previous: Previous | None = None
