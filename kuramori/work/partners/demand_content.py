"""The card to read before answering, whom to turn to, and the words of the letters: data with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kuramori.outside.late import late
from kuramori.work.partners.sharing_content import Source

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")

CONTENT: Final = (
    Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "sharing" / "demands.yaml"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody to turn to."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """`side`: for which demands. `lines` have places in braces for what was recorded."""

    id: str
    side: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demands:
    """`cards` by side."""

    cards: Mapping[str, tuple[str, ...]]
    desks: tuple[Desk, ...]
    letters: tuple[Letter, ...]
    source: Source

    def letters_for(self, side: str) -> tuple[Letter, ...]:
        return tuple(one for one in self.letters if one.side == side)


@cache
def demands(lang: str) -> Demands:
    """In Japanese ("ja") or English ("en")."""
    said: dict[str, Any] = yaml.YAML(typ="safe").load(CONTENT)
    return Demands(
        {side: tuple(one[lang] for one in lines) for side, lines in said["cards"].items()},
        tuple(Desk(one[lang], one["url"]) for one in said["contacts"]),
        tuple(
            Letter(one["id"], one["for"], one["title"][lang], tuple(line[lang] for line in one["lines"]))
            for one in said["letters"]
        ),
        Source(said["source"], said["confirmed_on"]),
    )
