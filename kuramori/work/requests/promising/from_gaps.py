"""A plan that both sides agreed on is a promise to the customer: what its form begins with, and where it is kept."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.work.requests.models import CameBy, Gap, GapState, Promise, Side, Step, Word

AGREED = (GapState.AGREED, GapState.IN_PROGRESS, GapState.EVIDENCE_IN, GapState.CLOSED)


def is_agreed(gap: Gap) -> bool:
    """Whether a customer asked it of us, and our plan stands agreed or done."""
    return gap.side == Side.ASKED and gap.state in AGREED and bool(gap.plan)


def agreed(number: str) -> Gap | None:
    """The gap of this number, where its plan is a promise."""
    gap = Gap.objects.filter(number__iexact=number.strip()[:20]).select_related("partner").first()
    return gap if gap is not None and is_agreed(gap) else None


def begun_with(gap: Gap) -> dict[str, Any]:
    """What the form of a new promise begins with."""
    return {
        "partner": gap.partner.name,
        "what": gap.what,
        "came_by": CameBy.REQUEST,
        "came_on": _day(gap.opened_at),
        "due_on": gap.plan_on,
        "source": _("ギャップ %(number)s") % {"number": gap.number},
        "word": Word.YES,
        "answered_on": _agreed_on(gap),
        "answer": gap.plan,
    }


def promise_of(gap: Gap) -> Promise | None:
    """What the register has of it."""
    rows = Promise.objects.filter(partner=gap.partner_id, source__endswith=gap.number)
    return rows.order_by("-number").first()


def _agreed_on(gap: Gap) -> datetime.date:
    last = gap.moves.filter(step=Step.AGREED).order_by("-made_at").first()
    return _day(last.made_at) if last is not None else clock.today()


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(clock.TOKYO).date()
