"""The answer: outcome, conditions, reasons, what would open the door. Codes and values; words are in `sentences`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kuramori.rules.sharing.policy import Outcome

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. ``code`` is a key of `sentences.REASONS`; ``value`` and ``other`` fill its sentence."""

    code: str
    value: Value = None
    other: Value = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What would open the door. ``code`` is a key of `sentences.OPENINGS`; ``value`` fills its sentence."""

    code: str
    value: Value = None


# Most questions share their reasons, and making one takes longer than finding it again.
reason = lru_cache(maxsize=4096)(Reason)
opening = lru_cache(maxsize=4096)(Opening)


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` names the row that decided; ``to`` is not empty only where the outcome is ESCALATE.

    ``version`` and ``digest`` tell the policy, so that the same inputs can be asked again.
    """

    outcome: Outcome
    conditions: tuple[str, ...]
    to: tuple[str, ...]
    reasons: tuple[Reason, ...]
    opens: tuple[Opening, ...]
    rule: str
    version: str
    digest: str
