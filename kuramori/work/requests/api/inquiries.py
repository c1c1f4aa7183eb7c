"""Requests that reached us over the API: read only. What is being written is nobody's but ours and stays away."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Literal

from ninja import Query, Router, Schema

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Telling, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests import access
from kuramori.work.requests.models import Inquiry, OwnReply

router = Router()
TELLING: Telling = {}
StateCode = Literal["open", "waiting", "answered", "withdrawn", "ended"]


class InquiryRow(Schema):
    """One request that reached us. `number` is the customer's; days are in Asia/Tokyo."""

    id: uuid.UUID
    partner_id: uuid.UUID
    number: str
    title: str
    way: str
    came_on: datetime.date
    deadline_on: datetime.date | None
    pack_id: str
    version: str
    state: str
    disclosure: str
    revision: int


class InquiryRows(Schema):
    """The nearest deadline first."""

    inquiries: list[InquiryRow]
    next_offset: int | None


class InquiriesAsked(Portion):
    state: StateCode | None = None
    partner: uuid.UUID | None = None


class AskedItem(Schema):
    """What is asked of one item, and why; `level` is of the pack's levels."""

    item: str
    level: int
    why: str
    is_critical: bool
    na_allowed: bool


class OwnReplyRow(Schema):
    """One reply of ours. `share` in thousandths, `sha256` of exactly the text that was given."""

    id: uuid.UUID
    round: int
    disclosure: str
    sha256: str
    share: int | None
    short: int
    as_of: datetime.date
    given_at: datetime.datetime
    is_told: bool
    taken_at: datetime.datetime | None
    not_taken: str
    valid_until: datetime.date | None


class InquiryWhole(InquiryRow):
    """With what is asked and what we answered, the newest first."""

    reason: str
    scope: str
    readers: str
    keep_months: int | None
    support: str
    cost_contact: str
    asked: list[AskedItem]
    replies: list[OwnReplyRow]


@router.get(
    "/inquiries",
    response={200: InquiryRows, **refusals(422)},
    summary="届いたお願いの一覧",
    operation_id="inquiries",
)
def inquiries(request: ActingRequest, asked: Query[InquiriesAsked]) -> Any:
    """All, or those in one state or of one customer."""
    request.actor.require(Can.REQUEST_READ)
    rows = Inquiry.objects.defer("content", "draft")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.partner:
        rows = rows.filter(partner=asked.partner)
    found = rows.order_by("deadline_on", "pk")[asked.offset : asked.offset + asked.limit]
    return InquiryRows(
        inquiries=[InquiryRow(**_row(one)) for one in found], next_offset=next_offset(asked, rows.count())
    )


@router.get(
    "/inquiries/{uuid:inquiry_id}",
    response={200: InquiryWhole, **refusals()},
    summary="届いたお願い",
    operation_id="inquiry",
)
def inquiry(request: ActingRequest, inquiry_id: uuid.UUID) -> Any:
    """What is asked, why, and what we answered."""
    row = access.inquiry_for(request.actor, inquiry_id, Can.REQUEST_READ)
    plain = ("reason", "scope", "readers", "keep_months", "support", "cost_contact")
    return InquiryWhole(
        **_row(row),
        **{name: getattr(row, name) for name in plain},
        asked=[
            AskedItem(
                item=one.item,
                level=one.level,
                why=one.why,
                is_critical=one.is_critical,
                na_allowed=one.na_allowed,
            )
            for one in read_requirements(row.content).required
        ],
        replies=[_reply(one) for one in row.replies.order_by("-round")],
    )


def _row(row: Inquiry) -> dict[str, Any]:
    plain = ("number", "title", "way", "came_on", "deadline_on", "pack_id", "version", "state", "disclosure",
             "revision")  # fmt: skip
    return {"id": row.pk, "partner_id": row.partner_id} | {name: getattr(row, name) for name in plain}


def _reply(row: OwnReply) -> OwnReplyRow:
    return OwnReplyRow(
        id=row.pk,
        round=row.round,
        disclosure=row.disclosure,
        sha256=row.digest,
        share=row.share,
        short=row.short,
        as_of=row.as_of,
        given_at=row.given_at,
        is_told=row.is_told,
        taken_at=row.taken_at,
        not_taken=row.not_taken,
        valid_until=row.valid_until,
    )
