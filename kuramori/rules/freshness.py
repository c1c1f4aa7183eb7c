"""How long what somebody compared with its source counts as compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FRESH_DAYS: Final = 366
"""Twelve months."""


def is_stale(confirmed_on: date, today: date) -> bool:
    """Whether twelve months have passed since somebody compared it with its source."""
    return today > confirmed_on + timedelta(days=FRESH_DAYS)
