"""The list of demands and the page of one: what is missing on record, and the way on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.models import Decision, Demand, DemandSide, DemandState
from kuramori.work.partners.reading.deciding import state_of

EACH = 50


@dataclass(frozen=True, slots=True)
class DemandsPage:
    rows: tuple[Demand, ...]
    side: str
    page: int
    pages: int
    total: int
    open: int


@dataclass(frozen=True, slots=True)
class DemandPage:
    """`missing` is what the guidelines ask to be on record and is not; `decisions` about the same pair."""

    asset: Asset | None
    is_masked: bool
    missing: tuple[str, ...]
    decisions: tuple[tuple[Decision, str], ...]
    may_ask: bool
    is_overdue: bool


def demands_page(side: str, page: int) -> DemandsPage:
    """Open ones first, then the newest."""
    rows = Demand.objects.select_related("partner")
    if side in DemandSide.values:
        rows = rows.filter(side=side)
    total = rows.count()
    pages = max(1, -(-total // EACH))
    at = min(max(page, 1), pages)
    first = Case(When(state=DemandState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rows.annotate(rank=first).order_by("rank", "-asked_on", "-number")[(at - 1) * EACH : at * EACH]
    return DemandsPage(
        tuple(found), side, at, pages, total, Demand.objects.filter(state=DemandState.OPEN).count()
    )


def demand_page(actor: Actor, row: Demand) -> DemandPage:
    """One demand with what surrounds it."""
    asset = row.asset
    masked = asset is not None and not ledger_access.may_know(actor, asset)
    rows = (
        Decision.objects.filter(asset=asset, partner=row.partner)
        if asset is not None
        else Decision.objects.none()
    )
    is_open = row.state == DemandState.OPEN
    return DemandPage(
        asset,
        masked,
        missing(row),
        tuple((one, state_of(one)) for one in rows.order_by("-asked_at")[:5]),
        actor.may(Can.SHARING_ASK),
        is_open and row.answer_by is not None and row.answer_by < clock.today(),
    )


def missing(row: Demand) -> tuple[str, ...]:
    """What is not on record yet."""
    asked = (
        (row.their_reason if row.side == DemandSide.RECEIVED else row.necessity, _("理由")),
        (row.purpose, _("目的")),
        (row.necessity, _("要る理由")),
        (row.price, _("対価")),
        (row.is_free is not None, _("自由な意思で決められるか")),
    )
    return tuple(dict.fromkeys(word for told, word in asked if not told))


def initial(row: Demand) -> dict[str, Any]:
    """What a form about it begins with."""
    plain = ("side", "what", "who", "asked_on", "their_reason", "purpose", "necessity", "price", "answer_by")
    told = {name: getattr(row, name) for name in plain}
    free = {True: "yes", False: "no", None: ""}[row.is_free]
    number = row.asset.number if row.asset else ""
    return told | {
        "partner": row.partner.name,
        "asset": number,
        "is_free": free,
        "revision": row.revision,
    }


def due(from_on: datetime.date, to_on: datetime.date) -> list[Demand]:
    """Open demands that want an answer between two days."""
    rows = Demand.objects.filter(state=DemandState.OPEN, answer_by__gte=from_on, answer_by__lte=to_on)
    return list(rows.select_related("partner").order_by("answer_by", "number"))
