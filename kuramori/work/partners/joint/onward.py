"""再委託・再開示の承諾願: may something go on to another company? Asked, answered, withdrawn.

An allowed request of ours counts as the owner's consent for that asset and that company, while it runs
(`joint.allowed`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

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
from kuramori.work.partners import bringing
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import facts
from kuramori.work.partners.joint.writing import one_line, row_of
from kuramori.work.partners.models import OnwardRequest, OnwardSide, OnwardState
from kuramori.work.partners.numbers import next_number

NUMBER = "S-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`to` in words; `recipient` where that company is registered, as it must be for a request of ours."""

    side: OnwardSide
    partner: Partner
    to: str
    what: str
    purpose: str
    asked_on: datetime.date
    asset: Asset | None = None
    recipient: Partner | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, by whom and on what: a letter, a mail, a paper that is kept."""

    allows: bool
    answered_on: datetime.date
    by: str
    until_on: datetime.date | None = None
    conditions: str = ""
    basis: str = ""
    paper: File | None = None


def ask_onward(actor: Actor, wanted: Wanted) -> OnwardRequest:
    """Keep a request. Raises `Refused`."""
    actor.require(Can.SHARING_ASK)
    _require_sense(actor, wanted)
    with transaction.atomic():
        row: OnwardRequest = OnwardRequest.objects.create(
            organisation=actor.organisation,
            number=next_number(OnwardRequest, actor.organisation, NUMBER),
            side=wanted.side,
            partner=wanted.partner,
            asset=wanted.asset,
            recipient=wanted.recipient,
            to=one_line(wanted.to, 120),
            what=one_line(wanted.what, 200),
            purpose=one_line(wanted.purpose, 200),
            asked_on=wanted.asked_on,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        _tell(actor, events.ONWARD_ASKED, row, None)
    return row


def answer_onward(actor: Actor, request: OnwardRequest, answer: Answer, *, revision: int) -> OnwardRequest:
    """Keep the owner's answer, or give ours. Raises `Refused`."""
    actor.require(Can.SHARING_APPROVE)
    with transaction.atomic():
        row = row_of(OnwardRequest, request.pk, revision)
        if row.state != OnwardState.ASKED:
            raise Refused("", _("もう返事のある承諾願です。新しい承諾願を作ってください。"))
        _require_answer(row, answer)
        before = facts.onward(row)
        row.state = OnwardState.ALLOWED if answer.allows else OnwardState.REFUSED
        row.answered_on, row.answered_by = answer.answered_on, one_line(answer.by, 120)
        row.until_on = answer.until_on if answer.allows else None
        row.conditions, row.basis = one_line(answer.conditions, 400), one_line(answer.basis, 200)
        row.paper = answer.paper
        row.revision += 1
        row.save()
        _tell(actor, events.ONWARD_ANSWERED, row, before)
    return row


def withdraw_onward(actor: Actor, request: OnwardRequest, reason: str, *, revision: int) -> OnwardRequest:
    """It is no longer asked, or the consent no longer holds, from today on. Raises `Refused`."""
    actor.require(Can.SHARING_ASK)
    with transaction.atomic():
        row = row_of(OnwardRequest, request.pk, revision)
        if row.state not in {OnwardState.ASKED, OnwardState.ALLOWED}:
            raise Refused("", _("断られたか、取り下げた承諾願です。"))
        if not reason.strip():
            raise Refused("reason", _("取り下げるわけを書いてください。"))
        before = facts.onward(row)
        row.state, row.ended_on = OnwardState.WITHDRAWN, clock.today()
        row.ended_for = one_line(reason, 200)
        row.revision += 1
        row.save()
        _tell(actor, events.ONWARD_WITHDRAWN, row, before)
    return row


def _require_sense(actor: Actor, wanted: Wanted) -> None:
    for field in ("to", "what", "purpose"):
        if not getattr(wanted, field).strip():
            raise Refused(field, _("渡す先・何を・何のためかを書いてください。"))
    if wanted.asked_on > clock.today():
        raise Refused("asked_on", _("頼んだ日は、今日か、それより前の日です。"))
    if wanted.recipient is not None and wanted.recipient.pk == wanted.partner.pk:
        raise Refused("to", _("渡す先が、頼む相手と同じです。"))
    if wanted.asset is not None:
        ledger_access.require_open(actor, wanted.asset)
        says = bringing.told_of([wanted.asset.pk]).get(wanted.asset.pk, {})
        owner = bringing.owner_of(says) if says else None
        if wanted.side == OnwardSide.SENT and owner != wanted.partner.pk:
            raise Refused("asset", _("この取引先から預かった情報ではありません。持ち主に頼んでください。"))
        if wanted.side == OnwardSide.RECEIVED and owner is not None:
            raise Refused("asset", _("預かった情報です。こちらが承諾する前に、持ち主に頼んでください。"))
    if wanted.side == OnwardSide.SENT and wanted.asset is not None and wanted.recipient is None:
        raise Refused("to", _("渡す先を、取引先に登録した名前かコードで選んでください。"))


def _require_answer(row: OnwardRequest, answer: Answer) -> None:
    if not row.asked_on <= answer.answered_on <= clock.today():
        raise Refused("answered_on", _("答えた日は、頼んだ日から今日までの日です。"))
    if not answer.by.strip():
        raise Refused("by", _("だれが答えたかを書いてください。"))
    if answer.allows and (answer.until_on is None or answer.until_on < answer.answered_on):
        raise Refused("until_on", _("承諾には、答えた日より後の期限が要ります。"))
    if answer.allows and not (answer.basis.strip() or answer.paper):
        raise Refused("basis", _("承諾のもとになる書面の名前かファイルを入れてください。"))


def _tell(actor: Actor, event: Event, row: OnwardRequest, before: dict[str, Any] | None) -> None:
    told = between(before, facts.onward(row), private=facts.TEXTS)
    record(actor, event, kind="onward_request", thing_id=row.pk, number=row.number, **told)
