"""Evidence over the API: list, link, upload, download, take off."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import FileResponse, Http404
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.responses import Status
from pydantic import Field

from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.papers.store import take_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Text, body_refusals, only_these, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.checks import access
from kuramori.work.checks.api.forms import EvidenceForm, evidence_forms
from kuramori.work.checks.api.wanted import Item, NewLink, check_item
from kuramori.work.checks.evidence import LONGEST_TITLE, attach_file, attach_link, remove_evidence
from kuramori.work.checks.models import Evidence, Sheet
from kuramori.work.checks.read import pack_of, sheet_view

router = Router()

BYTES = {
    "responses": {
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    }
}
Title = Annotated[Text, Field(max_length=LONGEST_TITLE)]


class EvidenceListForm(Schema):
    evidence: list[EvidenceForm]


@router.get(
    "/sheets/{uuid:sheet_id}/evidence",
    response={200: EvidenceListForm, **refusals()},
    summary="根拠の一覧",
    operation_id="evidence",
)
def evidence(request: ActingRequest, sheet_id: uuid.UUID) -> Any:
    """In the pack's order of measures, oldest first within an item."""
    sheet = access.sheet_for(request.actor, sheet_id, Can.SHEET_READ)
    lines = sheet_view(request.actor, sheet).lines
    return EvidenceListForm(evidence=[form for line in lines for form in evidence_forms(line)])


@router.post(
    "/sheets/{uuid:sheet_id}/evidence/links",
    response={201: EvidenceForm, **body_refusals(409)},
    summary="根拠にリンクか題を足す",
    operation_id="add_link",
)
def add_link(request: ActingRequest, sheet_id: uuid.UUID, wanted: NewLink) -> Any:
    """A title alone tells where something lies, such as a shelf."""
    sheet = access.sheet_to_answer(request.actor, sheet_id, wanted.item)
    pack = pack_of(sheet)
    check_item(pack, wanted.item)
    added = attach_link(request.actor, sheet, pack, wanted.item, title=wanted.title, url=wanted.url)
    return Status(201, _form(request, sheet, added))


@router.post(
    "/sheets/{uuid:sheet_id}/evidence/files",
    response={201: EvidenceForm, **body_refusals(409)},
    summary="根拠にファイルを足す",
    operation_id="add_file",
)
def add_file(
    request: ActingRequest,
    sheet_id: uuid.UUID,
    file: File[UploadedFile],
    item: Item = Form(),  # noqa: B008  ninja reads it here; in the annotation it loses the default beside a limit
    title: Title = Form(""),  # noqa: B008
) -> Any:
    """One file of at most 20 MB as multipart/form-data; its kind is told by its content, its hash is kept."""
    only_these(request, {"item", "title"}, {"file"})
    sheet = access.sheet_to_answer(request.actor, sheet_id, item)
    pack = pack_of(sheet)
    check_item(pack, item)
    added = attach_file(
        request.actor, sheet, pack, item, title=title, name=file.name or "", chunks=file.chunks()
    )
    return Status(201, _form(request, sheet, added))


@router.get(
    "/evidence/{uuid:evidence_id}/file",
    response={200: None, **refusals(410)},
    summary="根拠のファイルを受け取る",
    operation_id="evidence_file",
    openapi_extra=BYTES,
)
def evidence_file(request: ActingRequest, evidence_id: uuid.UUID) -> FileResponse:
    """Always as an attachment; the look is in the trail before the first byte leaves."""
    found = access.evidence_to_see(request.actor, evidence_id)
    if found.file is None:
        raise Http404
    content = take_out(request.actor, found.file)
    return as_attachment(
        content, name=found.file.name, media_type="application/octet-stream", size=found.file.size
    )


@router.delete(
    "/evidence/{uuid:evidence_id}",
    response={204: None, **refusals(409)},
    summary="根拠を一つ外す",
    operation_id="remove_evidence",
)
def remove(request: ActingRequest, evidence_id: uuid.UUID) -> Any:
    """The file itself is kept; the sheet no longer shows it."""
    found = access.evidence_to_remove(request.actor, evidence_id)
    remove_evidence(request.actor, found, pack_of(found.sheet))
    return Status(204, None)


def _form(request: ActingRequest, sheet: Sheet, added: Evidence) -> EvidenceForm:
    line = sheet_view(request.actor, sheet).line(added.item)
    return next(form for form in evidence_forms(line) if form.id == added.pk)
