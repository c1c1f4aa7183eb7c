"""The shapes in which the demonstration tells what an invented company keeps secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kuramori.work.places.models import PlaceKind


@dataclass(frozen=True, slots=True)
class Let:
    """Who may know: a family name, 部門:name, 役割:code or 全員."""

    who: str
    why: str
    on: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """One entry. `marks` are grade, layer, unit and mark; `more` holds further fields by name."""

    name: str
    what: str
    marks: tuple[str, str, str, str]
    place: str
    keeper: str
    on: str
    review: str
    partner: str = ""
    lets: tuple[Let, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Later:
    """What happened to an entry afterwards: fields that changed, or another grade."""

    number: str
    on: str
    why: str
    fields: dict[str, Any] = field(default_factory=dict)
    grade: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A company's ledger. The first entry gets `first`, the others follow in their order."""

    company: str
    first: str
    places: tuple[tuple[str, PlaceKind, str], ...]
    partners: tuple[str, ...]
    secrets: tuple[Secret, ...]
    later: tuple[Later, ...]
    proposals: tuple[Secret, ...]


TOP = ("top", "never", "item", "all")
SECRET = ("secret", "nda", "bundle", "all")
INTERNAL = ("internal", "nda", "bundle", "all")
