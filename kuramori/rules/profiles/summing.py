"""``sum``: points = Σ weight × level, max = best × Σ weight over the applicable items."""

from __future__ import annotations

from kuramori.rules.profiles.part import Counted, Exact, Part


def count(part: Part) -> Counted:
    """The weighted sum."""
    points: Exact = 0
    weight: Exact = 0
    for item in part.items:
        points += part.weights[item.id] * part.levels[item.id]
        weight += part.weights[item.id]
    return Counted(points, part.profile.best * weight)
