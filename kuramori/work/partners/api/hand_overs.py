"""提供 over the API: what is out, prepare, ask again, see to the conditions, make ready, hand over, settle, receive."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts.access import contact_for, partner_for
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Telling,
    Text,
    Told,
    Wanted,
    Whole,
    body_refusals,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger.models import Layer
from kuramori.work.partners import access, ending, hand_over, hand_over_checks, receiving
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.hand_over_wanted import Wanted as HandOverWanted
from kuramori.work.partners.models import HandOver, ItemState, Medium, Mode, TheirWay
from kuramori.work.partners.reading import hand_overs as reading

router = Router()
ModeCode = Literal["paper", "visit", "their_way", "share_page"]
MediumCode = Literal["paper", "object", "file", "visit", "oral"]
WayCode = Literal["portal", "by_hand", "parcel", "media", "mail"]

TELLING: Telling = {
    Refused: lambda error: Told(422, error.sentence),
    hand_over.NotReady: lambda error: Told(409, error.sentence),
    hand_over.WrongState: lambda error: Told(409, error.sentence),
}


class HandedThing(Schema):
    """One thing. `outcome` is what the layered decision said; `lets_go` what holds today, null once it went."""

    id: uuid.UUID
    number: str
    called: str
    asset: uuid.UUID | None
    decision: uuid.UUID | None
    outcome: str
    lets_go: bool | None
    reasons: list[str]
    opens: list[str]
    state: str
    copies: list[str]


class HandOverRow(Schema):
    """`side` is given or received; `state` draft, waiting, offered, out, closed or stopped."""

    id: uuid.UUID
    number: str
    side: str
    partner: uuid.UUID
    partner_name: str
    purpose: str
    how: str
    state: str
    things: list[str]
    people: list[str]
    handed_on: datetime.date | None
    due_on: datetime.date | None
    days_over: int


class HandOverForm(Schema):
    """A hand-over. `holds` are sentences that say why it cannot go yet; `checks` those still to be seen to."""

    row: HandOverRow
    things: list[HandedThing]
    conditions: list[str]
    checks: list[str]
    holds: list[str]
    expires_on: datetime.date | None
    return_by: datetime.date | None


class HandOverRows(Schema):
    hand_overs: list[HandOverRow]
    page: int
    pages: int
    total: int


class HandOversAsked(Schema):
    """`tab`: out, preparing, held (received and not given back) or done; fifty on a page."""

    tab: Literal["out", "preparing", "held", "done"] = "out"
    words: Annotated[Text, Field(max_length=100)] = ""
    partner: uuid.UUID | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class NewHandOver(Wanted):
    """Days that are left out get their usual length. `way` only with the mode `their_way`."""

    partner: uuid.UUID
    assets: Annotated[list[uuid.UUID], Field(min_length=1, max_length=30)]
    contacts: Annotated[list[uuid.UUID], Field(min_length=1, max_length=10)]
    purpose: Annotated[Text, Field(min_length=1, max_length=200)]
    mode: ModeCode
    medium: MediumCode | None = None
    way: WayCode | None = None
    agreement: uuid.UUID | None = None
    expires_on: Day | None = None
    return_by: Day | None = None


class SeenToCheck(Wanted):
    """A condition was seen to: label, told_secret, no_onward or gap_plan (with the day of the plan)."""

    code: Literal["label", "told_secret", "no_onward", "gap_plan"]
    on: Day | None = None
    words: Annotated[Text, Field(max_length=120)] = ""


class MadeReady(Wanted):
    """How many numbered copies go, where paper or a medium does."""

    copies: Whole = 1


class GoneOut(Wanted):
    """It went: when, and how in words."""

    on: Day | None = None
    carried: Annotated[Text, Field(max_length=200)] = ""


class StopReason(Wanted):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class HandedEnd(Wanted):
    """What became of a thing, today where no day is told; `kept_until` and `kept_for` where a rule keeps it."""

    became: Literal["returned", "destroyed", "kept"]
    on: Day | None = None
    kept_until: Day | None = None
    kept_for: Annotated[Text, Field(max_length=200)] = ""


class ReceivedThing(Wanted):
    """One thing as its giver calls it."""

    name: Annotated[Text, Field(min_length=1, max_length=160)]
    number: Annotated[Text, Field(max_length=60)] = ""
    edition: Annotated[Text, Field(max_length=60)] = ""
    grade: Annotated[Text, Field(max_length=40)] = ""


class NewReceived(Wanted):
    """Something a partner handed to us; `people` are those of the house who may have it."""

    partner: uuid.UUID
    things: Annotated[list[ReceivedThing], Field(min_length=1, max_length=30)]
    people: Annotated[list[uuid.UUID], Field(min_length=1, max_length=10)]
    purpose: Annotated[Text, Field(min_length=1, max_length=200)]
    received_on: Day
    medium: MediumCode = "file"
    return_by: Day | None = None


@router.get(
    "/hand-overs",
    response={200: HandOverRows, **refusals(422)},
    summary="提供したもの・預かっているもの",
    operation_id="hand_overs",
)
def hand_overs(request: ActingRequest, asked: Query[HandOversAsked]) -> Any:
    """Whatever is due first above. What is 極秘 goes by its number for whoever may not know it."""
    request.actor.require(Can.HAND_OVER_READ)
    page = reading.list_page(
        request.actor,
        tab=asked.tab,
        words=asked.words,
        partner=str(asked.partner or ""),
        number=asked.page,
    )
    return HandOverRows(
        hand_overs=[_row(line) for line in page.lines], page=page.number, pages=page.pages, total=page.total
    )


@router.post(
    "/hand-overs",
    response={201: HandOverForm, **body_refusals()},
    summary="提供の準備を始める",
    operation_id="prepare_hand_over",
)
def prepare(request: ActingRequest, wanted: NewHandOver) -> Any:
    """Each thing is asked of the layered decision; what may not go stands in it with its reasons."""
    actor = request.actor
    actor.require(Can.HAND_OVER_MAKE)
    agreement = (
        access.agreement_for(actor, wanted.agreement, Can.AGREEMENT_READ) if wanted.agreement else None
    )
    told = HandOverWanted(
        partner=partner_for(actor, wanted.partner, Can.PARTNER_READ),
        assets=[ledger.asset_for(actor, one, Can.ASSET_READ) for one in wanted.assets],
        contacts=[contact_for(actor, one, Can.PARTNER_READ) for one in wanted.contacts],
        purpose=wanted.purpose,
        mode=Mode(wanted.mode),
        medium=Medium(wanted.medium) if wanted.medium else None,
        way=TheirWay(wanted.way) if wanted.way else None,
        agreement=agreement,
        expires_on=wanted.expires_on,
        return_by=wanted.return_by,
    )
    return Status(201, form_of_hand_over(actor, hand_over.prepare(actor, told)))


@router.get(
    "/hand-overs/{uuid:hand_over_id}",
    response={200: HandOverForm, **refusals()},
    summary="提供の1件",
    operation_id="hand_over",
)
def one(request: ActingRequest, hand_over_id: uuid.UUID) -> Any:
    """With what still holds it back, and what would open the door."""
    return form_of_hand_over(
        request.actor, access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_READ)
    )


@router.post(
    "/hand-overs/{uuid:hand_over_id}/ask",
    response={200: HandOverForm, **refusals(409, 422)},
    summary="渡してよいかを確かめ直す",
    operation_id="ask_hand_over",
)
def ask_again(request: ActingRequest, hand_over_id: uuid.UUID) -> Any:
    """After an agreement, a level or a layer changed."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_MAKE)
    return form_of_hand_over(request.actor, hand_over.ask_again(request.actor, found))


@router.post(
    "/hand-overs/{uuid:hand_over_id}/checks",
    response={200: HandOverForm, **body_refusals()},
    summary="渡す前の確認を残す",
    operation_id="check_hand_over",
)
def check(request: ActingRequest, hand_over_id: uuid.UUID, wanted: SeenToCheck) -> Any:
    """One condition was seen to."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_MAKE)
    row = hand_over_checks.tick(request.actor, found, wanted.code, on=wanted.on, words=wanted.words)
    return form_of_hand_over(request.actor, row)


@router.post(
    "/hand-overs/{uuid:hand_over_id}/offer",
    response={200: HandOverForm, **body_refusals(409)},
    summary="渡す用意を終える",
    operation_id="offer_hand_over",
)
def offer(request: ActingRequest, hand_over_id: uuid.UUID, wanted: MadeReady) -> Any:
    """409 with every reason why it cannot go today."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_MAKE)
    return form_of_hand_over(request.actor, hand_over.offer(request.actor, found, copies=wanted.copies))


@router.post(
    "/hand-overs/{uuid:hand_over_id}/give",
    response={200: HandOverForm, **body_refusals(409)},
    summary="渡したことを残す",
    operation_id="give_hand_over",
)
def give(request: ActingRequest, hand_over_id: uuid.UUID, wanted: GoneOut) -> Any:
    """Today, or on an earlier day since it was prepared."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_MAKE)
    return form_of_hand_over(
        request.actor, hand_over.hand(request.actor, found, on=wanted.on, carried=wanted.carried)
    )


@router.post(
    "/hand-overs/{uuid:hand_over_id}/stop",
    response={200: HandOverForm, **body_refusals(409)},
    summary="提供を取りやめる",
    operation_id="stop_hand_over",
)
def stop(request: ActingRequest, hand_over_id: uuid.UUID, wanted: StopReason) -> Any:
    """What lies with the partner stays listed as out."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_STOP)
    return form_of_hand_over(request.actor, hand_over.stop(request.actor, found, wanted.reason))


@router.post(
    "/handed-items/{uuid:item_id}/end",
    response={200: HandOverForm, **body_refusals(409)},
    summary="渡したものがどうなったかを残す",
    operation_id="end_handed_item",
)
def end_item(request: ActingRequest, item_id: uuid.UUID, wanted: HandedEnd) -> Any:
    """Returned, destroyed, or kept by a rule until a day."""
    item = access.item_for(request.actor, item_id, Can.TAKE_BACK)
    ending.end_item(
        request.actor,
        item,
        ItemState(wanted.became),
        on=wanted.on or clock.today(),
        kept_until=wanted.kept_until,
        kept_for=wanted.kept_for,
    )
    return form_of_hand_over(request.actor, HandOver.objects.get(pk=item.hand_over_id))


@router.post(
    "/received",
    response={201: HandOverForm, **body_refusals()},
    summary="受け取ったものを残す",
    operation_id="record_received",
)
def record_received(request: ActingRequest, wanted: NewReceived) -> Any:
    """What a partner handed to us, in its own words."""
    actor = request.actor
    actor.require(Can.HAND_OVER_MAKE)
    told = receiving.ReceivedWanted(
        partner=partner_for(actor, wanted.partner, Can.PARTNER_READ),
        things=[
            receiving.Thing(one.name, one.number, one.edition, one.grade, Layer.NDA) for one in wanted.things
        ],
        people=[ledger.person_for(actor, one, Can.HAND_OVER_MAKE) for one in wanted.people],
        purpose=wanted.purpose,
        received_on=wanted.received_on,
        medium=Medium(wanted.medium),
        return_by=wanted.return_by,
    )
    return Status(201, form_of_hand_over(actor, receiving.record_received(actor, told)))


def form_of_hand_over(actor: Actor, row: HandOver) -> HandOverForm:
    """One hand-over as this actor may know it."""
    page = reading.one_page(actor, row)
    return HandOverForm(
        row=_row(page.line),
        things=[
            HandedThing(
                id=one.row.pk,
                number=one.row.number,
                called=one.called,
                asset=one.row.asset_id,
                decision=one.row.decision_id,
                outcome=one.answer.outcome if one.answer else "",
                lets_go=one.standing.lets_go if one.standing else None,
                reasons=list(one.answer.reasons) if one.answer else [],
                opens=list(one.answer.opens) if one.answer else [],
                state=one.row.state,
                copies=[str(copy) for copy in one.row.copies],
            )
            for one in page.items
        ],
        conditions=[words for _id, words in page.conditions],
        checks=[one.code for one in page.checks if not one.is_met],
        holds=list(page.holds),
        expires_on=page.row.expires_on,
        return_by=page.row.return_by,
    )


def _row(line: reading.HandOverLine) -> HandOverRow:
    return HandOverRow(
        id=line.id,
        number=line.number,
        side="received" if line.is_received else "given",
        partner=line.partner_id,
        partner_name=line.partner,
        purpose=line.purpose,
        how=line.how,
        state=line.state,
        things=list(line.things),
        people=list(line.people),
        handed_on=line.handed_on,
        due_on=line.due_on,
        days_over=line.days_over,
    )
