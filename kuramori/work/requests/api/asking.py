"""Requests over the API: list, draft, choose whom, see what the linter says, and how it stands with everybody."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    body_refusals,
    next_offset,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.work.requests import access, asking, choosing, linting
from kuramori.work.requests.matching import Choice, choice_from
from kuramori.work.requests.models import Asked, Disclosure, Request
from kuramori.work.requests.reading import asking as reading

router = Router()
TELLING: Telling = {
    asking.RequestRefused: lambda error: Told(422, error.sentence),
    asking.WrongState: lambda error: Told(409, error.sentence),
    asking.StaleRequest: lambda _error: Told(409, asking.StaleRequest.sentence()),
}


class Drafted(Wanted):
    """What a draft says. Texts go into the letter as they are; the last five are what the linter looks at besides."""

    title: Annotated[Text, Field(max_length=120)]
    deadline_on: Day
    division: Annotated[Text, Field(max_length=60)] = ""
    reason: Annotated[Text, Field(max_length=600)] = ""
    scope: Annotated[Text, Field(max_length=400)] = ""
    disclosure: Literal["D0", "D1", "D2", "D3", "D4", "D5"] = "D3"
    evidence_wanted: Annotated[Text, Field(max_length=400)] = ""
    readers: Annotated[Text, Field(max_length=200)] = ""
    keep_months: Annotated[int, Field(ge=1, le=120)] = 24
    support: Annotated[Text, Field(max_length=400)] = ""
    cost_contact: Annotated[Text, Field(max_length=200)] = ""
    call_back: Annotated[Text, Field(max_length=60)] = ""
    shows_place: bool = True
    level_reason: Annotated[Text, Field(max_length=400)] = ""
    named_product: Annotated[Text, Field(max_length=120)] = ""
    or_equivalent: bool = False
    evidence_contains_secrets: bool = False


class RequestWanted(Drafted):
    """A draft over a profile."""

    profile: uuid.UUID


class RequestChange(Drafted):
    """A draft as it shall read from now on; what is not said is empty. `revision`: as it was read."""

    revision: Annotated[int, Field(ge=1)]


class PartnersWanted(Wanted):
    """Which suppliers: all of what is said must hold; nothing said means every one. `klass` "?": in no class yet."""

    words: Annotated[Text, Field(max_length=60)] = ""
    kind: Annotated[Text, Field(max_length=60)] = ""
    tag: Annotated[Text, Field(max_length=60)] = ""
    klass: Annotated[Text, Field(max_length=20)] = ""


class Chosen(Schema):
    """How many came in; where there are thousands `job` brings them in, and `chosen` is None."""

    chosen: int | None
    job: uuid.UUID | None


class RequestForm(Schema):
    """A request and how many of its partners stand where (`counts` by state)."""

    id: uuid.UUID
    number: str
    title: str
    state: str
    deadline_on: datetime.date | None
    profile_id: uuid.UUID | None
    revision: int
    items: int
    counts: dict[str, int]


class RequestRow(Schema):
    id: uuid.UUID
    number: str
    title: str
    state: str
    deadline_on: datetime.date | None
    asked: int
    replied: int


class RequestRows(Schema):
    """The newest first."""

    requests: list[RequestRow]
    total: int
    next_offset: int | None


class FindingForm(Schema):
    """As `kuramori request lint --json` tells it; `partners`: of how many it is true, 0 where of the request itself."""

    rule: str
    text: str
    source: str
    partners: int


class Findings(Schema):
    red: list[FindingForm]
    amber: list[FindingForm]
    version: str


class AskedRow(Schema):
    """One partner. `mail`: queued, sent, unknown, failed, or "" where none was written."""

    id: uuid.UUID
    number: str
    partner_id: uuid.UUID
    klass: str
    way: str
    state: str
    mail: str
    sent_at: datetime.datetime | None
    replied_at: datetime.datetime | None


class AskedRows(Schema):
    asked: list[AskedRow]
    total: int
    next_offset: int | None


@router.get(
    "/requests",
    response={200: RequestRows, **refusals(422)},
    summary="確認のお願いの一覧",
    operation_id="requests",
)
def requests(request: ActingRequest, portion: Query[Portion]) -> Any:
    """With how many were asked and have replied."""
    request.actor.require(Can.REQUEST_READ)
    rows = Request.objects.defer("content").order_by("-made_at", "pk")
    total = rows.count()
    found = list(rows[portion.offset : portion.offset + portion.limit])
    counts = reading.counts_of(row.pk for row in found)
    none = reading.Counts({})
    return RequestRows(
        requests=[
            RequestRow(
                id=row.pk,
                number=row.number,
                title=row.title,
                state=row.state,
                deadline_on=row.deadline_on,
                asked=counts.get(row.pk, none).all,
                replied=counts.get(row.pk, none).replied,
            )
            for row in found
        ],
        total=total,
        next_offset=next_offset(portion, total),
    )


@router.post(
    "/requests",
    response={201: RequestForm, **body_refusals()},
    summary="確認のお願いの下書きを作る",
    operation_id="draft_request",
)
def draft_request(request: ActingRequest, wanted: RequestWanted) -> Any:
    """Nothing goes out before it was checked, approved and sent."""
    profile = access.profile_for(request.actor, wanted.profile, Can.REQUEST_MAKE)
    return Status(201, form_of(asking.make(request.actor, profile, _wanted(wanted, asking.usual(profile)))))


@router.get(
    "/requests/{uuid:request_id}",
    response={200: RequestForm, **refusals()},
    summary="確認のお願い",
    operation_id="request",
)
def one(request: ActingRequest, request_id: uuid.UUID) -> Any:
    """How it stands."""
    return form_of(access.request_for(request.actor, request_id, Can.REQUEST_READ))


@router.put(
    "/requests/{uuid:request_id}",
    response={200: RequestForm, **body_refusals(409)},
    summary="確認のお願いの下書きを直す",
    operation_id="change_request",
)
def change_request(request: ActingRequest, request_id: uuid.UUID, wanted: RequestChange) -> Any:
    """Only a draft, and only on what was read: 409 where somebody changed it meanwhile."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    return form_of(
        asking.change(request.actor, row, _wanted(wanted, asking.wanted_of(row)), revision=wanted.revision)
    )


@router.post(
    "/requests/{uuid:request_id}/partners",
    response={200: Chosen, **body_refusals()},
    summary="お願い先を加える",
    operation_id="choose_partners",
)
def choose_partners(request: ActingRequest, request_id: uuid.UUID, wanted: PartnersWanted) -> Any:
    """Whoever is in already stays in once."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    choice: Choice = choice_from(wanted.model_dump())
    came = choosing.choose(request.actor, row, choice)
    if isinstance(came, int):
        return Chosen(chosen=came, job=None)
    return Chosen(chosen=None, job=came.pk)


@router.get(
    "/requests/{uuid:request_id}/lint",
    response={200: Findings, **refusals()},
    summary="頼み方の点検",
    operation_id="request_findings",
)
def findings(request: ActingRequest, request_id: uuid.UUID) -> Any:
    """What the linter says of it today, for the partners that are chosen."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_READ)
    looked = linting.look(row)
    return Findings(
        red=[_finding(one) for one in looked.red],
        amber=[_finding(one) for one in looked.amber],
        version=looked.version,
    )


@router.get(
    "/requests/{uuid:request_id}/asked",
    response={200: AskedRows, **refusals(422)},
    summary="お願い先のようす",
    operation_id="asked_partners",
)
def asked(request: ActingRequest, request_id: uuid.UUID, portion: Query[Portion]) -> Any:
    """Each partner with the state of its mail and its answer."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_READ)
    rows = reading.narrowed(Asked.objects.filter(request=row), row, "")
    total = rows.count()
    found = rows.select_related("partner", "contact").order_by("pk")
    lines = reading.lines_of(found[portion.offset : portion.offset + portion.limit])
    return AskedRows(
        asked=[
            AskedRow(
                id=one.row.pk,
                number=one.row.number,
                partner_id=one.row.partner_id,
                klass=one.row.klass,
                way=one.row.way,
                state=one.row.state,
                mail=one.mail,
                sent_at=one.row.sent_at,
                replied_at=one.row.replied_at,
            )
            for one in lines
        ],
        total=total,
        next_offset=next_offset(portion, total),
    )


def _wanted(said: Drafted, standing: asking.RequestWanted) -> asking.RequestWanted:
    """What the verbs take; what is not offered here stays as it stands."""
    plain = said.model_dump(exclude={"profile", "revision"})
    return dataclasses.replace(standing, **{**plain, "disclosure": Disclosure(said.disclosure)})


def form_of(row: Request) -> RequestForm:
    """A request as it is told."""
    return RequestForm(
        id=row.pk,
        number=row.number,
        title=row.title,
        state=row.state,
        deadline_on=row.deadline_on,
        profile_id=row.profile_id,
        revision=row.revision,
        items=reading.items_of(row),
        counts=dict(reading.counts(row).by),
    )


def _finding(one: linting.Told) -> FindingForm:
    return FindingForm(rule=one.rule, text=one.words, source=one.source, partners=one.count)
