"""When an agreement has to be looked at again for its days, kept beside it so that home does not count all of them.

`Agreement.stirs_on` is worked out from what is written and may always be worked out anew; nothing rests on it but
time. It holds for the revision for which it was counted: a verb that changes an agreement needs to know nothing of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, DateField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.rules.terms import running
from kuramori.rules.terms.agreements import Terms
from kuramori.rules.terms.contradictions import contradictions
from kuramori.work.partners.models import Agreement, AgreementState
from kuramori.work.partners.reading.shelf import Days, Shelf, shelf
from kuramori.work.partners.reading.standing import days_of

BEHIND_DAYS = 60
"""So far back days are still shown; one that lies further behind does not make an agreement stir."""
AT_ONCE = 200
NEVER = datetime.date.max
DAY = datetime.timedelta(days=1)
FIRST = Case(
    When(stirs_revision=F("revision"), then=Coalesce("stirs_on", Value(datetime.date.min))),
    default=Value(datetime.date.min),
    output_field=DateField(),
)
"""No day of an agreement that still matters comes before this one; the very first day where it was not counted."""


def may_stir(from_on: datetime.date, to_on: datetime.date) -> Q:
    """Which concluded agreements may have a day between the two, both included; the others surely have none."""
    if from_on < clock.today() - datetime.timedelta(days=BEHIND_DAYS):
        return Q()
    return Q(stirs_on__isnull=True) | Q(stirs_on__lte=to_on) | ~Q(stirs_revision=F("revision"))


@schedule("partners:days", daily_at="04:40", says=gettext_lazy("契約の次の期日を数える"))
def count_all() -> None:
    """Count in every organisation."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            count()


def count() -> int:
    """Work out anew what was never counted, was changed since, or has a day that has come; how many were counted."""
    today = clock.today()
    rows = list(
        Agreement.objects.filter(may_stir(today, today), state=AgreementState.CONCLUDED).only(
            "number", "revision", "partner_id", "concluded_on", "concluded_by", "replaces_id", "kind", "state"
        )
    )
    known = shelf(only=[one.pk for one in rows])
    for first in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            for one in rows[first : first + AT_ONCE]:
                # Only where nobody changed it meanwhile; nothing that anybody wrote changes.
                Agreement.objects.filter(pk=one.pk, revision=one.revision).update(
                    stirs_on=stirs(known, one, today), stirs_revision=one.revision
                )
    return len(rows)


def stirs(known: Shelf, agreement: Agreement, today: datetime.date) -> datetime.date:
    """The first day that matters from now on, or on which what is written reads differently; `NEVER` without any."""
    built = known.of(agreement, today)
    since = today - datetime.timedelta(days=BEHIND_DAYS)
    turns = [*_edges(known.said.get(agreement.pk, ())), *_edges(known.annex.get(agreement.pk, ()))]
    found = [on for on in turns if on > today]
    if built is not None:
        found += [on for on in days_of(built[0], built[1], today).values() if on >= since]
        found += _next_period(built[0], today)
    return min(found, default=NEVER)


def _edges(rows: Iterable[tuple[Days, object]]) -> list[datetime.date]:
    """The days from which something else holds."""
    found = []
    for (first, last), _what in rows:
        found.append(first)
        if last is not None and last < NEVER:
            found.append(last + DAY)
    return found


def _next_period(terms: Terms, today: datetime.date) -> list[datetime.date]:
    if contradictions(terms):
        return []
    period = running.period_on(terms, today)
    if period is None:
        return [terms.from_on] if terms.from_on > today else []
    return [period.last + DAY] if period.last is not None and period.last < NEVER else []
