"""When a mould that is kept for somebody should be talked about: data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from kuramori.outside.late import late
from kuramori.work.partners.sharing_content import CONTENT, Source

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")


@dataclass(frozen=True, slots=True)
class Tooling:
    """`unused_years` since the last use, or since it came where it was never used."""

    unused_years: int
    remind_days: int
    benchmarks: tuple[str, ...]
    source: Source
    source_url: str

    def unused_before(self, today: datetime.date) -> datetime.date:
        """What was last used on this day or earlier has stood unused for long."""
        try:
            return today.replace(year=today.year - self.unused_years)
        except ValueError:
            return today.replace(year=today.year - self.unused_years, day=28)


def tooling() -> Tooling:
    """In the reader's language."""
    return _tooling("en" if (get_language() or "ja").startswith("en") else "ja")


@cache
def _tooling(lang: str) -> Tooling:
    said: dict[str, Any] = yaml.YAML(typ="safe").load((CONTENT / "tooling.yaml").read_text("utf-8"))
    return Tooling(
        said["unused_years"],
        said["remind_days"],
        tuple(one[lang] for one in said["benchmarks"]),
        Source(said["source"], said["confirmed_on"]),
        said["source_url"],
    )
