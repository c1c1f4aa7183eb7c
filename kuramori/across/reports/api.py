"""Reports over the API: of an answer file without a key, of a sheet and for the owner with one."""

from __future__ import annotations

import uuid
from typing import Any, Final, Literal

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router

from kuramori.across.reports.answer import document
from kuramori.across.reports.kinds.self_check.gather import gather
from kuramori.across.reports.of_owner import owner_page_of
from kuramori.across.reports.of_sheet import data_of
from kuramori.across.reports.render import FormatNotOffered, NoSuchReport, render
from kuramori.across.reports.report import MEDIA_TYPES
from kuramori.across.reports.take_out import take_out
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Language, Telling, Told, body_of, public_refusals, refusals, spoken
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.press.faults import GlyphMissing, PressFault
from kuramori.work.checks import access
from kuramori.work.checks.travel import ANSWER_FILE, FILE_TYPES, public_file

public = Router(tags=["public", "check"])
router = Router(tags=["reports"])

Format = Literal["pdf", "xlsx", "svg", "png", "html"]
DOCUMENT: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "content": {
                media_type.split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for media_type in MEDIA_TYPES.values()
            }
        }
    }
}


def _not_offered(error: Exception) -> Told:
    raise Http404 from error


def _not_made(error: PressFault) -> Told:
    # A character that no font has is in what was sent; everything else is trouble of ours.
    return Told(422 if isinstance(error, GlyphMissing) else 503, error.sentence(spoken()))


TELLING: Telling = {PressFault: _not_made, FormatNotOffered: _not_offered, NoSuchReport: _not_offered}


@public.post(
    "/report/{format}",
    response={200: None, **public_refusals(422, 503)},
    summary="回答ファイルの報告書",
    operation_id="check_report",
    openapi_extra={**body_of(ANSWER_FILE, *FILE_TYPES), **DOCUMENT},
)
def check_report(request: HttpRequest, format: Format, lang: Language | None = None) -> FileResponse:
    """The self-check report as a document. Nothing is kept."""
    language = lang or spoken()
    pack, file = public_file(request.body)
    data = gather(
        pack,
        file.answers,
        made_on=clock.today(),
        lang=language,
        official_score=None if file.official_score is None else float(file.official_score),
        note=file.note,
    )
    return document(render("self_check", data, format, language))


@router.get(
    "/sheets/{uuid:sheet_id}/report/{kind}.{format}",
    response={200: None, **refusals(422, 503)},
    summary="回の報告書",
    operation_id="sheet_report",
    openapi_extra=DOCUMENT,
)
def sheet_report(
    request: ActingRequest,
    sheet_id: uuid.UUID,
    kind: Literal["self_check"],
    format: Format,
    lang: Language | None = None,
) -> FileResponse:
    """Always an attachment; the taking out is in the trail before the first byte leaves."""
    sheet, language = access.sheet_for(request.actor, sheet_id, Can.REPORT_MAKE), lang or spoken()
    data = data_of(request.actor, sheet, lang=language)
    made = take_out(request.actor, kind, data, format=format, lang=language, about="sheet", thing_id=sheet.pk)
    return document(made)


@router.get(
    "/reports/owner_page.{format}",
    response={200: None, **refusals(422, 503)},
    summary="社長の1枚（最新の確定した回）",
    operation_id="owner_page",
    openapi_extra=DOCUMENT,
)
def owner_page(
    request: ActingRequest, format: Literal["pdf", "html"], lang: Language | None = None
) -> FileResponse:
    """404 while no round has been finalised."""
    language = lang or spoken()
    request.actor.require(Can.REPORT_MAKE)
    data = owner_page_of(request.actor, lang=language)
    if data is None:
        raise Http404
    made = take_out(request.actor, "owner_page", data, format=format, lang=language, about="organisation")
    return document(made)
