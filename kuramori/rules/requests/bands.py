"""How far a share of what is asked is told as one of five bands, for maps and lists."""

from __future__ import annotations

from typing import Final

EDGES: Final = (450, 600, 700, 800)
"""In thousandths: where the second, third, fourth and fifth band begin. Ours; nobody grades companies by them."""
BANDS: Final = (1, 2, 3, 4, 5)


def band(share: int) -> int:
    """1 (lowest) to 5, of a share in thousandths."""
    return 1 + sum(share >= edge for edge in EDGES)


def limits(number: int) -> tuple[int, int]:
    """The first and the last share of a band, in thousandths, both included. Raises `IndexError`."""
    lowest, highest = (0, *EDGES), (*(edge - 1 for edge in EDGES), 1_000)
    if number < 1:
        raise IndexError(number)
    return lowest[number - 1], highest[number - 1]
