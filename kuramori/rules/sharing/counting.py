"""What a recipient's level counts: the lower axis, less its age, open critical gaps and distance."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

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


def falls(ageing: tuple[Ageing, ...], assurance: Assurance) -> tuple[date, ...]:
    """The days from which an assurance counts less than the day before, first to last; () for one that counts 0."""
    days = sorted({_older_from(assurance.as_of, step.older_than_months) for step in ageing})
    return tuple(
        day
        for day in days
        if fresh(ageing, assurance, day) < fresh(ageing, assurance, day - timedelta(days=1))
    )


def _older_from(since: date, months: int) -> date:
    """The first day on which more than so many months have begun (`months_begun`)."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(since.day, last)) + timedelta(days=1)


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
