"""A day in a file: `YYYY-MM-DD` and nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from kuramori.rules.document import Document, Path
from kuramori.rules.faults import Fault

_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_at(document: Document, at: Path, faults: list[Fault]) -> date | None:
    """The day at a path, or None where there is none; what is no day is added to the faults."""
    value: Any = document.value
    for step in at:
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, str):
        return None  # the shape has been looked at
    if not _FORM.fullmatch(value):
        faults.append(document.fault(at, "wants-day", value=value))
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        faults.append(document.fault(at, "no-such-day", value=value))
        return None
