"""The latest final sheet of a list of questions as plain answers, for rooms above that answer somebody else by it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.checks.models import Answer, Evidence, Plan, Sheet, State


@dataclass(frozen=True, slots=True)
class FinalAnswer:
    """`level` of the list's levels, or `na` with its reason. `plan` and `plan_on`: the nearest plan that still runs.

    What was written beside an answer stays in its own house: it was never meant for others.
    """

    level: int | None
    na: str
    plan: str = ""
    plan_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Shows:
    """What shows an answer: its title, and the SHA-256 where it is a file ("" else)."""

    id: uuid.UUID
    item: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FinalAnswers:
    """`on` is the day on which the sheet was made final."""

    sheet_id: uuid.UUID
    name: str
    on: datetime.date
    answers: Mapping[str, FinalAnswer]
    evidence: tuple[Shows, ...]


def final_answers(actor: Actor, pack_id: str) -> FinalAnswers | None:
    """None where no sheet of this list is final, or the actor may not read sheets."""
    if not actor.may(Can.SHEET_READ):
        return None
    rows = Sheet.objects.filter(pack_id=pack_id, state=State.FINAL, finalised_at__isnull=False)
    sheet = rows.order_by("-finalised_at").first()
    if sheet is None or sheet.finalised_at is None:
        return None
    plans: dict[str, Plan] = {}
    for plan in Plan.objects.filter(sheet=sheet, done_on__isnull=True, dropped_at__isnull=True):
        plans.setdefault(plan.item, plan)
    shows = Evidence.objects.filter(sheet=sheet, removed_at__isnull=True).select_related("file")
    return FinalAnswers(
        sheet.pk,
        sheet.name,
        clock.day_of(sheet.finalised_at),
        {
            row.item: _answer(row, plans.get(row.item))
            for row in Answer.objects.filter(sheet=sheet)
            if row.is_given
        },
        tuple(
            Shows(one.pk, one.item, one.title, one.file.sha256 if one.file else "")
            for one in shows.order_by("item", "added_at")
        ),
    )


def _answer(row: Answer, plan: Plan | None) -> FinalAnswer:
    if plan is None:
        return FinalAnswer(row.level, row.na_reason)
    return FinalAnswer(row.level, row.na_reason, plan.action, plan.due_on)
