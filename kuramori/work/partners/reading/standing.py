"""Where an agreement stands on a day, and every day that comes with it. All of it is counted, nothing is stored."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.rules.terms import running
from kuramori.rules.terms.agreements import FromDisclosure, FromEnd, Terms, UntilDay, WhileSecret
from kuramori.rules.terms.contradictions import contradictions, silences
from kuramori.rules.terms.findings import Finding
from kuramori.rules.terms.spans import last_day
from kuramori.work.partners.models import Agreement, AgreementState

SOON_DAYS = 90


class Where(StrEnum):
    """Where an agreement stands on a day."""

    DRAFT = "draft"
    OFFERED = "offered"
    RUNNING = "running"
    SOON = "soon"
    COMING = "coming"
    AFTER = "after"
    ENDED = "ended"
    UNCLEAR = "unclear"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def tone(self) -> str:
        """ok, now, care or stop: the colour and sign of its chip."""
        return _TONES[self]


_LABELS = {
    Where.DRAFT: gettext_lazy("下書き"),
    Where.OFFERED: gettext_lazy("相手に出した"),
    Where.RUNNING: gettext_lazy("有効"),
    Where.SOON: gettext_lazy("もうすぐ期限"),
    Where.COMING: gettext_lazy("これから始まる"),
    Where.AFTER: gettext_lazy("終わった（秘密は守る）"),
    Where.ENDED: gettext_lazy("終わった"),
    Where.UNCLEAR: gettext_lazy("条件に直しが要る"),
    Where.DECLINED: gettext_lazy("まとまらなかった"),
}
_TONES = {
    Where.DRAFT: "care",
    Where.OFFERED: "now",
    Where.RUNNING: "ok",
    Where.SOON: "now",
    Where.COMING: "ok",
    Where.AFTER: "care",
    Where.ENDED: "care",
    Where.UNCLEAR: "stop",
    Where.DECLINED: "care",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One agreement on a day. `last_on` is the present term's last day, `end_on` the known end of the agreement.

    `notice_by`: the last day to decline the next term. `secrecy_on`: the last day of secrecy where that is one day for
    everything; `secrecy` tells it in words. `findings`: contradictions first, then what it is silent about.
    """

    where: Where
    first_on: datetime.date | None
    last_on: datetime.date | None
    end_on: datetime.date | None
    notice_by: datetime.date | None
    secrecy: str
    secrecy_on: datetime.date | None
    findings: tuple[Finding, ...]

    @property
    def has_red_flag(self) -> bool:
        return any(one.code == "residuals" for one in self.findings)


def standing(agreement: Agreement, terms: Terms | None, on: datetime.date) -> Standing:
    """`terms` are None where nothing is written that could be counted."""
    if terms is None:
        return Standing(_unwritten(agreement), None, None, None, None, "", None, ())
    wrong = contradictions(terms)
    if wrong:
        where = Where.UNCLEAR if agreement.state == AgreementState.CONCLUDED else _unwritten(agreement)
        return Standing(where, terms.from_on, terms.until_on, None, None, secrecy_words(terms), None, wrong)
    period, end_on = running.period_on(terms, on), running.end(terms)
    notice = period.notice_by if period and terms.notice_given_on is None else None
    secrecy_on = _secrecy_on(terms, end_on)
    where = _where(agreement, terms, on, notice, end_on, secrecy_on)
    return Standing(
        where,
        terms.from_on,
        period.last if period else end_on,
        end_on,
        notice,
        secrecy_words(terms),
        secrecy_on,
        silences(terms),
    )


def days_of(terms: Terms, values: Mapping[str, Any], today: datetime.date) -> dict[str, datetime.date]:
    """The days that come with it, by kind: notice, end, secrecy, review. Only the last where dates contradict."""
    found: dict[str, datetime.date | None] = {"review": values.get("review_on")}
    if not contradictions(terms):
        period, end_on = running.period_on(terms, today), running.end(terms)
        found |= {
            "notice": period.notice_by if period and terms.notice_given_on is None else None,
            "end": end_on,
            "secrecy": _secrecy_on(terms, end_on),
        }
    return {kind: day for kind, day in found.items() if day is not None}


def secrecy_words(terms: Terms) -> str:
    """How long secrecy lasts, as one says it."""
    told = terms.secrecy
    if told is None:
        return _("定めがありません")
    if isinstance(told, WhileSecret):
        return _("知られるまでずっと")
    if isinstance(told, UntilDay):
        return _("%(day)s まで") % {"day": f"{told.on.year}/{told.on.month}/{told.on.day}"}
    span = _span(told.span.years, told.span.months)
    if isinstance(told, FromDisclosure):
        return _("渡した日から%(span)s") % {"span": span}
    return _("契約の終わりから%(span)s") % {"span": span}


def _span(years: int, months: int) -> str:
    parts = [
        _("%(n)s年") % {"n": years} if years else "",
        _("%(n)sか月") % {"n": months} if months else "",
    ]
    return "".join(parts)


def _secrecy_on(terms: Terms, end_on: datetime.date | None) -> datetime.date | None:
    if isinstance(terms.secrecy, UntilDay):
        return terms.secrecy.on
    if isinstance(terms.secrecy, FromEnd) and end_on is not None:
        return last_day(end_on, terms.secrecy.span, counts_start=False)
    return None


def _unwritten(agreement: Agreement) -> Where:
    return {
        AgreementState.DRAFT: Where.DRAFT,
        AgreementState.OFFERED: Where.OFFERED,
        AgreementState.DECLINED: Where.DECLINED,
        AgreementState.CONCLUDED: Where.UNCLEAR,
    }[AgreementState(agreement.state)]


def _where(
    agreement: Agreement,
    terms: Terms,
    on: datetime.date,
    notice: datetime.date | None,
    end_on: datetime.date | None,
    secrecy_on: datetime.date | None,
) -> Where:
    if agreement.state != AgreementState.CONCLUDED:
        return _unwritten(agreement)
    if on < terms.from_on:
        return Where.COMING
    if running.period_on(terms, on) is None:
        lasts = secrecy_on is None and terms.survives is not False and terms.secrecy is not None
        return Where.AFTER if lasts or (secrecy_on is not None and on <= secrecy_on) else Where.ENDED
    soon = on + datetime.timedelta(days=SOON_DAYS)
    if any(day is not None and on <= day <= soon for day in (notice, end_on)):
        return Where.SOON
    return Where.RUNNING
