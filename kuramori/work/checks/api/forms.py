"""What leaves over the API: the frozen values of `read`, with ids and codes where pages have words."""

from __future__ import annotations

import datetime
import uuid

from ninja import Schema

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.calls import Refusal
from kuramori.rules.score_form import score_form, total_form
from kuramori.rules.scoring import score
from kuramori.work.checks.given import given_answers
from kuramori.work.checks.models import Answer, Sheet
from kuramori.work.checks.note import mark_of
from kuramori.work.checks.read import Comparison, ItemLine, SheetLine, pack_of, score_of, sheet_view

Number = int | float


class TotalForm(Schema):
    points: Number
    max: Number
    score: int | None


class GroupForm(Schema):
    """`share` is points ÷ max, 0 to 1, null where max is 0."""

    id: str
    title: str
    points: Number
    max: Number
    share: float | None


class ScoreForm(Schema):
    """As `kuramori check score --json`. `total.score` is null, and `provisional` is not, until all is answered."""

    pack: str
    version: str
    digest: str
    profile: str
    answered: int
    applicable: int
    total: TotalForm
    provisional: TotalForm | None
    measures: list[GroupForm]
    steps: list[GroupForm]
    fields: list[GroupForm]


class NotApplicableForm(Schema):
    na: str


Value = int | NotApplicableForm | None


class AnswerForm(Schema):
    """`value` is a level, `{"na": reason}`, or null; `revision` is 0 where nobody has answered yet."""

    item: str
    value: Value
    comment: str
    revision: int
    answered_at: datetime.datetime | None
    answered_by: str


class FileForm(Schema):
    """`size` in bytes."""

    name: str
    size: int
    sha256: str


class EvidenceForm(Schema):
    """A file, a link (`url`), or a title alone."""

    id: uuid.UUID
    item: str
    title: str
    url: str | None
    file: FileForm | None
    added_at: datetime.datetime
    added_by: str


class DelegationForm(Schema):
    """`is_open`: that colleague has not answered yet."""

    id: uuid.UUID
    item: str
    person: str
    asked_by: str
    message: str
    due_on: datetime.date | None
    is_open: bool


class SheetItemForm(AnswerForm):
    """`may_answer`: this key may change the answer now."""

    number: str
    title: str
    may_answer: bool
    evidence: list[EvidenceForm]
    delegation: DelegationForm | None


class SheetForm(Schema):
    """`mark` goes back with changed notes; `score` is frozen once the sheet is final."""

    id: uuid.UUID
    name: str
    state: str
    route: str
    pack: str
    version: str
    digest: str
    previous: uuid.UUID | None
    begun_at: datetime.datetime
    begun_by: str
    finalised_at: datetime.datetime | None
    finalised_by: str
    official_score: Number | None
    note: str
    mark: str
    missing: list[str]
    items: list[SheetItemForm]
    score: ScoreForm


class StandForm(Schema):
    """How a sheet stands after a change; a key that may not read sheets learns no answer from it."""

    id: uuid.UUID
    name: str
    state: str
    mark: str
    missing: list[str]
    total: TotalForm


class SheetRowForm(Schema):
    """`score`, `points` and `max` are null while the sheet is a draft."""

    id: uuid.UUID
    name: str
    state: str
    pack_title: str
    version: str
    begun_at: datetime.datetime
    begun_by: str
    finalised_at: datetime.datetime | None
    finalised_by: str
    score: int | None
    points: Number | None
    max: Number | None
    answered: int
    items: int


class SheetRowsForm(Schema):
    sheets: list[SheetRowForm]
    next_offset: int | None


class RoundForm(Schema):
    id: uuid.UUID
    name: str
    on: datetime.date
    is_final: bool
    version: str
    score: int | None
    points: Number
    max: Number


class MeasureChangeForm(Schema):
    """Whole percents, null where nothing applies."""

    mark: str
    title: str
    before: int | None
    after: int | None
    delta: int | None


class ItemChangeForm(Schema):
    """`direction` is 1 up, -1 down, 0 where one side is not a level."""

    id: str
    number: str
    title: str
    before: Value
    after: Value
    direction: int


class ComparisonForm(Schema):
    """Two rounds of the same list; `common` counts the items that both editions ask."""

    older: RoundForm
    newer: RoundForm
    is_same_edition: bool
    common: int
    items: int
    delta: int | None
    measures: list[MeasureChangeForm]
    changes: list[ItemChangeForm]
    unchanged: int


class AnswerConflict(Refusal):
    """The sheet is final, or somebody was first: then `current` is the answer that stands."""

    current: AnswerForm | None = None


class OpenItems(Refusal):
    """The sheet is final already, or `missing` names the items without an answer."""

    missing: list[str] = []


class NoteConflict(Refusal):
    """The sheet is final, or somebody was first: then `mark` is that of what stands."""

    mark: str | None = None


def answer_form(row: Answer) -> AnswerForm:
    """One answer as it stands."""
    return AnswerForm(
        item=row.item,
        value=_value(row.level, row.na_reason),
        comment=row.comment,
        revision=row.revision,
        answered_at=row.answered_at,
        answered_by=row.answered_by.name if row.answered_by else "",
    )


def sheet_form(actor: Actor, sheet: Sheet, lang: str) -> SheetForm:
    """The whole sheet as this actor may see it."""
    view, pack = sheet_view(actor, sheet), pack_of(sheet)
    lines = {line.id: line for line in view.lines}
    return SheetForm(
        id=view.id,
        name=view.name,
        state=sheet.state,
        route=sheet.route,
        pack=view.pack_id,
        version=view.pack_version,
        digest=view.digest,
        previous=view.previous_id,
        begun_at=view.begun_at,
        begun_by=view.begun_by,
        finalised_at=view.finalised_at,
        finalised_by=view.finalised_by,
        official_score=view.official_score,
        note=view.note,
        mark=view.note_mark,
        missing=[item.id for item in pack.items if lines[item.id].standing == "open"],
        items=[item_form(lines[item.id]) for item in pack.items],
        score=ScoreForm.model_validate(score_form(pack, score_of(sheet), lang)),
    )


def stand_form(sheet: Sheet) -> StandForm:
    """How the sheet stands now."""
    pack, given = pack_of(sheet), given_answers(sheet)
    return StandForm(
        id=sheet.pk,
        name=sheet.name,
        state=sheet.state,
        mark=mark_of(sheet),
        missing=[item.id for item in pack.items if item.id not in given],
        total=TotalForm.model_validate(total_form(score(pack, given).total)),
    )


def item_form(line: ItemLine) -> SheetItemForm:
    """One item with its answer and all that hangs on it."""
    return SheetItemForm(
        item=line.id,
        number=line.number,
        title=line.title,
        value=_value(line.level, line.na_reason),
        comment=line.comment,
        revision=line.revision,
        answered_at=line.answered_at,
        answered_by=line.answered_by,
        may_answer=line.may_answer,
        evidence=evidence_forms(line),
        delegation=delegation_form(line),
    )


def evidence_forms(line: ItemLine) -> list[EvidenceForm]:
    """What shows the answer to an item."""
    return [
        EvidenceForm(
            id=shown.id,
            item=line.id,
            title=shown.title,
            url=shown.url or None,
            file=FileForm(name=shown.file_name, size=shown.size, sha256=shown.sha256)
            if shown.file_name
            else None,
            added_at=shown.added_at,
            added_by=shown.added_by,
        )
        for shown in line.evidence
    ]


def delegation_form(line: ItemLine) -> DelegationForm | None:
    """Who was asked for an item, if anybody."""
    asked = line.delegation
    if asked is None:
        return None
    return DelegationForm(
        id=asked.id,
        item=line.id,
        person=asked.person,
        asked_by=asked.asked_by,
        message=asked.message,
        due_on=asked.due_on,
        is_open=asked.is_open,
    )


def row_form(line: SheetLine) -> SheetRowForm:
    """One line of the list of rounds."""
    return SheetRowForm(
        state="final" if line.is_final else "draft",
        version=line.pack_version,
        **{
            name: getattr(line, name)
            for name in SheetRowForm.model_fields
            if name not in ("state", "version")
        },
    )


def comparison_form(found: Comparison) -> ComparisonForm:
    """Two rounds side by side, without the figures."""
    return ComparisonForm(
        older=RoundForm.model_validate(found.older),
        newer=RoundForm.model_validate(found.newer),
        is_same_edition=found.is_same_edition,
        common=found.common,
        items=found.items,
        delta=found.delta,
        measures=[MeasureChangeForm.model_validate(change) for change in found.measures],
        changes=[
            ItemChangeForm(
                id=change.id,
                number=change.number,
                title=change.title,
                before=_value(change.before.level, change.before.na_reason),
                after=_value(change.after.level, change.after.na_reason),
                direction=change.direction,
            )
            for change in found.changes
        ],
        unchanged=found.unchanged,
    )


def _value(level: int | None, na_reason: str) -> Value:
    if level is not None:
        return level
    return NotApplicableForm(na=na_reason) if na_reason else None
