"""Own lists of questions over the API: brought in as JSON by the rules of the Excel form, looked at, used, retired."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.packs import own
from kuramori.ground.packs.models import OwnPack
from kuramori.ground.packs.own import LONGEST_TITLE, NotToUse, OwnListRefused
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
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
from kuramori.rules.own_list import ENGLISH, MOST_LEVELS, Row, RowFault
from kuramori.work.requests.access_bulk import own_list_for
from kuramori.work.requests.reading import own_lists as reading
from kuramori.work.requests.workbooks import own_lists

MOST_TOLD = 200
USUAL_LEVELS = 3


def _refused(error: OwnListRefused) -> Told:
    found = error.faults[:MOST_TOLD]
    return Told(422, own_lists.sentence(found[0]), {"faults": [_fault(one) for one in found]})


router = Router()
TELLING: Telling = {
    OwnListRefused: _refused,
    NotToUse: lambda _error: Told(409, str(own_lists.NOT_TO_USE)),
}


class EnglishWords(Wanted):
    """What is told in English; what is empty stands in Japanese."""

    group: Text = ""
    title: Text = ""
    question: Text = ""
    why: Text = ""


class QuestionWanted(Wanted):
    """One question. `states` say what one would see from the lowest level to the best: none of them, or as many
    as the other questions of the list tell."""

    question: Text
    why: Text
    number: Text = ""
    group: Text = ""
    title: Text = ""
    states: Annotated[list[Text], Field(max_length=MOST_LEVELS)] = []
    na_allowed: bool = False
    evidence: list[Text] = []
    ask: Text = ""
    english: EnglishWords | None = None


class EditionWanted(Wanted):
    """The questions in their order, at most 1,000."""

    questions: list[QuestionWanted]


class OwnListWanted(EditionWanted):
    """A title that a list of ours has already makes the next edition of that one."""

    title: Annotated[Text, Field(pattern=r"\S", max_length=LONGEST_TITLE)]


class OwnListRow(Schema):
    """`pack` names the list in a profile. It can be asked by once `accepted_at` is told, until it is retired."""

    id: uuid.UUID
    pack: str
    version: str
    digest: str
    title: str
    made_at: datetime.datetime
    accepted_at: datetime.datetime | None
    retired_at: datetime.datetime | None


class OwnListRows(Schema):
    """The newest first; every edition."""

    lists: list[OwnListRow]
    total: int
    next_offset: int | None


class QuestionForm(Schema):
    """`item` names the question in a profile; `states` from the lowest level to the best."""

    item: str
    number: str
    group: str
    title: str
    question: str
    why: str
    states: list[str]
    na_allowed: bool
    evidence: list[str]


class OwnListForm(OwnListRow):
    questions: list[QuestionForm]


@router.get(
    "/requests/own-lists",
    response={200: OwnListRows, **refusals(422)},
    summary="自社の設問の一覧",
    operation_id="own_lists",
)
def listed(request: ActingRequest, portion: Query[Portion]) -> Any:
    """With those that are retired."""
    request.actor.require(Can.PROFILE_CHANGE)
    rows = OwnPack.objects.order_by("-made_at", "pk")
    total = rows.count()
    return OwnListRows(
        lists=[_row(one) for one in rows[portion.offset : portion.offset + portion.limit]],
        total=total,
        next_offset=next_offset(portion, total),
    )


@router.post(
    "/requests/own-lists",
    response={201: OwnListForm, **body_refusals()},
    summary="自社の設問を取り込む",
    operation_id="make_own_list",
)
def make(request: ActingRequest, wanted: OwnListWanted) -> Any:
    """Nobody can ask by it before it was looked at and is used. The same once more: the edition that stands."""
    return Status(201, form_of(own.read_in(request.actor, wanted.title.strip(), _rows(wanted))))


@router.get(
    "/requests/own-lists/{uuid:list_id}",
    response={200: OwnListForm, **refusals()},
    summary="自社の設問一つの全文",
    operation_id="own_list",
)
def one(request: ActingRequest, list_id: uuid.UUID) -> Any:
    """As it would be asked, in the language of the call."""
    return form_of(own_list_for(request.actor, list_id, Can.PROFILE_CHANGE))


@router.post(
    "/requests/own-lists/{uuid:list_id}/editions",
    response={201: OwnListForm, **body_refusals()},
    summary="自社の設問の新しい版を取り込む",
    operation_id="revise_own_list",
)
def revise(request: ActingRequest, list_id: uuid.UUID, wanted: EditionWanted) -> Any:
    """The next edition under the same title; the one in use stays in use until this one is."""
    row = own_list_for(request.actor, list_id, Can.PROFILE_CHANGE)
    return Status(201, form_of(own.read_in(request.actor, row.title, _rows(wanted))))


@router.post(
    "/requests/own-lists/{uuid:list_id}/use",
    response={200: OwnListRow, **refusals(409)},
    summary="自社の設問を使い始める",
    operation_id="use_own_list",
)
def use(request: ActingRequest, list_id: uuid.UUID) -> Any:
    """From now on it is fixed and requests may ask by it; an older edition is retired with that."""
    row = own_list_for(request.actor, list_id, Can.PROFILE_CHANGE)
    is_used = row.accepted_at is not None and row.retired_at is None
    return _row(row if is_used else own.accept(request.actor, row))


@router.post(
    "/requests/own-lists/{uuid:list_id}/retire",
    response={200: OwnListRow, **refusals()},
    summary="自社の設問を使うのをやめる",
    operation_id="retire_own_list",
)
def retire(request: ActingRequest, list_id: uuid.UUID) -> Any:
    """No new request asks by it; what was asked stays."""
    row = own_list_for(request.actor, list_id, Can.PROFILE_CHANGE)
    return _row(row if row.retired_at is not None else own.retire(request.actor, row))


def form_of(row: OwnPack) -> OwnListForm:
    """A list with its questions."""
    page = reading.list_page(row)
    return OwnListForm(
        **_row(row).dict(),
        questions=[
            QuestionForm(
                item=one.item,
                number=one.number,
                group=one.group,
                title=one.title,
                question=one.question,
                why=one.why,
                states=[words for _name, words in one.states],
                na_allowed=one.na_allowed,
                evidence=list(one.evidence),
            )
            for one in page.questions
        ],
    )


def _row(row: OwnPack) -> OwnListRow:
    return OwnListRow(
        id=row.pk,
        pack=row.pack_id,
        version=row.version,
        digest=row.digest,
        title=row.title,
        made_at=row.made_at,
        accepted_at=row.accepted_at,
        retired_at=row.retired_at,
    )


def _rows(wanted: EditionWanted) -> list[Row]:
    """As the sheet's reader gives them: what is not told is empty, the ends are trimmed, `at` counts from 1."""
    levels = max((len(one.states) for one in wanted.questions), default=0) or USUAL_LEVELS
    rows = []
    for at, one in enumerate(wanted.questions, start=1):
        said = one.english.model_dump() if one.english else {}
        rows.append(
            Row(
                at,
                number=one.number.strip(),
                group=one.group.strip(),
                title=one.title.strip(),
                question=one.question.strip(),
                why=one.why.strip(),
                states=tuple(word.strip() for word in one.states) or ("",) * levels,
                na_allowed=one.na_allowed,
                evidence="\n".join(one.evidence).strip(),
                ask=one.ask.strip(),
                english={name: words for name in ENGLISH if (words := said.get(name, "").strip())},
            )
        )
    return rows


def _fault(fault: RowFault) -> dict[str, Any]:
    place = f"questions.{fault.at - 1}" if fault.at else "questions"
    return {
        "path": "",
        "line": None,
        "column": None,
        "place": f"{place}.{fault.field}" if fault.field else place,
        "rule": fault.code,
        "message": own_lists.sentence(fault),
    }
