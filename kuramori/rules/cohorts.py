"""A place among peers of the same size: one of four words, and never a figure of anybody else.

What somebody must not learn from it is how another company answered. Four ways to try are met:

- **A small group** (whoever knows that only two others were asked reads them off): no place with fewer than `fewest`
  others, the "minimum frequency rule" of statistics offices, who ask for three to ten (Hundepool et al., Handbook on
  Statistical Disclosure Control, ESSnet 2010).
- **Differencing** (looking before and after one more reply came, and laying the change to it; "disclosure by
  differencing" in the same book): what is compared with is a group that stands still. It is moved only at the end of a
  day, and only when at least `step` companies in it are other than before. So no word changes by one reply alone.
- **Probing** (handing in again and again until the word turns, which gives the border away, and a border is somebody's
  own figure): borders between the quarters are rounded to `grain`. Who probes learns three rounded figures of a group.
- **Looking back** (laying an older round's word beside today's, again and again): an older round is compared with the
  group of the day on which it was over. That is one of the groups that stood, told on that day to whoever looked, and
  no second row of groups that would move at other moments. So looking back shows what looking then had shown.

Not met, and said so: whoever sends in `step` - 1 of the changes themselves. The asker chooses who is asked, so that is
open to the asker alone, who reads the replies anyway. And one who has an answer removed leaves the group at once: the
right to be forgotten comes before a group that stands still.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

Key = str
"""One company, by whatever names it for the caller."""


class Quarter(StrEnum):
    """Where one stands, highest first."""

    TOP = "top"
    UPPER = "upper"
    LOWER = "lower"
    BOTTOM = "bottom"


class Why(StrEnum):
    """Why there is no place."""

    FEW = "few"
    NOT_SHOWN = "not_shown"
    NO_SIZE = "no_size"


@dataclass(frozen=True, slots=True)
class Terms:
    """`sizes`: the largest number of employees of each size class but the last, rising. `fewest` others there must be.

    `step`: how many companies must have changed before the group moves. `grain`: borders are whole multiples of it, in
    thousandths. Raises `ValueError` for terms that would not protect anybody.
    """

    sizes: tuple[int, ...]
    fewest: int
    step: int
    grain: int

    def __post_init__(self) -> None:
        rises = all(a < b for a, b in zip(self.sizes, self.sizes[1:], strict=False))
        if not rises or (self.sizes and self.sizes[0] < 1):
            raise ValueError("sizes")
        if self.fewest < 4 or self.step < 2 or not 1 <= self.grain <= 200:
            raise ValueError("fewest, step or grain")


@dataclass(frozen=True, slots=True)
class Told:
    """One reply as it came in: whose, on which day, how much holds in thousandths (None: not shown)."""

    whose: Key
    on: date
    share: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The group that stands still: how much holds at each company. `since` is the day of its newest reply."""

    shares: Mapping[Key, int] = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """`quarter` of a group with at least `others` others, told in whole tens; `since`: the day its last reply came."""

    quarter: Quarter
    others: int
    since: date


def size_class(employees: int, terms: Terms) -> tuple[int, int | None]:
    """From how many to how many employees the size class goes; None where it has no end."""
    lowest = 1
    for largest in terms.sizes:
        if employees <= largest:
            return lowest, largest
        lowest = largest + 1
    return lowest, None


def group(told: Iterable[Told], today: date, terms: Terms) -> Group:
    """The group that stands on `today`, of all that was told so far in one size class.

    It is worked out from the replies alone, so it is the same for everybody who looks, and the same again tomorrow if
    little has come. `told` in the order of its days; what came today is not in it yet.
    """
    now: dict[Key, int] = {}
    # What was last compared with; it stays what the next one is measured by, though it may have ended.
    last: dict[Key, int] = {}
    since: date | None = None
    ended = True
    for on, came in groupby((one for one in told if one.on < today), key=lambda one: one.on):
        for one in came:
            if one.share is None:
                now.pop(one.whose, None)
            else:
                now[one.whose] = one.share
        if len(now) <= terms.fewest:
            # A group that becomes too small ends at once: too few is worse than one change that is seen.
            ended = True
        elif _differing(now, last) >= terms.step:
            last, since, ended = dict(now), on, False
    return Group() if ended else Group(last, since)


def _differing(one: Mapping[Key, int], other: Mapping[Key, int]) -> int:
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def place(own: int | None, whose: Key, found: Group, terms: Terms) -> Place | Why:
    """Where `own` (thousandths) stands in the group. The company itself counts for the borders, not for the number.

    A border belongs to the middle: only who lies beyond it is in the top or the bottom quarter. Where all are alike,
    everybody is told the upper half, "the middle or a little above".
    """
    if own is None:
        return Why.NOT_SHOWN
    others = len(set(found.shares) - {whose})
    if others < terms.fewest or found.since is None:
        return Why.FEW
    low, middle, high = borders(found, terms)
    if own > high:
        quarter = Quarter.TOP
    elif own >= middle:
        quarter = Quarter.UPPER
    elif own >= low:
        quarter = Quarter.LOWER
    else:
        quarter = Quarter.BOTTOM
    return Place(quarter, max(terms.fewest, others // 10 * 10), found.since)


def borders(found: Group, terms: Terms) -> tuple[int, int, int]:
    """The three borders between the quarters, rounded to `grain`: never anybody's own figure."""
    ordered = sorted(found.shares.values())
    last = len(ordered) - 1
    exact = [ordered[(last * quarter + 2) // 4] for quarter in (1, 2, 3)]
    low, middle, high = ((2 * value + terms.grain) // (2 * terms.grain) * terms.grain for value in exact)
    return low, middle, high
