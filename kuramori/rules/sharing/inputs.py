"""What a decision looks at. Every value is given; nothing here asks a clock or a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LEVELS: Final = ("A0", "A1", "A2", "A3", "A4")
"""確認の段階 by its number 0–4: 確認なし, 自己申告, 根拠つき自己確認, 専門家確認, 第三者認証."""
LOWEST, HIGHEST = 0, 4


class Layer(StrEnum):
    """共有区分, widest first."""

    OPEN = "open"
    NDA = "nda"
    NEVER = "never"


class Tag(StrEnum):
    """What else is true of the item; a tag can only make the answer stricter."""

    EXPORT_CONTROL = "export_control"
    PERSONAL_DATA = "personal_data"
    THIRD_PARTY_NDA = "third_party_nda"
    CUSTOMER_OWNED = "customer_owned"
    CORE_KNOW_HOW = "core_know_how"


class Direction(StrEnum):
    """Which way the item would go."""

    TO_SUPPLIER = "to_supplier"
    TO_CUSTOMER = "to_customer"
    TO_SUBSUPPLIER = "to_subsupplier"


class Place(StrEnum):
    """Where the recipient would have it."""

    OURS = "ours"
    THEIRS = "theirs"
    THIRD_PARTY = "third_party"
    CLOUD = "cloud"


class Medium(StrEnum):
    """In which form it would go."""

    PAPER = "paper"
    FILE = "file"
    OBJECT = "object"
    ORAL = "oral"
    VISIT = "visit"


class DatesContradict(ValueError):
    """Two dates that cannot both be right. `earlier` should not come after `later`; both are names of fields."""

    def __init__(self, earlier: str, later: str) -> None:
        self.earlier, self.later = earlier, later
        super().__init__(f"{earlier} comes after {later}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement as it stands for this item, purpose and person. Both ends of a period are included.

    ``until_on`` None: it runs on; ``secrecy_until`` is the last day on which what is handed over now stays protected,
    None where no day is set. ``redisclosure``: it allows what was received from others to be passed on to this
    recipient. Raises `DatesContradict`.
    """

    from_on: date
    until_on: date | None
    secrecy_until: date | None
    covers_item: bool
    covers_purpose: bool
    covers_person: bool
    redisclosure: bool = False

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.from_on:
            raise DatesContradict("from", "until")
        if self.secrecy_until is not None and self.secrecy_until < self.from_on:
            raise DatesContradict("from", "secrecy_until")


@dataclass(frozen=True, slots=True)
class Assurance:
    """How far the recipient was looked at, 0–4 on each axis, and on which day; the lower axis counts."""

    information: int
    it: int
    as_of: date

    @property
    def level(self) -> int:
        return self.information if self.information < self.it else self.it


@dataclass(frozen=True, slots=True)
class Inputs:
    """One question. ``required_assurance`` (0–4) is looked at only where the layer is nda; ``tier`` counts from 1.

    ``agreement`` and ``assurance`` None: there is none. ``on`` is the day of the hand-over. Raises `DatesContradict`
    for an assurance from after that day.
    """

    layer: Layer
    required_assurance: int | None
    tags: frozenset[Tag]
    direction: Direction
    tier: int
    agreement: Agreement | None
    assurance: Assurance | None
    open_critical_gaps: int
    owner_consent: bool
    place: Place
    medium: Medium
    on: date

    def __post_init__(self) -> None:
        if self.assurance is not None and self.assurance.as_of > self.on:
            raise DatesContradict("assurance.as_of", "on")
