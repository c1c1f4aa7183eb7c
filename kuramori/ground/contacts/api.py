"""Partners over the API: list and add."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts import dealing, read
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    body_refusals,
    next_offset,
    not_allowed,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.rules.corporate_numbers import NotACorporateNumber

router = Router(tags=["partners"])

TELLING: Telling = {
    NotAllowed: not_allowed,
    dealing.NameMissing: lambda _error: Told(422, _("名前を書いてください。")),
    dealing.NumberTaken: lambda _error: Told(409, _("この法人番号の取引先は、もうあります。")),
    NotACorporateNumber: lambda _error: Told(422, _("この番号は法人番号ではありません。")),
}


class PartnerForm(Schema):
    id: uuid.UUID
    name: str
    kana: str
    corporate_number: str
    is_customer: bool
    is_supplier: bool
    note: str
    is_former: bool


class PartnersForm(Schema):
    partners: list[PartnerForm]
    next_offset: int | None


class NewPartner(Wanted):
    """`corporate_number` is the 法人番号 with its check digit, or ""."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    kana: Annotated[Text, Field(max_length=120)] = ""
    corporate_number: Annotated[Text, Field(max_length=24)] = ""
    is_customer: bool = False
    is_supplier: bool = False
    note: Annotated[Text, Field(max_length=400)] = ""


@router.get(
    "/partners",
    response={200: PartnersForm, **refusals(422)},
    summary="取引先（いまの先、次に以前の先）",
    operation_id="partners",
)
def partners(request: ActingRequest, portion: Query[Portion]) -> Any:
    """At most 200 at once; `next_offset` is null at the end."""
    request.actor.require(Can.PARTNER_READ)
    lines = [*read.partners(), *read.partners(former=True)]
    return PartnersForm(
        partners=[_form(line) for line in lines[portion.offset : portion.offset + portion.limit]],
        next_offset=next_offset(portion, len(lines)),
    )


@router.post(
    "/partners",
    response={201: PartnerForm, **body_refusals(409)},
    summary="取引先を書き足す",
    operation_id="add_partner",
)
def add_partner(request: ActingRequest, wanted: NewPartner) -> Any:
    """409 where another partner has the 法人番号."""
    row = dealing.add_partner(request.actor, dealing.PartnerWanted(**wanted.model_dump()))
    return Status(201, _form(read.partner_line(row)))


def _form(line: read.PartnerLine) -> PartnerForm:
    return PartnerForm(
        id=line.id,
        name=line.name,
        kana=line.kana,
        corporate_number=line.corporate_number,
        is_customer=line.is_customer,
        is_supplier=line.is_supplier,
        note=line.note,
        is_former=line.retired_on is not None,
    )
