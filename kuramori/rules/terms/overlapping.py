"""Several agreements with one partner: which of them a hand-over rests on, and what that leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kuramori.rules.terms.agreements import HandOver, Terms
from kuramori.rules.terms.covering import Coverage, Covered, Protection, coverage
from kuramori.rules.terms.findings import Finding


@dataclass(frozen=True, slots=True)
class Explained:
    """``each``: what every agreement means, by number. ``rests_on``: the agreements that count, none where none covers.

    ``protection``: of several that differ only the shortest is sure, the longest is what is claimed.
    """

    covered: Covered
    each: tuple[tuple[str, Coverage], ...]
    rests_on: tuple[str, ...]
    protection: Protection | None
    findings: tuple[Finding, ...]


def explain(agreements: Sequence[Terms], hand_over: HandOver, today: date) -> Explained:
    """What all agreements together mean for one hand-over. The numbers of agreements differ."""
    each = tuple((one.number, coverage(one, hand_over, today)) for one in agreements)
    found = dict(each)
    for state in (Covered.YES, Covered.PENDING):
        standing = [one for one in agreements if found[one.number].covered is state]
        if standing:
            counting, findings = _replaced(standing)
            findings += _differing(counting, found)
            return Explained(
                state,
                each,
                tuple(one.number for one in counting),
                _joined([found[one.number].protection for one in counting]),
                tuple(findings),
            )
    unclear = any(one.covered is Covered.UNCLEAR for one in found.values())
    findings = [] if unclear else [Finding("none-covers")]
    return Explained(Covered.UNCLEAR if unclear else Covered.NO, each, (), None, tuple(findings))


def _replaced(standing: Sequence[Terms]) -> tuple[list[Terms], list[Finding]]:
    """Without those that another one replaces; two that replace each other both stay and are named."""
    findings, gone = [], set()
    for new in standing:
        for old in standing:
            if old is new or old.number not in new.replaces:
                continue
            if new.number in old.replaces:
                if new.number < old.number:
                    findings.append(Finding("replace-each-other", (new.number, old.number)))
                continue
            gone.add(old.number)
            findings.append(Finding("replaced", (new.number, old.number)))
    left = [one for one in standing if one.number not in gone]
    # A ring of three replaces everybody: then nobody has replaced anybody.
    return (left, findings) if left else (list(standing), [])


def _differing(counting: Sequence[Terms], found: dict[str, Coverage]) -> list[Finding]:
    if len(counting) < 2:
        return []
    findings = []
    for first, second in pairwise(counting):
        same = found[first.number].protection == found[second.number].protection
        code = "overlap-same" if same else "overlap-differs"
        findings.append(Finding(code, (first.number, second.number)))
    return findings


def _joined(protections: Sequence[Protection | None]) -> Protection:
    known = [one for one in protections if one is not None]
    sure = [one.sure_until for one in known if one.sure_until is not None]
    claimed = [one.claimed_until for one in known]
    ends = [one for one in claimed if one is not None]
    return Protection(
        min(sure) if sure else None,
        max(ends) if len(ends) == len(claimed) and ends else None,
        any(one.is_open for one in known),
    )
