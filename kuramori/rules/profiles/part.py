"""What a family of profiles gets to count, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kuramori.rules.catalogue import Item, Profile

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """``items`` are the applicable items in pack order; ``levels`` has a level for each of them (and maybe others).

    ``weights`` holds each item's weight as an int where it is whole (counting whole numbers is much faster).
    ``whole`` is True for the total, False for a group inside it.
    """

    profile: Profile
    items: Sequence[Item]
    levels: Mapping[str, int]
    weights: Mapping[str, Exact]
    whole: bool

    def by_measure(self) -> list[list[Item]]:
        """The items in groups of the same measure, in pack order."""
        groups: dict[str, list[Item]] = {}
        for item in self.items:
            groups.setdefault(item.measure, []).append(item)
        return list(groups.values())

    def is_ready(self, item: Item) -> bool:
        """Has the item reached the level from which it counts as ready?"""
        return self.levels[item.id] >= self.profile.ready


@dataclass(frozen=True, slots=True)
class Counted:
    """Exact points and maximum; ``score`` is given where it is not 100 × points ÷ max."""

    points: Exact
    max: Exact
    score: Exact | None = None
