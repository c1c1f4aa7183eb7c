"""An agreement's terms and one hand-over, as values. None means that the agreement is silent, never a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kuramori.rules.terms.spans import Span


@dataclass(frozen=True, slots=True)
class FromDisclosure:
    """Protected for a span from each hand-over."""

    span: Span


@dataclass(frozen=True, slots=True)
class FromEnd:
    """Protected until a span after the agreement's end."""

    span: Span


@dataclass(frozen=True, slots=True)
class WhileSecret:
    """Protected as long as it is not publicly known."""


@dataclass(frozen=True, slots=True)
class UntilDay:
    """Protected up to and with a day."""

    on: date


Secrecy = FromDisclosure | FromEnd | WhileSecret | UntilDay


@dataclass(frozen=True, slots=True)
class Renewal:
    """Term by term of so many months, unless somebody gives notice. ``notice``: so long before a term's end."""

    months: int
    notice: Span | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """``number``: how the house calls the agreement. Days are included at both ends.

    ``items``, ``purposes``, ``persons``: what is named; None where the agreement names none and means all.
    ``notice_given_on``: notice not to renew. ``ended_on``: the last day where it was ended early. ``oral_days``: within
    so many days an oral disclosure is confirmed in writing. ``survives``: secrecy outlasts the agreement.
    ``covers_earlier``: what was handed over before its first day as well. ``replaces``: numbers of older agreements.
    """

    number: str
    from_on: date
    until_on: date | None
    secrecy: Secrecy | None
    survives: bool | None = None
    renewal: Renewal | None = None
    notice_given_on: date | None = None
    ended_on: date | None = None
    oral_days: int | None = None
    concluded_on: date | None = None
    items: frozenset[str] | None = None
    purposes: frozenset[str] | None = None
    persons: frozenset[str] | None = None
    covers_earlier: bool = False
    residuals: bool = False
    redisclosure: bool = False
    replaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HandOver:
    """One thing to one person for one purpose on one day. ``confirmed_on``: when an oral one was put in writing."""

    on: date
    item: str
    purpose: str
    person: str
    is_oral: bool = False
    confirmed_on: date | None = None
