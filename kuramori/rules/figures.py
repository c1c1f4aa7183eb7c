"""Radar and bar as numbers: where the lines run, in units of a view box whose y grows downwards.

Spoke k points to −90° + 360° ÷ n · k, so the first one points up and the rest follow clockwise. A value runs linearly
from the centre (0) to the outermost ring (1). Coordinates are rounded to a tenth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final, Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

RINGS: Final = (1 / 3, 2 / 3, 1.0)
FEWEST, MOST = 3, 12  # axes: fewer make no surface, more leave no room for labels
GAP: Final = 0.1  # of the radius: far enough out that two gaps side by side can be told apart


@dataclass(frozen=True, slots=True)
class Layout:
    """A view box and the circle in it. ``label`` is the labels' distance from the centre in radii.

    ``drops`` are the label's shifts in y at the top, in the upper and in the lower half, so that a label of one or
    two lines stands beside the end of its spoke and not on it.
    """

    width: float
    height: float
    centre: Point
    radius: float
    label: float
    drops: tuple[float, float, float]
    sideways: bool


# Full names with a second line beside each spoke; and a phone's figure with marks only.
WIDE: Final = Layout(750, 530, (375, 275), 200, 1.09, (-18, 4, 10), sideways=True)
NARROW: Final = Layout(340, 330, (170, 169), 118, 1.12, (7, 7, 7), sideways=False)
LAYOUTS: Final = {"wide": WIDE, "narrow": NARROW}


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """Where the first line of a label stands (its baseline) and to which side it runs."""

    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class RadarShape:
    """``rings`` from the inside out (33, 67, 100 %); the corners of the last are the ends of the spokes.

    ``now`` and ``then`` have one corner per axis; an axis without a value lies at the centre and is listed in
    ``gaps`` (``then_gaps``), and ``gap_marks`` are spots on those spokes for a sign. ``changed`` lists the axes
    whose corner differs between the two.
    """

    width: float
    height: float
    centre: Point
    rings: tuple[tuple[Point, ...], ...]
    now: tuple[Point, ...]
    then: tuple[Point, ...] | None
    labels: tuple[LabelSpot, ...]
    gaps: tuple[int, ...]
    gap_marks: tuple[Point, ...]
    then_gaps: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def ends(self) -> tuple[Point, ...]:
        """The outer ends of the spokes."""
        return self.rings[-1]


@dataclass(frozen=True, slots=True)
class Bar:
    """A level bar ``width`` long of which ``filled`` is full; None where there is no value. ``ready`` is a tick."""

    width: float
    filled: float | None
    ready: float


def radar_shape(
    shares: Sequence[float | None],
    then: Sequence[float | None] | None = None,
    layout: Literal["wide", "narrow"] = "wide",
) -> RadarShape:
    """The radar for 3 to 12 shares (0 to 1, None: nothing applies); ``then`` is a second set to compare with.

    Raises ValueError for another number of axes, for sets of unequal length, and for a share outside 0 to 1.
    """
    count = len(shares)
    if not FEWEST <= count <= MOST:
        raise ValueError(f"a radar has {FEWEST} to {MOST} axes, not {count}")
    if then is not None and len(then) != count:
        raise ValueError(f"{len(then)} values to compare with {count}")
    box = LAYOUTS[layout]
    now = _corners(box, shares)
    after = None if then is None else _corners(box, then)
    gaps = _gaps(shares)
    return RadarShape(
        width=box.width,
        height=box.height,
        centre=box.centre,
        rings=tuple(_corners(box, [ring] * count) for ring in RINGS),
        now=now,
        then=after,
        labels=tuple(_label(box, axis, count) for axis in range(count)),
        gaps=gaps,
        gap_marks=tuple(_point(box, axis, count, GAP) for axis in gaps),
        then_gaps=() if then is None else _gaps(then),
        changed=() if after is None else tuple(k for k in range(count) if after[k] != now[k]),
    )


def bar(share: float | None, width: float, ready: float) -> Bar:
    """The bar for a share; ``ready`` is the share from which a group counts as ready."""
    filled = None if share is None else round(_checked(share) * width, 1)
    return Bar(width, filled, round(_checked(ready) * width, 1))


def _corners(box: Layout, shares: Sequence[float | None]) -> tuple[Point, ...]:
    return tuple(_point(box, k, len(shares), _checked(share or 0.0)) for k, share in enumerate(shares))


def _gaps(shares: Sequence[float | None]) -> tuple[int, ...]:
    return tuple(k for k, share in enumerate(shares) if share is None)


def _checked(share: float) -> float:
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    return share


def _direction(axis: int, count: int) -> Point:
    angle = radians(-90 + 360 / count * axis)
    # Straight up, down and sideways come out as exact zeros, so that equal figures have equal numbers.
    return round(cos(angle), 12), round(sin(angle), 12)


def _point(box: Layout, axis: int, count: int, share: float) -> Point:
    along, down = _direction(axis, count)
    x, y = box.centre
    return round(x + box.radius * share * along, 1), round(y + box.radius * share * down, 1)


def _label(box: Layout, axis: int, count: int) -> LabelSpot:
    along, down = _direction(axis, count)
    x, y = box.centre
    top, upper, lower = box.drops
    drop = top if not along and down < 0 else upper if down <= 0 else lower
    anchor: Anchor = "middle"
    if box.sideways and along:
        anchor = "start" if along > 0 else "end"
    away = box.radius * box.label
    return LabelSpot(round(x + away * along, 1), round(y + away * down + drop, 1), anchor)
