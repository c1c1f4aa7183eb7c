"""Is a hand-over covered, and until when does it stay protected? Two clocks, counted for each hand-over by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kuramori.rules.terms import running
from kuramori.rules.terms.agreements import FromDisclosure, FromEnd, HandOver, Terms, UntilDay, WhileSecret
from kuramori.rules.terms.contradictions import contradictions, silences
from kuramori.rules.terms.findings import Finding
from kuramori.rules.terms.spans import last_day, shifted


class Covered(StrEnum):
    """`PENDING`: once an oral disclosure is confirmed in writing. `UNCLEAR`: the agreement or its dates do not say."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Protection:
    """``sure_until``: the last day that cannot be doubted; ``claimed_until``: the last that the words promise.

    None: without an end. ``is_open``: the agreement renews itself, so both days may still move later.
    """

    sure_until: date | None
    claimed_until: date | None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """``protection`` is there for `YES` and `PENDING`. ``confirm_by``: the last day to confirm what was told orally."""

    covered: Covered
    findings: tuple[Finding, ...]
    protection: Protection | None = None
    confirm_by: date | None = None


def coverage(agreement: Terms, hand_over: HandOver, today: date) -> Coverage:
    """What one agreement means for one hand-over, seen from `today`."""
    wrong = contradictions(agreement)
    if hand_over.confirmed_on is not None and hand_over.confirmed_on < hand_over.on:
        wrong = (*wrong, Finding("confirmed-before-told", (hand_over.confirmed_on, hand_over.on)))
    if wrong:
        return Coverage(Covered.UNCLEAR, wrong)
    outside = _outside(agreement, hand_over)
    if outside:
        return Coverage(Covered.NO, tuple(outside))
    covered, said, confirm_by = _oral(agreement, hand_over, today)
    if covered in (Covered.NO, Covered.UNCLEAR):
        return Coverage(covered, said, confirm_by=confirm_by)
    protection, about = protected(agreement, hand_over.on, today)
    claimed = protection.claimed_until
    if claimed is not None and claimed < hand_over.on:
        return Coverage(Covered.NO, (Finding("protection-over", (hand_over.on, claimed)),))
    return Coverage(covered, (*said, *about, *silences(agreement)), protection, confirm_by)


def protected(agreement: Terms, handed_over_on: date, today: date) -> tuple[Protection, tuple[Finding, ...]]:
    """How long what was handed over on a day stays protected. The agreement's dates do not contradict each other."""
    last, findings, is_open = running.end(agreement), [], False
    if last is None and agreement.renewal is not None:
        period = running.period_on(agreement, max(today, handed_over_on, agreement.from_on))
        last, is_open = (period.last if period else agreement.until_on), True
    secrecy = agreement.secrecy
    claimed: date | None
    if secrecy is None:
        claimed = last
    elif isinstance(secrecy, WhileSecret):
        claimed = None
    elif isinstance(secrecy, UntilDay):
        claimed = secrecy.on
    elif isinstance(secrecy, FromDisclosure):
        claimed = last_day(handed_over_on, secrecy.span, counts_start=False)
    else:
        claimed = None if last is None else last_day(last, secrecy.span, counts_start=False)
    sure = claimed
    if agreement.survives is not True and not isinstance(secrecy, FromEnd) and last is not None:
        sure = last if claimed is None else min(last, claimed)
    depends = secrecy is None or isinstance(secrecy, FromEnd) or sure != claimed
    is_open = is_open and depends
    if is_open and last is not None:
        findings.append(Finding("end-not-known", (last,)))
    return Protection(sure, claimed, is_open), tuple(findings)


def _outside(agreement: Terms, hand_over: HandOver) -> list[Finding]:
    found, on, last = [], hand_over.on, running.end(agreement)
    if on < agreement.from_on and not agreement.covers_earlier:
        found.append(Finding("before-start", (on, agreement.from_on)))
    if last is not None and on > last:
        found.append(Finding("after-end", (on, last)))
    for named, value, code in (
        (agreement.items, hand_over.item, "item-not-named"),
        (agreement.purposes, hand_over.purpose, "purpose-not-named"),
        (agreement.persons, hand_over.person, "person-not-named"),
    ):
        if named is not None and value not in named:
            found.append(Finding(code))
    return found


def _oral(
    agreement: Terms, hand_over: HandOver, today: date
) -> tuple[Covered, tuple[Finding, ...], date | None]:
    if not hand_over.is_oral:
        return Covered.YES, (), None
    if agreement.oral_days is None:
        return Covered.UNCLEAR, (Finding("oral-silent"),), None
    by, confirmed = shifted(hand_over.on, agreement.oral_days), hand_over.confirmed_on
    if confirmed is not None:
        if confirmed <= by:
            return Covered.YES, (), by
        return Covered.NO, (Finding("confirmed-late", (confirmed, by)),), by
    if today <= by:
        return Covered.PENDING, (Finding("confirm-by", (by,)),), by
    return Covered.NO, (Finding("not-confirmed", (by,)),), by
