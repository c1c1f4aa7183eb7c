"""``nested_levels``: level n of a standard is reached when every applicable item of the levels 1 to n is ready.

points = levels reached, max = levels that have an applicable item here. A level whose items are all not applicable
leaves both, as a single item leaves the denominator elsewhere.
"""

from __future__ import annotations

from kuramori.rules.profiles.part import Counted, Part


def count(part: Part) -> Counted:
    """Levels reached without a gap."""
    here = {item.id: item for item in part.items}
    levels = [[here[item] for item in level if item in here] for level in part.profile.levels]
    levels = [level for level in levels if level]
    reached = 0
    for level in levels:
        if not all(part.is_ready(item) for item in level):
            break
        reached += 1
    return Counted(reached, len(levels))
