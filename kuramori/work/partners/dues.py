"""Days that come with agreements: notice, end, secrecy's end, review, what was said by word of mouth; and ageing.

Others may call `dues_between`. Days are counted from today's terms; stored is only what was mailed, and when to look
again (`days_ahead`).
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.models import Person
from kuramori.outside import clock
from kuramori.rules.sharing import counting
from kuramori.rules.sharing.inputs import Assurance as Level
from kuramori.rules.terms.spans import shifted
from kuramori.work.partners import policies
from kuramori.work.partners.bringing import assured
from kuramori.work.partners.days_ahead import FIRST, may_stir
from kuramori.work.partners.models import Agreement, AgreementState, HandOver, HandOverState, Medium, Side
from kuramori.work.partners.reading.shelf import shelf
from kuramori.work.partners.reading.standing import days_of

AT_ONCE = 100
DAY = datetime.timedelta(days=1)
KINDS: dict[str, str | Promise] = {
    "notice": gettext_lazy("更新を断る知らせの期限"),
    "end": gettext_lazy("契約の終わり"),
    "secrecy": gettext_lazy("秘密を守る期間の終わり"),
    "review": gettext_lazy("契約の見直し"),
    "oral": gettext_lazy("口頭で話したことを書面にする期限"),
    "assurance": gettext_lazy("確認の段階が下がる日"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One day. `thing_id` is the agreement, for `oral` the hand-over, for `assurance` the row that grows old.

    `told` is who hears of it.
    """

    kind: str
    on: datetime.date
    thing_id: uuid.UUID
    number: str
    agreement_id: uuid.UUID | None
    partner_id: uuid.UUID
    partner: str
    told: Person | None

    @property
    def words(self) -> str:
        return str(KINDS[self.kind])


def dues_between(
    from_on: datetime.date,
    to_on: datetime.date,
    partner_id: uuid.UUID | None = None,
    *,
    most: int | None = None,
) -> tuple[Due, ...]:
    """Every day of a concluded agreement between two days, both included, by day; of one partner where one is named.
    With them, when what was seen of a partner who has something of ours counts less.

    Of an agreement whose place another took, only the end of secrecy still matters. Only agreements that may have a
    day then are counted (`days_ahead`), and with `most` no more of them than the first so many days need.
    """
    concluded = Agreement.objects.filter(may_stir(from_on, to_on), state=AgreementState.CONCLUDED)
    if partner_id is not None:
        concluded = concluded.filter(partner=partner_id)
    waiting = list(concluded.annotate(first=FIRST).order_by("first", "number").values_list("pk", "first"))
    found = _oral(from_on, to_on, partner_id) + _ageing(from_on, to_on, partner_id)
    for at in range(0, len(waiting), AT_ONCE):
        if most is not None and _has_first(found, most, waiting[at][1]):
            break
        found += _written(from_on, to_on, [key for key, _first in waiting[at : at + AT_ONCE]])
    return tuple(sorted(found, key=lambda due: (due.on, due.number, due.kind))[:most])


def _has_first(found: list[Due], most: int, next_on: datetime.date) -> bool:
    """Whether nothing that stirs from a day on can come before the first so many."""
    return sum(due.on < next_on for due in found) >= most


def _written(from_on: datetime.date, to_on: datetime.date, keys: list[uuid.UUID]) -> list[Due]:
    """The days of some agreements; six queries."""
    today, known = clock.today(), shelf(only=keys)
    taken = Agreement.objects.filter(state=AgreementState.CONCLUDED, replaces__in=keys)
    replaced = set(taken.values_list("replaces_id", flat=True))
    found = []
    for one in Agreement.objects.filter(pk__in=keys).select_related("partner", "keeper"):
        built = known.of(one, today)
        if built is None:
            continue
        for kind, on in days_of(built[0], built[1], today).items():
            if from_on <= on <= to_on and (kind == "secrecy" or one.pk not in replaced):
                found.append(
                    Due(kind, on, one.pk, one.number, one.pk, one.partner_id, one.partner.name, one.keeper)
                )
    return found


def _oral(from_on: datetime.date, to_on: datetime.date, partner_id: uuid.UUID | None) -> list[Due]:
    """What was told and is not confirmed in writing yet: by the day of the agreement it was told under."""
    told = HandOver.objects.filter(
        medium=Medium.ORAL,
        confirmed_on__isnull=True,
        handed_on__isnull=False,
        state__in=(HandOverState.OUT, HandOverState.CLOSED),
    ).select_related("partner", "agreement", "made_by")
    if partner_id is not None:
        told = told.filter(partner=partner_id)
    rows = list(told)
    known = shelf({row.partner_id for row in rows})
    found = []
    for row in rows:
        if row.handed_on is None:
            continue
        standing = known.standing(row.partner_id, row.handed_on, row.side)
        days = [terms.oral_days for _one, terms in standing if terms.oral_days is not None]
        if not days:
            continue
        on = shifted(row.handed_on, min(days))
        if from_on <= on <= to_on:
            under = row.agreement_id
            found.append(
                Due("oral", on, row.pk, row.number, under, row.partner_id, row.partner.name, row.made_by)
            )
    return found


def _ageing(from_on: datetime.date, to_on: datetime.date, partner_id: uuid.UUID | None) -> list[Due]:
    """When the newest assurance counts less, or is over, of partners with whom something of ours is out."""
    out = HandOver.objects.filter(side=Side.GIVEN, state=HandOverState.OUT)
    if partner_id is not None:
        out = out.filter(partner=partner_id)
    partners = Partner.objects.in_bulk(list(out.values_list("partner_id", flat=True).distinct()))
    newest = assured(list(partners), clock.today()) if partners else {}
    if not newest:
        return []
    ageing = policies.in_force().policy.ageing
    people = Person.objects.in_bulk([row.recorded_by_id for row in newest.values() if row.recorded_by_id])
    found = []
    for key, row in newest.items():
        days = counting.falls(ageing, Level(row.information, row.it, row.as_of))
        if row.valid_until is not None:
            days = (*(day for day in days if day <= row.valid_until), row.valid_until + DAY)
        told = people.get(row.recorded_by_id) if row.recorded_by_id else None
        found += [
            Due("assurance", on, row.pk, "", None, key, partners[key].name, told)
            for on in days
            if from_on <= on <= to_on
        ]
    return found
