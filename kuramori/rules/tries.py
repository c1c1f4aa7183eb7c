"""How often a secret may be guessed: five tries in any sixty minutes, however many codes were issued meanwhile.

A window that slides: with fixed hours, ten tries would fit around the full hour. At five tries an hour and a new
code of six digits for each, a guesser needs on average eleven years for an even chance.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 5
WINDOW_SECONDS = 3600.0


def within(past: Sequence[float], now: float) -> tuple[float, ...]:
    """Those of the moments (seconds) that still count, oldest first. One from the future counts too: clocks go back."""
    return tuple(sorted(moment for moment in past if moment + WINDOW_SECONDS > now))


def may_try(past: Sequence[float], now: float) -> bool:
    """Whether one more is allowed."""
    return len(within(past, now)) < MOST


def left(past: Sequence[float], now: float) -> int:
    """How many more are allowed at once."""
    return max(0, MOST - len(within(past, now)))


def free_again(past: Sequence[float], now: float) -> float:
    """From which moment on one more is allowed; `now` where it is already."""
    counting = within(past, now)
    return now if len(counting) < MOST else counting[-MOST] + WINDOW_SECONDS
