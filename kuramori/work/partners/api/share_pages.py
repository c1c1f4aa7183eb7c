"""The share page over the API: put files in, say how they are shown, let each person in or out, see what happened."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Literal

from django.urls import reverse
from ninja import File, Form, Router, Schema, Status, UploadedFile

from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Telling, Told, Wanted, body_refusals, only_these, refusals
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.outside import clock
from kuramori.work.partners import access
from kuramori.work.partners.models import HandOver, ShownAs
from kuramori.work.partners.reading import share_page as reading
from kuramori.work.partners.sharing_page import opening, putting

router = Router()
ShownCode = Literal["pages", "copy"]
YesNo = Literal["yes", "no"]

TELLING: Telling = {
    putting.NotPut: lambda error: Told(409, error.sentence),
    opening.NotOpened: lambda error: Told(409, error.sentence),
    AddressUnusable: lambda error: Told(422, str(error)),
}


class SharedThing(Schema):
    """One thing. `pages` 0 while they are made, or where `why_not` says why there are none."""

    id: uuid.UUID
    number: str
    file_name: str
    pages: int
    is_preparing: bool
    why_not: str
    shown_as: str
    may_print: bool


class SharedPerson(Schema):
    """One recipient: whether their link opens, when they confirmed, how many pages and copies they took."""

    id: uuid.UUID
    name: str
    has_link: bool
    until: datetime.date | None
    confirmed_at: datetime.datetime | None
    pages: int
    copies: int
    last_at: datetime.datetime | None


class TriedThere(Schema):
    """What was refused, how often on which day."""

    person: str
    what: str
    times: int
    on: datetime.date


class SharePageForm(Schema):
    """`missing`: things without a file. `may_change`: nobody has confirmed yet.

    `way_in`: where it is not proved that people outside reach this instance, why, in a sentence; the page stays open.
    """

    hand_over: uuid.UUID
    number: str
    is_open: bool
    may_change: bool
    missing: int
    way_in: str
    things: list[SharedThing]
    people: list[SharedPerson]
    tried: list[TriedThere]


class HowShown(Wanted):
    shown_as: ShownCode
    may_print: bool = False


class WayIn(Schema):
    """`url` is told this once; whoever opens it needs the code that goes to `address` by mail."""

    url: str
    address: str
    until: datetime.date


@router.get(
    "/hand-overs/{uuid:hand_over_id}/share-page",
    response={200: SharePageForm, **refusals()},
    summary="共有ページのようす",
    operation_id="share_page",
)
def share_page(request: ActingRequest, hand_over_id: uuid.UUID) -> Any:
    """What is shown, who may come in, what they looked at and what was refused."""
    return _form(request.actor, access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_READ))


@router.post(
    "/handed-items/{uuid:item_id}/content",
    response={201: SharePageForm, **body_refusals(409)},
    summary="共有ページで見せるファイルを入れる",
    operation_id="put_shared_content",
)
def put(
    request: ActingRequest,
    item_id: uuid.UUID,
    file: File[UploadedFile],
    shown_as: ShownCode = Form("pages"),  # noqa: B008  ninja reads it here
    may_print: YesNo = Form("no"),  # noqa: B008  ninja reads it here
) -> Any:
    """One file of at most 20 MB as multipart/form-data; 409 once somebody confirmed, or where it cannot be shown."""
    only_these(request, {"shown_as", "may_print"}, {"file"})
    item = access.item_for(request.actor, item_id, Can.HAND_OVER_MAKE)
    putting.put_content(
        request.actor,
        item,
        name=file.name or "",
        chunks=file.chunks(),
        shown_as=ShownAs(shown_as),
        may_print=may_print == "yes",
    )
    return Status(201, _form(request.actor, item.hand_over))


@router.post(
    "/handed-items/{uuid:item_id}/shown",
    response={200: SharePageForm, **body_refusals(409)},
    summary="共有ページでの見せ方を決める",
    operation_id="decide_shown",
)
def shown(request: ActingRequest, item_id: uuid.UUID, wanted: HowShown) -> Any:
    """As pages to be looked at, or as a marked copy to be taken."""
    item = access.item_for(request.actor, item_id, Can.HAND_OVER_MAKE)
    how = ShownAs(wanted.shown_as)
    putting.decide_shown(request.actor, item, shown_as=how, may_print=wanted.may_print)
    return _form(request.actor, item.hand_over)


@router.post(
    "/recipients/{uuid:recipient_id}/let-in",
    response={201: WayIn, **refusals(409, 422)},
    summary="一人に共有ページのリンクを作る",
    operation_id="let_in_to_share_page",
)
def let_in(request: ActingRequest, recipient_id: uuid.UUID) -> Any:
    """An older link of theirs ends. The code is never told here: it goes to the person by mail."""
    person = access.recipient_for(request.actor, recipient_id, Can.HAND_OVER_MAKE)
    issued = opening.let_in(request.actor, person)
    url = outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
    last = clock.day_of(issued.link.expires_at - links.A_SECOND)
    return Status(201, WayIn(url=url, address=links.recipient_of(issued.link).address, until=last))


@router.post(
    "/recipients/{uuid:recipient_id}/shut-out",
    response={200: SharePageForm, **refusals()},
    summary="一人のリンクを止める",
    operation_id="shut_out_of_share_page",
)
def shut_out(request: ActingRequest, recipient_id: uuid.UUID) -> Any:
    """From this moment on it opens nothing, for whoever has it open, too."""
    person = access.recipient_for(request.actor, recipient_id, Can.HAND_OVER_MAKE)
    opening.shut_out(request.actor, person)
    return _form(request.actor, person.hand_over)


def _form(actor: Actor, row: HandOver) -> SharePageForm:
    page = reading.house_page(actor, row)
    return SharePageForm(
        hand_over=row.pk,
        number=row.number,
        is_open=page.is_open,
        may_change=page.may_change,
        missing=page.missing,
        way_in=page.way_in,
        things=[
            SharedThing(
                id=one.id,
                number=one.number,
                file_name="" if one.is_masked else one.file_name,
                pages=one.pages,
                is_preparing=one.is_preparing,
                why_not=one.why_not,
                shown_as=one.shown_as,
                may_print=one.may_print,
            )
            for one in page.items
        ],
        people=[
            SharedPerson(
                id=one.id,
                name=one.name,
                has_link=one.has_link,
                until=one.until,
                confirmed_at=one.confirmed_at,
                pages=one.pages,
                copies=one.copies,
                last_at=one.last_at,
            )
            for one in page.people
        ],
        tried=[TriedThere(person=one.name, what=one.words, times=one.times, on=one.on) for one in page.tried],
    )
