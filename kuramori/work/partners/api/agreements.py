"""Agreements over the API: list, draft, read on a day, change from a day, conclude, and what has no agreement."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Strict

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.papers.store import receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Refusal,
    Telling,
    Text,
    Told,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    only_these,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.partners import access, agreeing
from kuramori.work.partners.models import Agreement, AgreementKind, ConcludedBy
from kuramori.work.partners.reading import agreements as reading
from kuramori.work.partners.reading.coverage import cells_by_partner
from kuramori.work.partners.reading.explaining import said
from kuramori.work.partners.reading.terms import values_of
from kuramori.work.partners.terms_values import TermRefused, keep

router = Router()
KindCode = Literal[
    "mutual", "ours_given", "theirs_given", "clause", "memorandum", "cloud_terms", "sample_loan"
]
# Text, a code, a day as ISO text; a count; a yes or no; several lines or codes; null to make a term silent.
Value = (
    Annotated[Text, Field(max_length=600)]
    | Whole
    | Annotated[bool, Strict()]
    | list[Annotated[Text, Field(max_length=200)]]
    | None
)
Terms = dict[Annotated[Text, Field(max_length=40)], Value]


class Moved(Refusal):
    """Somebody was first: `revision` is that of what stands."""

    revision: int | None = None


TELLING: Telling = {
    agreeing.NumberTaken: lambda error: Told(409, error.sentence),
    agreeing.AgreementClosed: lambda error: Told(409, error.sentence),
    agreeing.AgreementRefused: lambda error: Told(422, error.sentence),
    TermRefused: lambda error: Told(422, error.sentence),
    agreeing.StaleAgreement: lambda error: Told(
        409, _("ほかの方が先に直しました。読み直してください。"), {"revision": error.current.revision}
    ),
}


class AgreementRow(Schema):
    """One agreement as it stands on a day. `where` is a code; `last_on` the present term's last day."""

    id: uuid.UUID
    number: str
    title: str
    kind: str
    partner_id: uuid.UUID
    partner: str
    where: str
    concluded_on: datetime.date | None
    first_on: datetime.date | None
    last_on: datetime.date | None
    notice_by: datetime.date | None
    secrecy: str
    secrecy_on: datetime.date | None


class AgreementRows(Schema):
    agreements: list[AgreementRow]
    next_offset: int | None


class Finding(Schema):
    """What the terms leave open or get wrong: a code, the sentence, and what to do."""

    code: str
    text: str
    then: str


class AgreementForm(AgreementRow):
    """With everything that is written: `terms` by name, what is silent left out."""

    their_number: str
    original_at: str
    original_sha256: str
    terms: dict[str, Any]
    findings: list[Finding]
    annex: list[str]
    revision: int


class AgreementsAsked(Portion):
    """`words` must all be found in number, title or partner."""

    words: Annotated[str, Field(max_length=100)] = ""
    kind: KindCode | Literal[""] = ""


class OnDay(Schema):
    on: Day | None = None


class NewAgreement(Wanted):
    """`terms` by their names, as `terms_fields` lists them. An empty `number` is given."""

    partner: uuid.UUID
    kind: KindCode
    title: Annotated[Text, Field(max_length=120)] = ""
    number: Annotated[Text, Field(max_length=30)] = ""
    their_number: Annotated[Text, Field(max_length=60)] = ""
    original_at: Annotated[Text, Field(max_length=120)] = ""
    terms: Terms = {}


class ChangedTerms(Wanted):
    """Without `from_on` it was so from the first day."""

    terms: Terms
    revision: Whole
    reason: Annotated[Text, Field(max_length=400)] = ""
    from_on: Day | None = None


class Concluded(Wanted):
    """On paper, which lies at `original_at` or is scanned; elsewhere (an e-contract), whose file was kept before; by
    consent to terms of use. By a link both signatories conclude themselves.
    """

    on: Day
    revision: Whole
    by: Literal["paper", "elsewhere", "consent"] = "paper"
    original_at: Annotated[Text, Field(max_length=120)] = ""
    our_signatory: Annotated[Text, Field(max_length=60)] = ""
    their_signatory: Annotated[Text, Field(max_length=60)] = ""


class DeclinedAgreement(Wanted):
    revision: Whole
    reason: Annotated[Text, Field(min_length=1, max_length=400)]


class CoverageRow(Schema):
    """`way` is went, may_go or held."""

    partner_id: uuid.UUID
    way: str
    thing: str
    under: str
    words: str
    is_known: bool
    step: str


class CoverageRows(Schema):
    rows: list[CoverageRow]
    unknown: int


@router.get(
    "/agreements",
    response={200: AgreementRows, **refusals(422)},
    summary="取引先との契約",
    operation_id="agreements",
)
def agreements(request: ActingRequest, asked: Query[AgreementsAsked]) -> Any:
    """Newest number first."""
    request.actor.require(Can.AGREEMENT_READ)
    rows = reading.narrowed(reading.Asked(q=asked.words, kind=asked.kind))
    part = list(rows[asked.offset : asked.offset + asked.limit])
    return AgreementRows(
        agreements=[AgreementRow(**_row(line)) for line in reading.lines_of(part)],
        next_offset=next_offset(asked, rows.count()),
    )


@router.post(
    "/agreements",
    response={201: AgreementForm, **body_refusals(), 409: Moved},
    summary="契約の下書きを作る",
    operation_id="draft_agreement",
)
def draft(request: ActingRequest, wanted: NewAgreement) -> Any:
    """A draft; it covers nothing until it is concluded."""
    actor = request.actor
    partner = partner_for(actor, wanted.partner, Can.AGREEMENT_CHANGE)
    told = agreeing.Wanted(
        partner=partner,
        kind=AgreementKind(wanted.kind),
        title=wanted.title,
        number=wanted.number,
        their_number=wanted.their_number,
        original_at=wanted.original_at,
    )
    return Status(201, _form(actor, agreeing.draft(actor, told, wanted.terms)))


@router.get(
    "/agreements/{uuid:agreement_id}",
    response={200: AgreementForm, **refusals(422)},
    summary="契約（過ぎた日も）",
    operation_id="agreement",
)
def agreement(request: ActingRequest, agreement_id: uuid.UUID, asked: Query[OnDay]) -> Any:
    """As it read on a day, today unless told."""
    found = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_READ)
    return _form(request.actor, found, asked.on)


@router.post(
    "/agreements/{uuid:agreement_id}/terms",
    response={200: AgreementForm, **body_refusals(), 409: Moved},
    summary="契約の条件を直す",
    operation_id="change_terms",
)
def change_terms(request: ActingRequest, agreement_id: uuid.UUID, wanted: ChangedTerms) -> Any:
    """What is spoken of holds from the day on; earlier days stay as they were."""
    found = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_CHANGE)
    row = agreeing.change_terms(
        request.actor,
        found,
        wanted.terms,
        revision=wanted.revision,
        reason=wanted.reason,
        from_on=wanted.from_on,
    )
    return _form(request.actor, row)


@router.post(
    "/agreements/{uuid:agreement_id}/conclude",
    response={200: AgreementForm, **body_refusals(), 409: Moved},
    summary="締結を記録する（紙・ほかの電子契約・規約への同意）",
    operation_id="conclude_agreement",
)
def conclude(request: ActingRequest, agreement_id: uuid.UUID, wanted: Concluded) -> Any:
    """422 where nothing is kept of it: the place of the paper, or its file (`keep_original`)."""
    found = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_CONCLUDE)
    how = agreeing.Conclusion(
        wanted.on,
        ConcludedBy(wanted.by),
        original_at=wanted.original_at,
        our_signatory={"name": wanted.our_signatory} if wanted.our_signatory else {},
        their_signatory={"name": wanted.their_signatory} if wanted.their_signatory else {},
    )
    return _form(request.actor, agreeing.conclude(request.actor, found, how, revision=wanted.revision))


@router.post(
    "/agreements/{uuid:agreement_id}/original",
    response={201: AgreementForm, **body_refusals(), 409: Moved},
    summary="契約の原本の写しを入れる",
    operation_id="keep_original",
)
def keep_original(
    request: ActingRequest,
    agreement_id: uuid.UUID,
    file: File[UploadedFile],
    revision: int = Form(ge=1),
) -> Any:
    """One file of at most 20 MB as multipart/form-data; its kind is told by its content, its hash is kept."""
    only_these(request, {"revision"}, {"file"})
    found = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_CHANGE)
    received = receive(request.actor, name=file.name or "", chunks=file.chunks())
    row, _file = agreeing.keep_original(request.actor, found, received, revision=revision)
    return Status(201, _form(request.actor, row))


@router.post(
    "/agreements/{uuid:agreement_id}/decline",
    response={200: AgreementForm, **body_refusals(), 409: Moved},
    summary="契約がまとまらなかったと残す",
    operation_id="decline_agreement",
)
def decline(request: ActingRequest, agreement_id: uuid.UUID, wanted: DeclinedAgreement) -> Any:
    """A draft or an offer that came to nothing; the row stays."""
    found = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_CONCLUDE)
    row = agreeing.decline(request.actor, found, revision=wanted.revision, reason=wanted.reason)
    return _form(request.actor, row)


@router.get(
    "/agreements-coverage",
    response={200: CoverageRows, **refusals()},
    summary="取引先・情報・契約の対応",
    operation_id="agreements_coverage",
)
def coverage(request: ActingRequest) -> Any:
    """What went or may go to whom, what is held of whom, under what; `unknown` has no agreement behind it."""
    request.actor.require(Can.AGREEMENT_READ)
    cells, shown = cells_by_partner(request.actor)
    looks.note(request.actor, ledger.opened([asset for _key, asset in shown]))
    rows = [
        CoverageRow(
            partner_id=key,
            way=one.way,
            thing=one.thing,
            under=one.under,
            words=one.words,
            is_known=one.is_known,
            step=one.step,
        )
        for key, found in cells.items()
        for one in found
    ]
    return CoverageRows(rows=rows, unknown=sum(not row.is_known for row in rows))


def _row(line: reading.Line) -> dict[str, Any]:
    stands = line.standing
    return {
        "id": line.id,
        "number": line.number,
        "title": line.title,
        "kind": line.kind,
        "partner_id": line.partner_id,
        "partner": line.partner,
        "where": stands.where.value,
        "concluded_on": line.concluded_on,
        "first_on": stands.first_on,
        "last_on": stands.last_on,
        "notice_by": stands.notice_by,
        "secrecy": stands.secrecy,
        "secrecy_on": stands.secrecy_on,
    }


def _form(actor: Actor, row: Agreement, on: datetime.date | None = None) -> AgreementForm:
    page = reading.agreement_page(actor, row, on)
    looks.note(actor, ledger.opened([line.asset for line in page.annex]))
    findings = said(page.line.standing.findings)
    return AgreementForm(
        **_row(page.line),
        their_number=row.their_number,
        original_at=row.original_at,
        original_sha256=row.original.sha256 if row.original else "",
        terms=keep(values_of([row.pk], on).get(row.pk, {})),
        findings=[Finding(code=one.code, text=one.text, then=one.then) for one in findings],
        annex=[line.number for line in page.annex],
        revision=row.revision,
    )
