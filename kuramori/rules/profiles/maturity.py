"""``maturity``: the level of each measure group, then the level of the whole, each as mean or minimum.

points = that level (0 to best, with fractions where means are taken), max = best, 0 where nothing applies. The mean
within a group is weighted; across groups each group counts the same.
"""

from __future__ import annotations

from fractions import Fraction

from kuramori.rules.catalogue import Item
from kuramori.rules.profiles.part import Counted, Exact, Part


def count(part: Part) -> Counted:
    """The level reached."""
    settings = part.profile.maturity
    if settings is None or not part.items:
        return Counted(0, 0)
    levels = [_level(part, group, settings.minimum_within) for group in part.by_measure()]
    level = min(levels) if settings.minimum_across else Fraction(sum(levels), len(levels))
    return Counted(level, part.profile.best)


def _level(part: Part, group: list[Item], minimum: bool) -> Exact:
    if minimum:
        return min(part.levels[item.id] for item in group)
    weight = sum(part.weights[item.id] for item in group)
    return Fraction(sum(part.weights[item.id] * part.levels[item.id] for item in group)) / weight
