"""Between rows and rules: a sheet's rows as the plain answers that rules score; a score as the JSON that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from kuramori.rules import answers
from kuramori.rules.answers import Answered, AnswerFile, NotApplicable
from kuramori.rules.scoring import Group, Score, Total
from kuramori.work.checks.models import Answer, Sheet


def given_answers(sheet: Sheet) -> dict[str, answers.Answer]:
    """What has been answered on this sheet, by item id."""
    return as_given(Answer.objects.filter(sheet=sheet))


def as_given(rows: Iterable[Answer]) -> dict[str, answers.Answer]:
    """Rows as plain answers; rows that were taken back are left out."""
    return {
        row.item: Answered(row.level) if row.level is not None else NotApplicable(row.na_reason)
        for row in rows
        if row.is_given
    }


def plain_of(row: Answer) -> int | dict[str, str] | None:
    """One row as it stands in an answer file: a level, `{"na": reason}`, or None for one that was taken back."""
    if row.level is not None:
        return row.level
    return {"na": row.na_reason} if row.na_reason else None


def travel_file(sheet: Sheet) -> AnswerFile:
    """The sheet as the file that travels."""
    return AnswerFile(
        pack=sheet.pack_id,
        version=sheet.version,
        answers=given_answers(sheet),
        official_score=official_score_of(sheet),
        note=sheet.note or None,
    )


def official_score_of(sheet: Sheet) -> int | float | None:
    """The score that METI's workbook gave, whole where it is whole."""
    score: Any = sheet.official_score
    if score is None:
        return None
    return int(score) if score == int(score) else float(score)


def frozen_result(score: Score) -> dict[str, Any]:
    """A score as plain JSON values, to be kept with a final sheet."""
    return asdict(score)


def thawed(result: Mapping[str, Any]) -> Score:
    """The score that `frozen_result` kept."""
    groups = {
        kind: tuple(Group(**group) for group in result[kind]) for kind in ("measures", "steps", "fields")
    }
    provisional = result["provisional"]
    totals = {"total": Total(**result["total"]), "provisional": Total(**provisional) if provisional else None}
    return Score(**{**result, **groups, **totals})
