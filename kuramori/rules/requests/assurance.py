"""How far a partner was looked at by a reply: a statement of its own, or one that shows what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kuramori.rules.requests.outcomes import Outcome
from kuramori.rules.requests.reply_text import Shown
from kuramori.rules.requests.requirements import Requirements

DECLARED: Final = 1
SHOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Proof:
    """How much of what holds must be shown by evidence, where no item was asked as critical: one part in `one_in`."""

    one_in: int = 3


PROOF: Final = Proof()


def level(requirements: Requirements, seen: Shown, proof: Proof = PROOF) -> int | None:
    """The level that a reply brings on its axis; None where nothing of it is shown.

    `SHOWN` where evidence stands beside every item that was asked as critical and holds, or, where none was, beside
    enough of the items that hold. What nobody outside has looked at never brings more.
    """
    if seen.share is None and not seen.answers:
        return None
    return SHOWN if _is_shown(requirements, seen, proof) else DECLARED


def _is_shown(requirements: Requirements, seen: Shown, proof: Proof) -> bool:
    with_evidence = {item for item, _title, _sha256 in seen.evidence}
    met = _met(requirements, seen)
    critical = [one.item for one in requirements.required if one.is_critical]
    if critical:
        return all(item in met and item in with_evidence for item in critical)
    return bool(met) and len(with_evidence & met) * proof.one_in >= len(met)


def _met(requirements: Requirements, seen: Shown) -> frozenset[str]:
    letters = zip(requirements.items, seen.states, strict=True)
    return frozenset(item for item, letter in letters if letter == Outcome.MET)
