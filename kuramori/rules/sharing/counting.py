"""What a recipient's level counts: the lower axis, less its age, open critical gaps and distance."""

from __future__ import annotations

from datetime import date

from kuramori.rules.sharing.inputs import LOWEST, Assurance, Inputs
from kuramori.rules.sharing.policy import BELOW, Ageing, Policy


def fresh(ageing: tuple[Ageing, ...], assurance: Assurance | None, on: date) -> int:
    """The level an assurance counts on a day, 0–4: the lower axis, less what its age takes. None counts 0."""
    if assurance is None:
        return LOWEST
    months, lower = months_begun(assurance.as_of, on), 0
    for step in ageing:
        if months > step.older_than_months and step.lower > lower:
            lower = step.lower
    level = assurance.level - lower
    return level if level > LOWEST else LOWEST


def effective(policy: Policy, inputs: Inputs, level: int, *, gaps: bool) -> int:
    """A fresh level, less open critical gaps and the tier; `BELOW` is less than 確認なし."""
    if gaps:
        level -= policy.gaps.lower
    if inputs.tier >= policy.tiers.from_tier:
        level -= policy.tiers.lower
    return level if level > BELOW else BELOW


def months_begun(since: date, on: date) -> int:
    """How many months have begun between two days: the 12th anniversary itself is 12, the day after it 13."""
    whole = (on.year - since.year) * 12 + on.month - since.month
    return whole + 1 if on.day > since.day else whole
