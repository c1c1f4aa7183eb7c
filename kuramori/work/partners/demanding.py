"""取引先から求められたら: keep who asked for what and why, what it is for, its price, and the answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import events_deciding, facts_deciding
from kuramori.work.partners.models import Demand, DemandSide, DemandState
from kuramori.work.partners.numbers import next_number

DEMAND = "W-"
LONGEST = {"what": 200, "who": 120, "their_reason": 400, "purpose": 200, "necessity": 400, "price": 200}


class DemandRefused(ValueError):
    """It cannot be kept so: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "what": _("何を求められたか（求めるか）と、だれが言ったかを書いてください。"),
            "day": _("求めた日は、今日か、それより前の日です。"),
            "answered_on": _("答えた日は、求めた日から今日までの日です。"),
            "price": _("有償・許諾で出すと決めたなら、目的・要る理由・対価を先に書いてください。"),
            "free": _("出すと決めるには、自由な意思で決めたことの確認が要ります。"),
            "stale": _("ほかの方が先に直しました。開き直して、いまの内容を確かめてください。"),
        }[self.code]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a demand. `who` in words: their person, or ours where we ask."""

    side: DemandSide
    what: str
    asked_on: datetime.date
    who: str
    asset: Asset | None = None
    their_reason: str = ""
    purpose: str = ""
    necessity: str = ""
    price: str = ""
    is_free: bool | None = None
    answer_by: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it, on which day, in which words, on which paper."""

    state: DemandState
    answered_on: datetime.date
    words: str = ""
    paper: File | None = None


def record_demand(actor: Actor, partner: Partner, told: Told) -> Demand:
    """Keep a new demand. Raises `DemandRefused`."""
    actor.require(Can.SHARING_ASK)
    _require_sense(actor, told)
    with transaction.atomic():
        row = Demand(
            organisation=actor.organisation,
            number=next_number(Demand, actor.organisation, DEMAND),
            partner=partner,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        _fill(row, told)
        row.save()
        _tell(actor, events_deciding.DEMANDED, row, None)
    return row


def change_demand(actor: Actor, demand: Demand, told: Told, *, revision: int) -> Demand:
    """What was learnt since. Raises `DemandRefused`."""
    actor.require(Can.SHARING_ASK)
    _require_sense(actor, told)
    with transaction.atomic():
        row = _locked(demand, revision)
        before = facts_deciding.demand(row)
        _fill(row, told)
        row.revision += 1
        row.save()
        _tell(actor, events_deciding.DEMAND_CHANGED, row, before)
    return row


def answer_demand(actor: Actor, demand: Demand, answer: Answer, *, revision: int) -> Demand:
    """Keep the answer; it may be told anew, the trail has the older one. Raises `DemandRefused`."""
    actor.require(Can.SHARING_ASK)
    with transaction.atomic():
        row = _locked(demand, revision)
        if not row.asked_on <= answer.answered_on <= clock.today():
            raise DemandRefused("answered_on")
        if answer.state == DemandState.LICENSED and not (row.purpose and row.necessity and row.price):
            raise DemandRefused("price")
        if answer.state in {DemandState.LICENSED, DemandState.GIVEN} and row.is_free is not True:
            raise DemandRefused("free")
        before = facts_deciding.demand(row)
        row.state, row.answered_on = answer.state, answer.answered_on
        row.answer = " ".join(answer.words.split())[:400]
        row.paper = answer.paper or row.paper
        row.revision += 1
        row.save()
        _tell(actor, events_deciding.DEMAND_ANSWERED, row, before)
    return row


def told_of(row: Demand) -> Told:
    """What is known now, to begin a form with."""
    return Told(
        DemandSide(row.side),
        row.what,
        row.asked_on,
        row.who,
        row.asset,
        row.their_reason,
        row.purpose,
        row.necessity,
        row.price,
        row.is_free,
        row.answer_by,
    )


def _fill(row: Demand, told: Told) -> None:
    row.side, row.asked_on, row.answer_by = told.side, told.asked_on, told.answer_by
    row.asset, row.is_free = told.asset, told.is_free
    for name, longest in LONGEST.items():
        setattr(row, name, " ".join(getattr(told, name).split())[:longest])


def _locked(demand: Demand, revision: int) -> Demand:
    row: Demand = Demand.objects.select_for_update(of=("self",)).select_related("partner").get(pk=demand.pk)
    if row.revision != revision:
        raise DemandRefused("stale")
    return row


def _require_sense(actor: Actor, told: Told) -> None:
    if not told.what.strip() or not told.who.strip():
        raise DemandRefused("what")
    if told.asked_on > clock.today():
        raise DemandRefused("day")
    if told.asset is not None:
        ledger_access.require_open(actor, told.asset)


def _tell(actor: Actor, event: Event, row: Demand, before: dict[str, object] | None) -> None:
    told = between(before, facts_deciding.demand(row), private=facts_deciding.TEXTS)
    record(actor, event, kind="demand", thing_id=row.pk, number=row.number, partner=row.partner.name, **told)
