"""`decide`: one question, one answer. The strictest row wins; every reason that denies is told, not only the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from kuramori.rules.sharing import counting
from kuramori.rules.sharing.decision import Decision, Reason, reason
from kuramori.rules.sharing.inputs import LOWEST, Agreement, Inputs, Layer
from kuramori.rules.sharing.opening import openings
from kuramori.rules.sharing.policy import STRICTNESS, Addition, Cell, Outcome, Policy, stricter

_DENIED = Cell(Outcome.DENY)
_OPEN_REASON: Final[tuple[Reason, ...]] = (reason("layer-open"),)
_NEVER_REASON: Final[tuple[Reason, ...]] = (reason("layer-never"),)


def decide(policy: Policy, inputs: Inputs) -> Decision:
    """The answer of this policy. The same policy and inputs always give the same answer."""
    if inputs.layer == Layer.NEVER:
        return _told(policy, inputs, _DENIED, "never", _NEVER_REASON, ())
    if inputs.layer == Layer.OPEN:
        cell, rule, implied, reasons = policy.open, "open", policy.open.conditions, _OPEN_REASON
    else:
        cell, rule, implied, reasons = _under_agreement(policy, inputs)
    # Most items have no tag, and most additions ask for one.
    additions = policy.additions if inputs.tags else policy.untagged
    held = tuple([row for row in additions if row.holds(inputs)]) if additions else ()
    if held:
        rule = _deciding(rule, cell, held)
        worst = stricter((cell, *(row.cell for row in held)), policy.order)
        if worst.outcome is Outcome.ESCALATE:
            worst = stricter((worst, Cell(Outcome.ALLOW, implied)), policy.order)
        cell = worst
        # Where nothing goes out, rows that only set conditions have nothing to say.
        speaking = [row for row in held if cell.outcome is not Outcome.DENY or not row.cell.is_open]
        reasons = (*reasons, *(reason("addition", row.id) for row in speaking))
    return _told(policy, inputs, cell, rule, reasons, held)


def _told(
    policy: Policy,
    inputs: Inputs,
    cell: Cell,
    rule: str,
    reasons: tuple[Reason, ...],
    held: tuple[Addition, ...],
) -> Decision:
    opens = () if cell.is_open else openings(policy, inputs, cell, held)
    return Decision(
        cell.outcome, cell.conditions, cell.to, reasons, opens, rule, policy.version, policy.digest
    )


def _deciding(rule: str, cell: Cell, held: Iterable[Addition]) -> str:
    """The strictest row's id; among equals the table's own, then the first addition."""
    worst = STRICTNESS[cell.outcome]
    for row in held:
        if STRICTNESS[row.cell.outcome] > worst:
            worst, rule = STRICTNESS[row.cell.outcome], f"additions.{row.id}"
    return rule


def _under_agreement(policy: Policy, inputs: Inputs) -> tuple[Cell, str, tuple[str, ...], tuple[Reason, ...]]:
    """The nda layer: agreement first, then the owner's consent, then the recipient's level."""
    on, tiers = inputs.on, policy.tiers
    denied = uncovered(inputs.agreement, on)
    rule = "agreement" if denied else ""
    is_below = inputs.tier >= tiers.from_tier
    if is_below and tiers.needs_owner_consent and not inputs.owner_consent:
        denied = (*denied, reason("consent-missing", inputs.tier))
        rule = rule or "owner_consent"
    gaps = inputs.open_critical_gaps > 0
    fresh = counting.fresh(policy.ageing, inputs.assurance, on)
    level = counting.effective(policy, inputs, fresh, gaps=gaps)
    row = policy.rows[inputs.required_assurance, level, gaps]
    if denied:
        if row.cell.outcome is Outcome.DENY:
            denied = (*denied, *_about_level(policy, inputs, fresh, level))
        return _DENIED, rule, (), denied
    return row.cell, row.rule, row.implied, (reason("covered"), *_about_level(policy, inputs, fresh, level))


def uncovered(agreement: Agreement | None, on: date) -> tuple[Reason, ...]:
    """Why an agreement does not cover the hand-over of that day; nothing where it does."""
    if agreement is None:
        return (reason("no-agreement"),)
    found = []
    if on < agreement.from_on:
        found.append(reason("not-begun", agreement.from_on))
    if agreement.until_on is not None and on > agreement.until_on:
        found.append(reason("ended", agreement.until_on))
    if agreement.secrecy_until is not None and on > agreement.secrecy_until:
        found.append(reason("secrecy-ended", agreement.secrecy_until))
    if not agreement.covers_item:
        found.append(reason("item-not-covered"))
    if not agreement.covers_purpose:
        found.append(reason("purpose-not-covered"))
    if not agreement.covers_person:
        found.append(reason("person-not-covered"))
    return tuple(found)


def _about_level(policy: Policy, inputs: Inputs, fresh: int, level: int) -> tuple[Reason, ...]:
    """What the recipient's level is, what lowered it, and what the item asks for."""
    found = [reason("level", fresh)]
    assurance = inputs.assurance
    if assurance is not None and fresh < assurance.level:
        found.append(reason("aged", assurance.as_of, assurance.level))
    if inputs.open_critical_gaps > 0:
        found.append(reason("gaps", inputs.open_critical_gaps))
    if inputs.tier >= policy.tiers.from_tier:
        found.append(reason("tier", inputs.tier))
    if level != fresh:
        found.append(reason("counts-as", level) if level >= LOWEST else reason("counts-below"))
    if inputs.required_assurance is not None:
        found.append(reason("required", inputs.required_assurance))
    return tuple(found)
