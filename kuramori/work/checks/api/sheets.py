"""Sheets over the API: begin or take in, answer, delegate, finalise, revise, compare, take out as a file."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Path, Query, Router
from ninja.responses import Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, body_refusals, next_offset, refusals, spoken
from kuramori.ground.people.roles import Can
from kuramori.rules import answers
from kuramori.rules.faults import Fault, Refused, words
from kuramori.work.checks import access
from kuramori.work.checks.answer import answer
from kuramori.work.checks.api.forms import (
    AnswerConflict,
    AnswerForm,
    ComparisonForm,
    DelegationForm,
    NoteConflict,
    OpenItems,
    SheetForm,
    SheetRowsForm,
    StandForm,
    answer_form,
    comparison_form,
    delegation_form,
    row_form,
    sheet_form,
    stand_form,
)
from kuramori.work.checks.api.wanted import (
    GivenAnswer,
    ItemInPath,
    NewDelegation,
    NewRound,
    NewSheet,
    Notes,
    brought,
    check_item,
)
from kuramori.work.checks.begin import begin, revise, take_in
from kuramori.work.checks.delegate import delegate, withdraw
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.given import travel_file
from kuramori.work.checks.models import Route
from kuramori.work.checks.note import note
from kuramori.work.checks.read import comparison, pack_of, pack_of_today, sheet_lines, sheet_view
from kuramori.work.checks.travel import ANSWER_FILE, pack_named

router = Router()

FILE = {"responses": {200: {"content": {"application/json": {"schema": ANSWER_FILE}}}}}


@router.get(
    "/sheets",
    response={200: SheetRowsForm, **refusals(422)},
    summary="回の一覧（新しい順）",
    operation_id="sheets",
)
def sheets(request: ActingRequest, portion: Query[Portion]) -> Any:
    """At most 200 at once; `next_offset` is null at the end."""
    request.actor.require(Can.SHEET_READ)
    lines = sheet_lines()
    shown = lines[portion.offset : portion.offset + portion.limit]
    return SheetRowsForm(
        sheets=[row_form(line) for line in shown], next_offset=next_offset(portion, len(lines))
    )


@router.post(
    "/sheets",
    response={201: StandForm, **body_refusals()},
    summary="回を始める、または回答ファイルを取り込む",
    operation_id="begin_sheet",
)
def begin_sheet(request: ActingRequest, wanted: NewSheet) -> Any:
    """Give either `pack` or `answer_file`. A file is taken in whole or not at all."""
    actor = request.actor
    actor.require(Can.SHEET_BEGIN)
    if (wanted.pack is None) == (wanted.answer_file is None):
        rule = "missing-key" if wanted.pack is None else "unknown-key"
        key = "pack" if wanted.pack is None else "answer_file"
        raise Refused([Fault("", None, None, rule, key, words({"key": key}))])
    if wanted.answer_file is not None:
        file = brought(wanted.answer_file)
        sheet = take_in(actor, pack_named(file.pack), file, name=wanted.name)
    else:
        pack = pack_named(wanted.pack or "")
        sheet = begin(actor, pack, name=wanted.name, route=Route(wanted.route))
    return Status(201, stand_form(sheet))


@router.get(
    "/sheets/{uuid:sheet_id}",
    response={200: SheetForm, **refusals()},
    summary="回の全体：設問・回答・点",
    operation_id="sheet",
)
def sheet(request: ActingRequest, sheet_id: uuid.UUID) -> Any:
    """Items stand in the pack's order. The score of a final sheet is the one that was frozen with it."""
    found = access.sheet_for(request.actor, sheet_id, Can.SHEET_READ)
    return sheet_form(request.actor, found, spoken())


@router.put(
    "/sheets/{uuid:sheet_id}/answers/{slug:item}",
    response={200: AnswerForm, **body_refusals(), 409: AnswerConflict},
    summary="一問に答える",
    operation_id="answer_item",
)
def answer_item(
    request: ActingRequest, sheet_id: uuid.UUID, item: Path[ItemInPath], wanted: GivenAnswer
) -> Any:
    """A stale `revision` is refused with 409 and the answer that stands; nothing is overwritten."""
    found = access.sheet_to_answer(request.actor, sheet_id, item)
    written = answer(
        request.actor,
        found,
        pack_of(found),
        item,
        value=wanted.value,
        comment=wanted.comment,
        revision=wanted.revision,
    )
    return answer_form(written)


@router.put(
    "/sheets/{uuid:sheet_id}/notes",
    response={200: StandForm, **body_refusals(), 409: NoteConflict},
    summary="回の名前・公式の点・控えを書き換える",
    operation_id="note_sheet",
)
def note_sheet(request: ActingRequest, sheet_id: uuid.UUID, wanted: Notes) -> Any:
    """`mark` is the one of the sheet that was seen; where it is stale, nothing is overwritten."""
    found = access.sheet_for(request.actor, sheet_id, Can.SHEET_ANSWER)
    official = None if wanted.official_score is None else round(Decimal(str(wanted.official_score)), 2)
    noted = note(
        request.actor, found, name=wanted.name, official_score=official, text=wanted.note, seen=wanted.mark
    )
    return stand_form(noted)


@router.post(
    "/sheets/{uuid:sheet_id}/finalise",
    response={200: StandForm, **refusals(), 409: OpenItems},
    summary="回を確定する",
    operation_id="finalise_sheet",
)
def finalise_sheet(request: ActingRequest, sheet_id: uuid.UUID) -> Any:
    """Freezes answers and result with the pack's digest. Items without an answer: 409, and `missing` names them."""
    found = access.sheet_for(request.actor, sheet_id, Can.SHEET_FINALISE)
    return stand_form(finalise(request.actor, found, pack_of(found)))


@router.post(
    "/sheets/{uuid:sheet_id}/revise",
    response={201: StandForm, **body_refusals(409)},
    summary="確定した回をもとに次の回を始める",
    operation_id="revise_sheet",
)
def revise_sheet(request: ActingRequest, sheet_id: uuid.UUID, wanted: NewRound) -> Any:
    """Answers that the list of today still takes come along."""
    found = access.sheet_for(request.actor, sheet_id, Can.SHEET_BEGIN)
    made = revise(request.actor, found, pack_of_today(found), name=wanted.name)
    return Status(201, stand_form(made))


@router.get(
    "/sheets/{uuid:sheet_id}/answers-file",
    response={200: None, **refusals()},
    summary="回を回答ファイルで受け取る",
    operation_id="answers_file",
    openapi_extra=FILE,
)
def answers_file(request: ActingRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """The file that travels: `*.kuramori.json`, exactly what can be scored or taken in again."""
    found = access.sheet_for(request.actor, sheet_id, Can.SHEET_READ)
    response = HttpResponse(answers.write(travel_file(found)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.pk}.kuramori.json"'
    return response


@router.get(
    "/sheets/{uuid:sheet_id}/compare/{uuid:other_id}",
    response={200: ComparisonForm, **refusals(409)},
    summary="二つの回を比べる",
    operation_id="compare_sheets",
)
def compare_sheets(request: ActingRequest, sheet_id: uuid.UUID, other_id: uuid.UUID) -> Any:
    """In whichever order they are named, the older one comes first."""
    one = access.sheet_for(request.actor, sheet_id, Can.SHEET_READ)
    other = access.sheet_for(request.actor, other_id, Can.SHEET_READ)
    return comparison_form(comparison(one, other))


@router.post(
    "/sheets/{uuid:sheet_id}/delegations",
    response={201: DelegationForm, **body_refusals(409)},
    summary="一問を同僚に頼む",
    operation_id="delegate_item",
)
def delegate_item(request: ActingRequest, sheet_id: uuid.UUID, wanted: NewDelegation) -> Any:
    """An earlier request for the same item is withdrawn."""
    actor = request.actor
    found = access.sheet_for(actor, sheet_id, Can.SHEET_DELEGATE)
    pack = pack_of(found)
    check_item(pack, wanted.item)
    person = access.colleague_for(actor, wanted.person)
    delegate(actor, found, pack, wanted.item, person=person, message=wanted.message, due_on=wanted.due_on)
    return Status(201, delegation_form(sheet_view(actor, found).line(wanted.item)))


@router.delete(
    "/delegations/{uuid:delegation_id}",
    response={204: None, **refusals(409)},
    summary="同僚への頼みを取り下げる",
    operation_id="withdraw_delegation",
)
def withdraw_delegation(request: ActingRequest, delegation_id: uuid.UUID) -> Any:
    """The colleague no longer sees it."""
    asked = access.delegation_for(request.actor, delegation_id)
    withdraw(request.actor, asked, pack_of(asked.sheet))
    return Status(204, None)
