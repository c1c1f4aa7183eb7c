"""How many steps of a long work go together in one transaction: few enough that nobody else who writes waits long."""

from __future__ import annotations

from dataclasses import dataclass

HELD_SECONDS = 0.4


@dataclass(slots=True)
class Pace:
    """So many steps come next (`most`), by how long the last ones held the others up.

    Never more than `largest`; never fewer than `least`, because a transaction itself costs as much as some steps do.
    """

    most: int
    largest: int
    least: int

    def took(self, seconds: float) -> None:
        """The last `most` steps took so long: half as many next time, or twice as many."""
        if seconds > HELD_SECONDS:
            self.most = max(self.most // 2, self.least)
        elif seconds < HELD_SECONDS / 4:
            self.most = min(self.most * 2, self.largest)
