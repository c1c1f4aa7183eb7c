"""``sum_with_penalties``: start somewhere and subtract for what is missing, down to a floor that is data.

NIST SP 800-171 assessments start at 110 and subtract an item's weight (5, 3 or 1) where it is not met; the result
may be negative. An item costs what ``penalties`` says for its level, or its weight below ready.

Total: points = start − Σ penalties, not below ``floor``; max = start. ``start`` is a number (then N/A subtracts
nothing, as in that standard), the sum of the heaviest penalties of the applicable items, or the weighted sum.
A group inside it: max = Σ heaviest penalties, points = max − Σ penalties; never negative.
"""

from __future__ import annotations

from fractions import Fraction

from kuramori.rules.catalogue import Item, Penalties, Profile
from kuramori.rules.profiles import summing
from kuramori.rules.profiles.part import Counted, Exact, Part


def penalty(profile: Profile, settings: Penalties, item: Item, level: int) -> Fraction:
    """What the item costs at this level."""
    own = settings.by_item.get(item.id)
    if own is None:
        return item.weight if level < profile.ready else Fraction(0)
    return own.get(level, Fraction(0))


def count(part: Part) -> Counted:
    """What is left after the penalties."""
    settings = part.profile.penalties
    if settings is None or not part.items:
        return Counted(0, 0)
    lost: Exact = sum(penalty(part.profile, settings, item, part.levels[item.id]) for item in part.items)
    worst = sum(_heaviest(part.profile, settings, item) for item in part.items)
    if not part.whole:
        return Counted(worst - lost, worst)
    if settings.from_sum:
        plain = summing.count(part)
        points, maximum = plain.points - lost, plain.max
    else:
        maximum = worst if settings.start is None else settings.start
        points = maximum - lost
    if settings.floor is not None:
        points = max(points, settings.floor)
    return Counted(points, maximum, points if settings.score_is_points else None)


def _heaviest(profile: Profile, settings: Penalties, item: Item) -> Fraction:
    return max(penalty(profile, settings, item, level) for level in range(profile.best + 1))
