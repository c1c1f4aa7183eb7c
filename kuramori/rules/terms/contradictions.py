"""Dates of an agreement that cannot all be right, and what it is silent about. Explained, never guessed."""

from __future__ import annotations

from kuramori.rules.terms.agreements import FromEnd, Terms, UntilDay
from kuramori.rules.terms.findings import Finding
from kuramori.rules.terms.spans import LONGEST_MONTHS, before


def contradictions(agreement: Terms) -> tuple[Finding, ...]:
    """What has to be put right before anything can be counted; nothing for a sound agreement."""
    return (*_dates(agreement), *_renewing(agreement), *_empty(agreement))


def silences(agreement: Terms) -> tuple[Finding, ...]:
    """What the agreement does not say, and what a discloser should know about it."""
    found = []
    if agreement.secrecy is None:
        found.append(Finding("secrecy-silent"))
    elif agreement.survives is None and not isinstance(agreement.secrecy, FromEnd):
        found.append(Finding("survival-silent"))
    elif agreement.survives is False:
        found.append(Finding("survival-none"))
    if agreement.concluded_on is not None and agreement.concluded_on > agreement.from_on:
        found.append(Finding("concluded-later", (agreement.concluded_on, agreement.from_on)))
    if agreement.residuals:
        found.append(Finding("residuals"))
    return tuple(found)


def _dates(agreement: Terms) -> list[Finding]:
    found, first, last = [], agreement.from_on, agreement.until_on
    if last is not None and last < first:
        found.append(Finding("until-before-start", (last, first)))
    ended = agreement.ended_on
    if ended is not None and ended < first:
        found.append(Finding("ended-before-start", (ended, first)))
    if ended is not None and last is not None and agreement.renewal is None and ended > last >= first:
        found.append(Finding("ended-after-last", (ended, last)))
    if isinstance(agreement.secrecy, UntilDay) and agreement.secrecy.on < first:
        found.append(Finding("secrecy-before-start", (agreement.secrecy.on, first)))
    return found


def _renewing(agreement: Terms) -> list[Finding]:
    renewal, last = agreement.renewal, agreement.until_on
    if renewal is None:
        return []
    if last is None:
        return [Finding("renewal-without-end")]
    if not 1 <= renewal.months <= LONGEST_MONTHS:
        return [Finding("renewal-of-no-length", (renewal.months,))]
    if renewal.notice is not None and last >= agreement.from_on:
        by = before(last, renewal.notice)
        if by < agreement.from_on:
            return [Finding("notice-longer-than-term", (by, agreement.from_on))]
    return []


def _empty(agreement: Terms) -> list[Finding]:
    named = (agreement.items, agreement.purposes, agreement.persons)
    return [Finding("covers-nothing")] if any(one is not None and not one for one in named) else []
