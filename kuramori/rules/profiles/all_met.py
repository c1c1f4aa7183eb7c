"""``all_met``: a measure group counts only when every applicable item in it is ready.

points = groups met, max = groups with an applicable item. Inside a step or a field a group is looked at with the
items that belong to both. This is how requirement lists with several criteria per requirement count.
"""

from __future__ import annotations

from kuramori.rules.profiles.part import Counted, Part


def count(part: Part) -> Counted:
    """Whole groups met."""
    groups = part.by_measure()
    return Counted(sum(all(part.is_ready(item) for item in group) for group in groups), len(groups))
