"""PDF from a Typst template and plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from kuramori.press.office import LIMIT_SECONDS, office
from kuramori.press.text import printable_values

MEDIA_TYPE = "application/pdf"


def pdf(
    template: Path, values: Mapping[str, object], *, made_on: date, limit_seconds: float = LIMIT_SECONDS
) -> bytes:
    """Set `template` (Typst, may import `house.typ`) with `values` (what JSON can hold) as PDF/A-2b.

    The same values give the same bytes: `made_on` is the only date in the file. Raises a `PressFault`,
    `GlyphMissing` with the characters when no font of ours has them.
    """
    stamp = int(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).timestamp())
    return office().ask(
        "pdf",
        {"page": printable_values(dict(values)), "stamp": stamp},
        [template.read_bytes()],
        limit_seconds=limit_seconds,
    )
