"""What ends within ninety days, with its links: replies, certificates and other looks, agreements; fifty at a time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.partners.days_ahead import may_stir
from kuramori.work.partners.models import Agreement, AgreementState, Assurance, BasisKind
from kuramori.work.partners.reading.deciding import level_name
from kuramori.work.requests.models import Standing
from kuramori.work.requests.reading.portfolio_list import A_PAGE, SOON_DAYS
from kuramori.work.requests.reading.portfolio_lists import Questions
from kuramori.work.requests.reading.shown import percent

KINDS: Final = ("replies", "seen", "agreements")


@dataclass(frozen=True, slots=True)
class End:
    """One thing that ends: `on` is None where its day has still to be counted. `address` names the page of `thing_id`;
    "" where the partner's own page tells of it."""

    on: datetime.date | None
    days: int | None
    partner_id: uuid.UUID
    partner: str
    what: str
    address: str
    thing_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort with how many there are."""

    code: str
    words: str
    total: int


@dataclass(frozen=True, slots=True)
class Ending:
    """Of the sort `kind`, the soonest first; `kinds` are those the reader may see."""

    kind: str
    kinds: tuple[Kind, ...]
    lines: tuple[End, ...]
    number: int
    pages: int

    @property
    def words(self) -> str:
        """What this sort is called."""
        return next(one.words for one in self.kinds if one.code == self.kind)


def replies_ending(asked: Questions, today: datetime.date) -> QuerySet[Standing]:
    """Replies that count until a day within the time."""
    rows: QuerySet[Standing] = Standing.objects.filter(pack_id=asked.pack_id, valid_until__range=_time(today))
    return rows


def seen_ending(today: datetime.date) -> QuerySet[Assurance]:
    """Certificates and other looks that count until then; those that rest on a reply are told with the replies."""
    rows: QuerySet[Assurance] = Assurance.objects.filter(
        superseded_at__isnull=True, valid_until__range=_time(today)
    )
    return rows.exclude(basis=BasisKind.REPLY)


def agreements_stirring(today: datetime.date) -> QuerySet[Agreement]:
    """Agreements with a day within the time, as counted night by night; what was changed since then counts as well."""
    rows: QuerySet[Agreement] = Agreement.objects.filter(
        may_stir(*_time(today)), state=AgreementState.CONCLUDED
    )
    return rows


def ending(actor: Actor, asked: Questions, kind: str, number: int = 1) -> Ending:
    """One page of one sort; of the first that has any, where none is named."""
    today = clock.today()
    rows: dict[str, QuerySet[Any]] = {"replies": replies_ending(asked, today)}
    words = {"replies": _("回答"), "seen": _("確認・認証"), "agreements": _("契約の期日")}
    if actor.may(Can.AGREEMENT_READ):
        rows |= {"seen": seen_ending(today), "agreements": agreements_stirring(today)}
    kinds = tuple(Kind(code, words[code], one.count()) for code, one in rows.items())
    if kind not in rows:
        kind = next((one.code for one in kinds if one.total), KINDS[0])
    total = next(one.total for one in kinds if one.code == kind)
    pages = max(1, -(-total // A_PAGE))
    number = min(max(number, 1), pages)
    day = "stirs_on" if kind == "agreements" else "valid_until"
    ordered = rows[kind].select_related("partner").order_by(F(day).asc(nulls_first=True), "pk")
    if kind == "replies":
        ordered = ordered.defer("states")
    tellers: dict[str, Callable[[Any, datetime.date], End]]
    tellers = {"replies": _reply, "seen": _seen, "agreements": _agreement}
    shown = ordered[(number - 1) * A_PAGE : number * A_PAGE]
    return Ending(kind, kinds, tuple(tellers[kind](row, today) for row in shown), number, pages)


def _time(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    return today, today + datetime.timedelta(days=SOON_DAYS)


def _reply(row: Standing, today: datetime.date) -> End:
    share = percent(row.share)
    what = (
        _("回答書") if share is None else _("回答書（満たしている割合 %(percent)s%%）") % {"percent": share}
    )
    return _end(row, row.valid_until, today, what, ("requests:reply", row.reply_id))


def _seen(row: Assurance, today: datetime.date) -> End:
    what = _("%(basis)s（情報：%(information)s、IT：%(it)s）") % {
        "basis": row.words or BasisKind(row.basis).label,
        "information": level_name(row.information),
        "it": level_name(row.it),
    }
    return _end(row, row.valid_until, today, what, ("", None))


def _agreement(row: Agreement, today: datetime.date) -> End:
    counted = row.stirs_on if row.stirs_revision == row.revision else None
    return _end(row, counted, today, f"{row.number} {row.title}", ("partners:agreement", row.pk))


def _end(
    row: Any, on: datetime.date | None, today: datetime.date, what: str, page: tuple[str, uuid.UUID | None]
) -> End:
    days = (on - today).days if on else None
    return End(on, days, row.partner_id, row.partner.name, what, *page)
