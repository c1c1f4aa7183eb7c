"""Days and moments in an entry: kept as programs write them, told as people read them everywhere else."""

from __future__ import annotations

import datetime
import re
from typing import Any

from kuramori.outside import clock
from kuramori.rules.terms.saying import said

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}\+00:00\Z")
"""As `changes.plain` writes them."""


def told(value: Any, language: str) -> Any:
    """A value that is a day or a moment (then in Tokyo) as it reads; anything else as it is, longer text too."""
    if not isinstance(value, str):
        return value
    try:
        if DAY.match(value):
            return said(datetime.date.fromisoformat(value), language)
        if MOMENT.match(value):
            moment = datetime.datetime.fromisoformat(value).astimezone(clock.TOKYO)
            return f"{said(moment.date(), language)} {moment:%H:%M}"
    except ValueError:
        pass  # It only looks like one.
    return value
