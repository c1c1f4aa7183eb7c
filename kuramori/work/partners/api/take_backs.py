"""返還・廃棄 over the API: what is still out on either side, ask for it, certify ours, ask how things are kept."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from kuramori.ground.contacts.access import contact_for, partner_for
from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.people.addresses import outside_url
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Day, Telling, Text, Told, Wanted, body_refusals, refusals
from kuramori.ground.people.links import Issued
from kuramori.ground.people.roles import Can
from kuramori.rules.statements.bodies import Done
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import looks
from kuramori.work.partners import access, acknowledging
from kuramori.work.partners.api.hand_overs import HandOverForm, form_of_hand_over
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import HandedItem, HandOver, ItemState
from kuramori.work.partners.reading import take_back as reading
from kuramori.work.partners.take_back import asking, certifying, storing
from kuramori.work.partners.take_back import told as saying

router = Router()
DoneCode = Literal["destroyed", "returned", "kept"]
STILL = (ItemState.OUT, ItemState.KEPT)

TELLING: Telling = {
    AnotherText: lambda _error: Told(
        409, _("確かめている間に中身が変わりました。もう一度、文面を確かめてください。")
    ),
}


class StillOut(Schema):
    """A hand-over with things that are not back yet; `is_ours`: we gave it."""

    hand_over: uuid.UUID
    number: str
    partner: uuid.UUID
    partner_name: str
    is_ours: bool
    handed_on: datetime.date | None
    due_on: datetime.date | None
    asked_by: datetime.date | None
    things: list[str]


class StoredThere(Schema):
    """What a partner says of what it keeps for us; `weak` are the questions it answered with no or partly."""

    id: uuid.UUID
    partner: uuid.UUID
    partner_name: str
    about: str
    due_on: datetime.date | None
    answered_on: datetime.date | None
    weak: list[str]


class TakeBackRows(Schema):
    to_us: list[StillOut]
    from_us: list[StillOut]
    storage: list[StoredThere]


class AskedBack(Wanted):
    """All that is out where no `items` are named. With a `contact` there is a link for that person to certify by."""

    by: Day
    items: Annotated[list[uuid.UUID], Field(max_length=30)] = []
    reason: Annotated[Text, Field(max_length=200)] = ""
    contact: uuid.UUID | None = None


class AskedStorage(Wanted):
    """How the partner keeps what is described; by a day within sixty."""

    contact: uuid.UUID
    about: Annotated[Text, Field(min_length=1, max_length=200)]
    by: Day


class Asked(Schema):
    """`url` is told this once; null where nobody was named."""

    id: uuid.UUID
    url: str | None


class EndOfThing(Wanted):
    """`method` reads `medium:way` of the ledger's table; for what is kept: by which rule, and until when."""

    item: uuid.UUID
    done: DoneCode
    on: Day
    method: Annotated[Text, Field(max_length=60)] = ""
    reason: Annotated[Text, Field(max_length=200)] = ""
    until: Day | None = None
    access_stopped: bool = False


class CertificateWanted(Wanted):
    """What became of what we had received, in the company's name by the person in charge."""

    company: Annotated[Text, Field(min_length=1, max_length=120)]
    person: Annotated[Text, Field(min_length=1, max_length=60)]
    witness: Annotated[Text, Field(max_length=60)] = ""
    ended: Annotated[list[EndOfThing], Field(min_length=1, max_length=30)]


class CertificateMade(CertificateWanted):
    """`shown`: SHA-256 of the text that was read before, by which it is stood for."""

    shown: Annotated[Text, Field(min_length=64, max_length=64)]


class CertificateText(Schema):
    """The exact text to stand for, and its hash."""

    title: str
    body: str
    sha256: str


class Acknowledged(Wanted):
    """It came, to everybody named in it where no `people` are told; `missing` says what did not."""

    on: Day | None = None
    people: Annotated[list[uuid.UUID], Field(max_length=30)] = []
    missing: Annotated[Text, Field(max_length=200)] = ""


@router.get(
    "/take-backs",
    response={200: TakeBackRows, **refusals()},
    summary="まだ返っていないもの・返すもの",
    operation_id="take_backs",
)
def take_backs(request: ActingRequest) -> Any:
    """By what is due first; things by their numbers. With what partners say of what they keep."""
    request.actor.require(Can.HAND_OVER_READ)
    page = reading.page()
    return TakeBackRows(
        to_us=[_still(one) for one in page.to_us],
        from_us=[_still(one) for one in page.from_us],
        storage=[
            StoredThere(
                id=one.id,
                partner=one.partner_id,
                partner_name=one.partner,
                about=one.about,
                due_on=one.due_on,
                answered_on=one.answered_on,
                weak=list(one.weak),
            )
            for one in page.storage
        ],
    )


@router.post(
    "/hand-overs/{uuid:hand_over_id}/ask-back",
    response={201: Asked, **body_refusals(409)},
    summary="返還・廃棄を頼む",
    operation_id="ask_back",
)
def ask_back(request: ActingRequest, hand_over_id: uuid.UUID, wanted: AskedBack) -> Any:
    """An older request for it gives way. Where the partner's own Kuramori is connected it hears of it at once."""
    actor = request.actor
    found = access.hand_over_for(actor, hand_over_id, Can.TAKE_BACK)
    items = [access.item_for(actor, one, Can.TAKE_BACK) for one in wanted.items]
    items = items or list(found.items.filter(state__in=STILL).select_related("asset").order_by("position"))
    contact = contact_for(actor, wanted.contact, Can.PARTNER_READ) if wanted.contact else None
    if contact is not None and contact.partner_id != found.partner_id:
        raise Refused("contact", _("ほかの取引先の方が入っています。"))
    asked = asking.ask_back(actor, found, items, by_on=wanted.by, reason=wanted.reason, contact=contact)
    return Status(201, Asked(id=asked.take_back.pk, url=_url(request, asked.issued)))


@router.post(
    "/hand-overs/{uuid:hand_over_id}/certificate-text",
    response={200: CertificateText, **body_refusals()},
    summary="返還・廃棄証明書の文面を作ってみる",
    operation_id="certificate_text",
)
def certificate_text(request: ActingRequest, hand_over_id: uuid.UUID, wanted: CertificateWanted) -> Any:
    """Nothing is kept: read it, then stand for it by its hash."""
    found, told = _told(request, hand_over_id, wanted)
    title, body, digest = certifying.shown_text(found.partner.name, found, told)
    return CertificateText(title=title, body=body, sha256=digest)


@router.post(
    "/hand-overs/{uuid:hand_over_id}/certify",
    response={201: HandOverForm, **body_refusals(409)},
    summary="預かったものの返還・廃棄を証明する",
    operation_id="certify_hand_over",
)
def certify(request: ActingRequest, hand_over_id: uuid.UUID, wanted: CertificateMade) -> Any:
    """409 where the text is not the one that was read."""
    found, told = _told(request, hand_over_id, wanted)
    certifying.certify_ours(request.actor, found, told, shown=wanted.shown)
    return Status(201, form_of_hand_over(request.actor, found))


@router.post(
    "/hand-overs/{uuid:hand_over_id}/acknowledge",
    response={200: HandOverForm, **body_refusals(409)},
    summary="知らせのあったものが届いたと残す",
    operation_id="acknowledge_hand_over",
)
def acknowledge(request: ActingRequest, hand_over_id: uuid.UUID, wanted: Acknowledged) -> Any:
    """What a connected partner announced is here; the partner's records say so, too."""
    found = access.hand_over_for(request.actor, hand_over_id, Can.HAND_OVER_MAKE)
    people = [access.recipient_for(request.actor, one, Can.HAND_OVER_MAKE) for one in wanted.people]
    people = people or list(found.recipients.filter(withdrawn_at__isnull=True))
    row = acknowledging.acknowledge(
        request.actor, found, people, on=wanted.on, is_complete=not wanted.missing, note=wanted.missing
    )
    return form_of_hand_over(request.actor, row)


@router.post(
    "/partners/{uuid:partner_id}/ask-storage",
    response={201: Asked, **body_refusals()},
    summary="保管の確認を頼む",
    operation_id="ask_storage",
)
def ask_storage(request: ActingRequest, partner_id: uuid.UUID, wanted: AskedStorage) -> Any:
    """One person of the partner answers by a link: lock, people, patrol, photo."""
    actor = request.actor
    partner = partner_for(actor, partner_id, Can.TAKE_BACK)
    contact = contact_for(actor, wanted.contact, Can.PARTNER_READ)
    asked = storing.ask_storage(actor, partner, contact, about=wanted.about, due_on=wanted.by)
    return Status(201, Asked(id=asked.confirmation.pk, url=_url(request, asked.issued)))


def _still(one: reading.Outstanding) -> StillOut:
    return StillOut(
        hand_over=one.id,
        number=one.number,
        partner=one.partner_id,
        partner_name=one.partner,
        is_ours=one.is_ours,
        handed_on=one.handed_on,
        due_on=one.due_on,
        asked_by=one.asked_by_on,
        things=[thing.number for thing in one.things],
    )


def _told(
    request: ActingRequest, hand_over_id: uuid.UUID, wanted: CertificateWanted
) -> tuple[HandOver, saying.Told]:
    found = access.hand_over_for(request.actor, hand_over_id, Can.TAKE_BACK)
    items = [access.item_for(request.actor, one.item, Can.TAKE_BACK) for one in wanted.ended]
    _open_to(request, items)
    ended = tuple(
        saying.Ended(item, Done(one.done), one.on, one.method, one.reason, one.until, one.access_stopped)
        for item, one in zip(items, wanted.ended, strict=True)
    )
    return found, saying.Told(wanted.company, wanted.person, wanted.witness, ended)


def _open_to(request: ActingRequest, items: Sequence[HandedItem]) -> None:
    """A text that names what is 極秘 is for those who may know it, and is a look."""
    assets = [one.asset for one in items if one.asset is not None]
    for asset in assets:
        ledger_access.require_open(request.actor, asset)
    looks.note(request.actor, assets)


def _url(request: ActingRequest, issued: Issued | None) -> str | None:
    if issued is None:
        return None
    return outside_url(request, reverse("front:link", kwargs={"secret": issued.secret}))
