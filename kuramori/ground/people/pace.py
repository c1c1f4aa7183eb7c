"""How a long work goes on: in steps so few at once that nobody else who writes waits long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python does not look for rings of objects meanwhile: among thousands of plain rows there are none.

    Looking for them was a tenth of a long import (measured). They are looked for again afterwards, by whichever thread
    ends first: it is nothing that another one would miss.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
