"""What the linter looks at: a request that is not sent yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Level:
    """A level as people write it: `2`, `A3`, `★4`, `Lv2`. Only levels of one scale can be compared."""

    scale: str
    rank: int

    def __str__(self) -> str:
        return f"{self.scale}{self.rank}"


@dataclass(frozen=True, slots=True)
class CostTalk:
    """Whom the partner can talk to about cost, and whether a price request of the partner's is open and answered."""

    contact: str = ""
    open_price_request: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before it is sent. Days are calendar days in Asia/Tokyo; "" and None mean none.

    `items`: how many the partner is to answer; `partner_employees`: heads, None where nobody knows.
    `same_data_valid_until`: the last day on which an answer that we have already counts.
    `other_division_asked_on`: when another division of the buyer's last asked the same partner.
    """

    sent_on: date
    deadline_on: date
    reason: str = ""
    scope: str = ""
    level: Level | None = None
    proposed_level: Level | None = None
    level_reason: str = ""
    items: int = 0
    partner_employees: int | None = None
    named_product: str = ""
    or_equivalent: bool = False
    equivalents: tuple[str, ...] = ()
    support: str = ""
    cost_talk: CostTalk = CostTalk()
    penalty_text: str = ""
    evidence_contains_secrets: bool = False
    same_data_valid_until: date | None = None
    other_division_asked_on: date | None = None
