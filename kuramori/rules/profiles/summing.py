"""``sum``: points = Σ weight × level, max = best × Σ weight over the applicable items."""

from __future__ import annotations

from kuramori.rules.profiles.part import Counted, Part


def count(part: Part) -> Counted:
    """The weighted sum."""
    weights, levels = part.weights, part.levels
    points = sum(weights[item.id] * levels[item.id] for item in part.items)
    return Counted(points, part.profile.best * sum(weights[item.id] for item in part.items))
