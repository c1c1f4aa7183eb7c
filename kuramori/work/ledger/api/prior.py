"""先使用の記録 over the API: list, add with or without a file, take the file, withdraw."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import FileResponse, Http404
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import Field

from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.papers.store import take_out
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Day, Text, body_refusals, only_these, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, looks, prior_use
from kuramori.work.ledger.api.shapes_told import NewPrior, PriorRow, PriorRows, WithdrawnPrior
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.models import PriorKind, PriorRecord
from kuramori.work.ledger.reading.life import prior_rows

router = Router()

BYTES = {
    "responses": {
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    }
}
Title = Annotated[Text, Field(min_length=1, max_length=120)]


@router.get(
    "/assets/{uuid:asset_id}/prior-uses",
    response={200: PriorRows, **refusals()},
    summary="先使用の記録",
    operation_id="prior_uses",
)
def prior_uses(request: ActingRequest, asset_id: uuid.UUID) -> Any:
    """Withdrawn ones included."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_READ)
    looks.note(request.actor, access.opened([found]))
    return PriorRows(records=[] if found.is_masked else [_row(row) for row in prior_rows(found)])


@router.post(
    "/assets/{uuid:asset_id}/prior-uses",
    response={201: PriorRow, **body_refusals(), 409: Conflict},
    summary="先使用の記録に足す（照合値か、原本のある場所）",
    operation_id="add_prior_use",
)
def add_prior_use(request: ActingRequest, asset_id: uuid.UUID, wanted: NewPrior) -> Any:
    """422 where neither a hash nor a place is told."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    told = prior_use.PriorWanted(wanted.kind, wanted.title, wanted.of_on, wanted.sha256, wanted.kept_at)
    return Status(201, _row(prior_use.add_prior(request.actor, found, told)))


@router.post(
    "/assets/{uuid:asset_id}/prior-uses/files",
    response={201: PriorRow, **body_refusals(), 409: Conflict},
    summary="先使用の記録に、ファイルごと足す",
    operation_id="add_prior_file",
)
def add_prior_file(
    request: ActingRequest,
    asset_id: uuid.UUID,
    file: File[UploadedFile],
    kind: PriorKind = Form(),  # noqa: B008  ninja reads it here
    title: Title = Form(),  # noqa: B008
    of_on: Day = Form(),  # noqa: B008
) -> Any:
    """One file of at most 20 MB as multipart/form-data; its kind is told by its content, its hash is kept."""
    only_these(request, {"kind", "title", "of_on"}, {"file"})
    found = access.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    told = prior_use.PriorWanted(kind, title, of_on, file_name=file.name or "", chunks=file.chunks())
    return Status(201, _row(prior_use.add_prior(request.actor, found, told)))


@router.get(
    "/prior-uses/{uuid:prior_id}/file",
    response={200: None, **refusals(410)},
    summary="先使用の記録のファイルを受け取る",
    operation_id="prior_file",
    openapi_extra=BYTES,
)
def prior_file(request: ActingRequest, prior_id: uuid.UUID) -> FileResponse:
    """Always as an attachment; the look is in the trail before the first byte leaves."""
    actor = request.actor
    row = _prior_for(actor, prior_id, Can.ASSET_READ)
    access.require_open(actor, row.asset)
    actor.require(Can.FILE_READ)
    if row.file is None:
        raise Http404
    looks.note(actor, [row.asset])
    content = take_out(actor, row.file)
    return as_attachment(
        content, name=row.file.name, media_type="application/octet-stream", size=row.file.size
    )


@router.post(
    "/prior-uses/{uuid:prior_id}/withdraw",
    response={200: PriorRow, **body_refusals(), 409: Conflict},
    summary="先使用の記録を取り下げる",
    operation_id="withdraw_prior",
)
def withdraw_prior(request: ActingRequest, prior_id: uuid.UUID, wanted: WithdrawnPrior) -> Any:
    """It stays, with its reason. 409 where that was told before."""
    row = _prior_for(request.actor, prior_id, Can.ASSET_CHANGE)
    return _row(prior_use.withdraw_prior(request.actor, row, wanted.reason))


def _prior_for(actor: Actor, prior_id: uuid.UUID, can: Can) -> PriorRecord:
    row: PriorRecord | None = PriorRecord.objects.filter(pk=prior_id).select_related("file").first()
    if row is None:
        raise Http404
    row.asset = access.asset_for(actor, row.asset_id, can)
    return row


def _row(row: PriorRecord) -> PriorRow:
    return PriorRow(
        id=row.pk,
        kind=PriorKind(row.kind),
        title=row.title,
        of_on=row.of_on,
        sha256=row.sha256,
        kept_at=row.kept_at,
        has_file=row.file_id is not None,
        entry=row.entry_index,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )
