"""What would open the door: the changes after which the same question is answered otherwise.

`opened` carries them out on paper; a test holds every promise made here against the decision that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from kuramori.rules.sharing import counting
from kuramori.rules.sharing.decision import Opening, Value, opening
from kuramori.rules.sharing.inputs import Agreement, Assurance, Inputs, Layer
from kuramori.rules.sharing.policy import Addition, Cell, Outcome, Policy

ANSWERED: Final = frozenset({"approval", "addition", "layer", "not-at-all"})
"""Openings that a person answers; they change no input."""

_LAYER: Final = (opening("layer"),)
_AGREEMENT, _CONSENT, _GAPS, _NOT_AT_ALL = map(opening, ("agreement", "consent", "gaps", "not-at-all"))


def openings(policy: Policy, inputs: Inputs, cell: Cell, held: tuple[Addition, ...]) -> tuple[Opening, ...]:
    """In the order in which people would see to them. ``cell`` is what was decided and is not open."""
    if inputs.layer == Layer.NEVER:
        return _LAYER
    found: list[Opening] = []
    approval = cell.to
    if inputs.layer == Layer.NDA:
        if cell.outcome is Outcome.DENY:
            found += missing(inputs.agreement, inputs.on)
            if _lacks_consent(policy, inputs):
                found.append(_CONSENT)
            approval = _level_denied(policy, inputs, found)
        else:
            _level_escalated(policy, inputs, found)
    for row in held:
        if row.unless_allowed:
            if _CONSENT not in found:
                found.append(_CONSENT)
        elif row.cell.outcome is Outcome.DENY:
            found.append(opening("addition", row.id))
        elif cell.outcome is Outcome.DENY and row.cell.to:
            approval = (*approval, *(one for one in row.cell.to if one not in approval))
    asked = tuple(opening("approval", one) for one in approval)
    return (*found, *asked) if cell.outcome is Outcome.DENY else (*asked, *found)


def missing(agreement: Agreement | None, on: date) -> list[Opening]:
    """What the agreement lacks on a day."""
    if agreement is None:
        return [_AGREEMENT]
    found = []
    if on < agreement.from_on:
        found.append(opening("agreement-begins", agreement.from_on))
    if agreement.until_on is not None and on > agreement.until_on:
        found.append(opening("agreement-renewed"))
    if agreement.secrecy_until is not None and on > agreement.secrecy_until:
        found.append(opening("secrecy-renewed"))
    if not agreement.covers_item:
        found.append(opening("agreement-item"))
    if not agreement.covers_purpose:
        found.append(opening("agreement-purpose"))
    if not agreement.covers_person:
        found.append(opening("agreement-person"))
    return found


def _lacks_consent(policy: Policy, inputs: Inputs) -> bool:
    tiers = policy.tiers
    return tiers.needs_owner_consent and inputs.tier >= tiers.from_tier and not inputs.owner_consent


def _level_denied(policy: Policy, inputs: Inputs, found: list[Opening]) -> tuple[str, ...]:
    """Adds what the level lacks, if it is what stands in the way; gives who must approve even then."""
    fresh, gaps = counting.fresh(policy.ageing, inputs.assurance, inputs.on), inputs.open_critical_gaps > 0
    cell = _cell(policy, inputs, fresh, gaps=gaps)
    if cell.outcome is not Outcome.DENY:
        return cell.to
    enough = policy.enough[inputs.required_assurance, inputs.tier >= policy.tiers.from_tier]
    level = enough.to_escalate if enough.to_open is None else enough.to_open
    if level is None:
        found.append(_NOT_AT_ALL)
        return ()
    if gaps:
        found.append(_GAPS)
    if fresh < level:
        found.append(opening("assurance", level))
    return _cell(policy, inputs, max(fresh, level), gaps=False).to


def _level_escalated(policy: Policy, inputs: Inputs, found: list[Opening]) -> None:
    """Adds the level at which nobody has to approve, where the level is why somebody has to."""
    fresh, gaps = counting.fresh(policy.ageing, inputs.assurance, inputs.on), inputs.open_critical_gaps > 0
    if _cell(policy, inputs, fresh, gaps=gaps).is_open:
        return
    level = policy.enough[inputs.required_assurance, inputs.tier >= policy.tiers.from_tier].to_open
    if level is not None:
        if gaps:
            found.append(_GAPS)
        if fresh < level:
            found.append(opening("assurance-instead", level))


def _cell(policy: Policy, inputs: Inputs, fresh: int, *, gaps: bool) -> Cell:
    level = counting.effective(policy, inputs, fresh, gaps=gaps)
    return policy.rows[inputs.required_assurance, level, gaps].cell


def opened(inputs: Inputs, steps: Iterable[Opening]) -> Inputs:
    """The inputs after the steps that somebody can see to. What a person answers (`ANSWERED`) changes nothing."""
    for step in steps:
        change = _CHANGES.get(step.code)
        if change is not None:
            inputs = change(inputs, step.value)
    return inputs


def _agreement(inputs: Inputs, **changed: Any) -> Inputs:
    found = inputs.agreement or Agreement(inputs.on, None, None, True, True, True)
    return replace(inputs, agreement=replace(found, **changed))


def _raised(inputs: Inputs, level: Value) -> Inputs:
    assert isinstance(level, int)  # noqa: S101  `_levelled` puts a number there
    return replace(inputs, assurance=Assurance(level, level, inputs.on))


_CHANGES: Final[Mapping[str, Callable[[Inputs, Value], Inputs]]] = {
    "agreement": lambda inputs, _: _agreement(inputs),
    "agreement-begins": lambda inputs, _: _agreement(inputs, from_on=inputs.on),
    "agreement-renewed": lambda inputs, _: _agreement(inputs, until_on=inputs.on),
    "secrecy-renewed": lambda inputs, _: _agreement(inputs, secrecy_until=inputs.on),
    "agreement-item": lambda inputs, _: _agreement(inputs, covers_item=True),
    "agreement-purpose": lambda inputs, _: _agreement(inputs, covers_purpose=True),
    "agreement-person": lambda inputs, _: _agreement(inputs, covers_person=True),
    "consent": lambda inputs, _: replace(inputs, owner_consent=True),
    "gaps": lambda inputs, _: replace(inputs, open_critical_gaps=0),
    "assurance": _raised,
    "assurance-instead": _raised,
}
