"""What the owner's page says: the self-check, and how far its plan has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kuramori.across.reports.kinds.self_check.data import Data as SelfCheck


@dataclass(frozen=True, slots=True)
class Task:
    """Who does something about an item, and until when. `number` is the item's."""

    number: str
    who: str | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The improvement plan as it stands: tasks still open, how many of them are past their day."""

    tasks: tuple[Task, ...]
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """How the ledger of secrets stands on the day of the page; all are counts.

    `secret` is whatever is not public; `marked` and `reviewed` (within a year) are of those; `tasks` are what
    rounds and reviews left to put right, `overdue` of them past their day.
    """

    secret: int
    top: int
    marked: int
    reviewed: int
    tasks: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Seal:
    """The trail's checkpoint on the day of the page: `note` is the signed text, over `size` entries."""

    note: str
    size: int
    on: date


@dataclass(frozen=True, slots=True)
class Data:
    """`plan` is None where there is none (a guest, or nobody has begun one); so is `ledger` while nothing stands in it.

    `seal` is None outside of an organisation.
    """

    check: SelfCheck
    plan: Plan | None = None
    ledger: Ledger | None = None
    seal: Seal | None = None

    @property
    def organisation(self) -> str | None:
        return self.check.organisation

    @property
    def made_on(self) -> date:
        return self.check.made_on
