"""What is written into a file and what is found in one, as plain values that travel to the child and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIX = "Kuramori_"
"""Begins the name of each of our properties."""
GRADE, LEVEL, ASSET, COMPANY, LINE = (
    f"{PREFIX}{name}" for name in ("Grade", "Level", "Asset", "Company", "Line")
)

MOST_TEXTS, LONGEST_TEXT = 4_000, 300
"""How many places where a visible mark may stand are told of one file, and how much of each."""


class Refused(Exception):
    """The file takes no mark and nothing was made. `code` is one of `CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


CODES = (
    "empty", "encrypted", "signed", "macro", "broken", "doctype", "too-large", "too-many-members", "other-format",
    "no-room",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """`properties` by our names, `line` as people see it, `token` without a blank, `msip` only where a firm has a
    tenant: `{"label": GUID, "site": GUID, "name": …, "set_at": ISO time}`."""

    line: str
    token: str
    properties: Mapping[str, str]
    msip: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "line": self.line,
            "token": self.token,
            "properties": dict(self.properties),
            "msip": dict(self.msip),
        }


def heard(told: Mapping[str, Any]) -> Mark:
    """The other end of `told`."""
    return Mark(told["line"], told["token"], told["properties"], told["msip"])


@dataclass(slots=True)
class Found:
    """What a file carries, uninterpreted: texts where a mark may stand by place, our properties, MSIP labels, keywords.

    `pages` counts the places that should show a mark (headers, sheets, slides, pages), `shown` those that show ours.
    """

    texts: list[tuple[str, str]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    msip: list[dict[str, str]] = field(default_factory=list)
    keywords: str = ""
    pages: int = 0
    shown: int = 0

    def see(self, place: str, text: str) -> None:
        """Keep one text, unless it is empty or there are enough."""
        if text.strip() and len(self.texts) < MOST_TEXTS:
            self.texts.append((place, text.strip()[:LONGEST_TEXT]))

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "texts": self.texts,
            "properties": self.properties,
            "msip": self.msip,
            "keywords": self.keywords,
            "pages": self.pages,
            "shown": self.shown,
        }
