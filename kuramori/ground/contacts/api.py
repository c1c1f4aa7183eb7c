"""Partners over the API: list, add, change, their sites and people, and duplicates."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts import access, dealing, merging, read, siting, ties
from kuramori.ground.contacts.number_words import explained
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    MOST_IN_A_PORTION,
    Day,
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    not_allowed,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.rules.corporate_numbers import NotACorporateNumber

router = Router(tags=["partners"])

TELLING: Telling = {
    NotAllowed: not_allowed,
    dealing.NameMissing: lambda _error: Told(422, _("名前を書いてください。")),
    dealing.TierUntold: lambda _error: Told(422, _("話した方のお名前を書いてください。")),
    dealing.NumberTaken: lambda _error: Told(409, _("この法人番号の取引先は、もうあります。")),
    dealing.CodeTaken: lambda _error: Told(409, _("この取引先コードの取引先は、もうあります。")),
    dealing.StalePartner: lambda _error: Told(409, _("ほかの方が先に直しました。読み直してください。")),
    dealing.NoLonger: lambda _error: Told(409, _("取引を終えた会社か、もう担当ではない方です。")),
    dealing.StillDealing: lambda _error: Told(409, _("いまも取引のある会社です。")),
    dealing.WasMerged: lambda _error: Told(409, _("ほかの取引先にまとめてあります。")),
    merging.SameRow: lambda _error: Told(409, _("同じ会社どうしは、まとめられません。")),
    merging.DifferentCompanies: lambda _error: Told(409, _("法人番号が違うので、別の会社です。")),
    ties.Stays: lambda error: Told(
        409, _("「%(what)s」を移せません。何も変えていません。") % {"what": error.what}
    ),
    AddressUnusable: lambda error: Told(422, str(error)),
    NotACorporateNumber: lambda error: Told(422, explained(error)),
}

KindCode = Literal[
    "joint",
    "machining",
    "mould",
    "heat",
    "surface",
    "casting",
    "assembly",
    "inspection",
    "design",
    "material",
    "dealer",
    "warehouse",
    "transport",
    "equipment",
    "it",
    "waste",
    "staffing",
    "research",
    "adviser",
    "group",
]


class ContactForm(Schema):
    """Somebody at a partner; `retired_on` is the last day on which one called them."""

    id: uuid.UUID
    name: str
    department: str
    role: str
    email: str
    telephone: str
    retired_on: datetime.date | None


class SiteForm(Schema):
    id: uuid.UUID
    name: str
    address: str
    retired_on: datetime.date | None


class PartnerForm(Schema):
    """`merged_into` is the partner that goes on where this one was merged; such a one is former too."""

    id: uuid.UUID
    name: str
    kana: str
    code: str
    corporate_number: str
    is_customer: bool
    is_supplier: bool
    kinds: list[str]
    tags: list[str]
    tier: int | None
    tier_said_on: datetime.date | None
    tier_said_by: str
    note: str
    is_former: bool
    merged_into: uuid.UUID | None
    revision: int
    contacts: list[ContactForm]
    sites: list[SiteForm]


class PartnersForm(Schema):
    partners: list[PartnerForm]
    next_offset: int | None


class PartnersAsked(Portion):
    """`words` must all stand in one line. `state` is today, former or all."""

    words: Annotated[str, Field(max_length=100)] = ""
    side: Literal["", "customer", "supplier"] = ""
    kind: KindCode | Literal[""] = ""
    tag: Annotated[str, Field(max_length=20)] = ""
    state: Literal["today", "former", "all"] = "all"


class NewPartner(Wanted):
    """`corporate_number` is the 法人番号 with its check digit, or "". `tier` is written only as the partner told it."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    kana: Annotated[Text, Field(max_length=120)] = ""
    code: Annotated[Text, Field(max_length=30)] = ""
    corporate_number: Annotated[Text, Field(max_length=24)] = ""
    is_customer: bool = False
    is_supplier: bool = False
    kinds: Annotated[list[KindCode], Field(max_length=40)] = []
    tags: Annotated[list[Annotated[Text, Field(max_length=20)]], Field(max_length=20)] = []
    tier: Annotated[Whole, Field(ge=1, le=9)] | None = None
    tier_said_on: Day | None = None
    tier_said_by: Annotated[Text, Field(max_length=60)] = ""
    note: Annotated[Text, Field(max_length=400)] = ""

    def told(self) -> dealing.PartnerWanted:
        said = self.model_dump(exclude={"revision"})
        return dealing.PartnerWanted(**said | {"kinds": tuple(self.kinds), "tags": tuple(self.tags)})


class ChangedPartner(NewPartner):
    """All of it anew. `revision` is that of the partner as it was read."""

    revision: Annotated[Whole, Field(ge=1)]


class NewContact(Wanted):
    name: Annotated[Text, Field(min_length=1, max_length=60)]
    department: Annotated[Text, Field(max_length=60)] = ""
    role: Annotated[Text, Field(max_length=60)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    telephone: Annotated[Text, Field(max_length=30)] = ""


class NewSite(Wanted):
    name: Annotated[Text, Field(min_length=1, max_length=60)]
    address: Annotated[Text, Field(max_length=200)] = ""


class PairForm(Schema):
    """Two partners that seem one, and why: name, reading, mail, telephone."""

    one: uuid.UUID
    other: uuid.UUID
    reasons: list[str]


class PairsForm(Schema):
    pairs: list[PairForm]


class OtherPartner(Wanted):
    other: uuid.UUID


class KeptPartner(Wanted):
    kept: uuid.UUID


@router.get(
    "/partners",
    response={200: PartnersForm, **refusals(422)},
    summary="取引先（いまの先と、以前の先）",
    operation_id="partners",
)
def partners(request: ActingRequest, asked: Query[PartnersAsked]) -> Any:
    """By reading, at most 200 at once; `next_offset` is null at the end."""
    request.actor.require(Can.PARTNER_READ)
    state = "" if asked.state == "today" else asked.state
    wanted = read.Asked(asked.words, asked.side, asked.kind, asked.tag, state)
    page = read.listed(wanted, offset=asked.offset, limit=min(asked.limit, MOST_IN_A_PORTION))
    lines = page.lines if page.offset == asked.offset else ()
    return PartnersForm(partners=[_form(line) for line in lines], next_offset=next_offset(asked, page.total))


@router.post(
    "/partners",
    response={201: PartnerForm, **body_refusals(409)},
    summary="取引先を書き足す",
    operation_id="add_partner",
)
def add_partner(request: ActingRequest, wanted: NewPartner) -> Any:
    """409 where another partner has the 法人番号 or the code."""
    return Status(201, _line(dealing.add_partner(request.actor, wanted.told())))


@router.get(
    "/partners/{uuid:partner_id}",
    response={200: PartnerForm, **refusals()},
    summary="取引先1社",
    operation_id="partner",
)
def partner(request: ActingRequest, partner_id: uuid.UUID) -> Any:
    """A former and a merged one too."""
    return _line(access.partner_for(request.actor, partner_id, Can.PARTNER_READ))


@router.put(
    "/partners/{uuid:partner_id}",
    response={200: PartnerForm, **body_refusals(409)},
    summary="取引先を直す",
    operation_id="change_partner",
)
def change_partner(request: ActingRequest, partner_id: uuid.UUID, wanted: ChangedPartner) -> Any:
    """409 where somebody changed it first, or another has the number."""
    found = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    return _line(dealing.change_partner(request.actor, found, wanted.told(), revision=wanted.revision))


@router.post(
    "/partners/{uuid:partner_id}/retire",
    response={200: PartnerForm, **refusals(409)},
    summary="取引を終える",
    operation_id="retire_partner",
)
def retire_partner(request: ActingRequest, partner_id: uuid.UUID) -> Any:
    """Until today; what is tied to it stays."""
    found = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    return _line(dealing.retire_partner(request.actor, found))


@router.post(
    "/partners/{uuid:partner_id}/resume",
    response={200: PartnerForm, **refusals(409)},
    summary="取引をまた始める",
    operation_id="resume_partner",
)
def resume_partner(request: ActingRequest, partner_id: uuid.UUID) -> Any:
    """409 for one that was merged."""
    found = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    return _line(dealing.resume_partner(request.actor, found))


@router.post(
    "/partners/{uuid:partner_id}/contacts",
    response={201: PartnerForm, **body_refusals(409)},
    summary="担当の方を書き足す",
    operation_id="add_contact",
)
def add_contact(request: ActingRequest, partner_id: uuid.UUID, wanted: NewContact) -> Any:
    """409 for a former partner."""
    found = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    dealing.add_contact(request.actor, found, dealing.ContactWanted(**wanted.model_dump()))
    return Status(201, _line(found))


@router.put(
    "/contacts/{uuid:contact_id}",
    response={200: PartnerForm, **body_refusals(409)},
    summary="担当の方を直す",
    operation_id="change_contact",
)
def change_contact(request: ActingRequest, contact_id: uuid.UUID, wanted: NewContact) -> Any:
    """All of it anew. 409 for one who is no longer called."""
    found = access.contact_for(request.actor, contact_id, Can.PARTNER_CHANGE)
    dealing.change_contact(request.actor, found, dealing.ContactWanted(**wanted.model_dump()))
    return _line(found.partner)


@router.post(
    "/contacts/{uuid:contact_id}/retire",
    response={200: PartnerForm, **refusals(409)},
    summary="担当の方を外す",
    operation_id="retire_contact",
)
def retire_contact(request: ActingRequest, contact_id: uuid.UUID) -> Any:
    """The row stays."""
    found = access.contact_for(request.actor, contact_id, Can.PARTNER_CHANGE)
    dealing.retire_contact(request.actor, found)
    return _line(found.partner)


@router.post(
    "/partners/{uuid:partner_id}/sites",
    response={201: PartnerForm, **body_refusals(409)},
    summary="取引先の拠点を書き足す",
    operation_id="add_partner_site",
)
def add_site(request: ActingRequest, partner_id: uuid.UUID, wanted: NewSite) -> Any:
    """409 for a former partner."""
    found = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    siting.add_site(request.actor, found, SiteWanted(wanted.name, wanted.address))
    return Status(201, _line(found))


@router.put(
    "/partner-sites/{uuid:partner_site_id}",
    response={200: PartnerForm, **body_refusals(409)},
    summary="取引先の拠点を直す",
    operation_id="change_partner_site",
)
def change_site(request: ActingRequest, partner_site_id: uuid.UUID, wanted: NewSite) -> Any:
    """All of it anew."""
    found = access.site_for(request.actor, partner_site_id, Can.PARTNER_CHANGE)
    siting.change_site(request.actor, found, SiteWanted(wanted.name, wanted.address))
    return _line(found.partner)


@router.post(
    "/partner-sites/{uuid:partner_site_id}/retire",
    response={200: PartnerForm, **refusals(409)},
    summary="取引先の拠点を外す",
    operation_id="retire_partner_site",
)
def retire_site(request: ActingRequest, partner_site_id: uuid.UUID) -> Any:
    """The row stays."""
    found = access.site_for(request.actor, partner_site_id, Can.PARTNER_CHANGE)
    siting.retire_site(request.actor, found)
    return _line(found.partner)


@router.get(
    "/partner-pairs",
    response={200: PairsForm, **refusals()},
    summary="同じ会社に見える取引先",
    operation_id="partner_pairs",
)
def partner_pairs(request: ActingRequest) -> Any:
    """At most 200 pairs, those with most reasons first; a person decides."""
    request.actor.require(Can.PARTNER_CHANGE)
    return PairsForm(
        pairs=[
            PairForm(one=pair.one.pk, other=pair.other.pk, reasons=[reason.value for reason in pair.reasons])
            for pair in merging.pairs()
        ]
    )


@router.post(
    "/partners/{uuid:partner_id}/merge",
    response={200: PartnerForm, **body_refusals(409)},
    summary="取引先をほかの1社にまとめる",
    operation_id="merge_partner",
)
def merge_partner(request: ActingRequest, partner_id: uuid.UUID, wanted: KeptPartner) -> Any:
    """What hangs on it goes to `kept`, which is answered. 409 where both have a 法人番号, and not the same."""
    gone = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    kept = access.partner_for(request.actor, wanted.kept, Can.PARTNER_CHANGE)
    return _line(merging.merge(request.actor, gone, kept))


@router.post(
    "/partners/{uuid:partner_id}/apart",
    response={204: None, **body_refusals(409)},
    summary="別の会社だと残す",
    operation_id="tell_partners_apart",
)
def tell_apart(request: ActingRequest, partner_id: uuid.UUID, wanted: OtherPartner) -> Any:
    """The pair is not proposed again."""
    one = access.partner_for(request.actor, partner_id, Can.PARTNER_CHANGE)
    other = access.partner_for(request.actor, wanted.other, Can.PARTNER_CHANGE)
    merging.tell_apart(request.actor, one, other)
    return Status(204, None)


def _line(row: Any) -> PartnerForm:
    return _form(read.partner_line(row))


def _form(line: read.PartnerLine) -> PartnerForm:
    return PartnerForm(
        id=line.id,
        name=line.name,
        kana=line.kana,
        code=line.code,
        corporate_number=line.corporate_number,
        is_customer=line.is_customer,
        is_supplier=line.is_supplier,
        kinds=list(line.kinds),
        tags=list(line.tags),
        tier=line.tier,
        tier_said_on=line.tier_said_on,
        tier_said_by=line.tier_said_by,
        note=line.note,
        is_former=line.retired_on is not None,
        merged_into=line.merged_into,
        revision=line.revision,
        contacts=[ContactForm.model_validate(one) for one in line.contacts],
        sites=[SiteForm.model_validate(one) for one in line.sites],
    )
