"""A sheet as plain facts: what reports print and packages carry. Whoever calls has passed the door."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from kuramori.ground.packs.read import by_digest
from kuramori.outside import clock
from kuramori.rules import answers
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Score
from kuramori.work.checks.given import as_given, thawed
from kuramori.work.checks.models import Answer, Evidence, Plan, Sheet, State


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """`made_on` is the day it was finalised, today for a draft; comments and evidence titles by item id.

    `score` is the frozen one of a final sheet, None for a draft.
    """

    name: str
    made_on: datetime.date
    author: str | None
    route: str
    pack: Pack
    answers: Mapping[str, answers.Answer]
    score: Score | None
    comments: Mapping[str, str]
    evidence: Mapping[str, tuple[str, ...]]
    official_score: float | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One planned action; `done_on` None while it is open. `number` is the item's, as the pack prints it."""

    item: str
    number: str
    action: str
    owner: str | None
    due_on: datetime.date | None
    done_on: datetime.date | None
    minutes: int | None
    yen: int | None


def sheet_facts(sheet: Sheet) -> SheetFacts:
    """Everything a report of this sheet says, in three queries."""
    rows = list(Answer.objects.filter(sheet=sheet).order_by("item"))
    evidence: dict[str, tuple[str, ...]] = {}
    shown = Evidence.objects.filter(sheet=sheet, removed_at__isnull=True).order_by("added_at")
    for item, title in shown.values_list("item", "title"):
        evidence[item] = (*evidence.get(item, ()), title)
    finalised = sheet.finalised_at
    by = sheet.finalised_by or sheet.begun_by
    return SheetFacts(
        name=sheet.name,
        made_on=clock.day_of(finalised) if finalised else clock.today(),
        author=by.name if by else None,
        route=sheet.route,
        pack=by_digest(sheet.digest),
        answers=as_given(rows),
        score=thawed(sheet.result) if sheet.result else None,
        comments={row.item: row.comment for row in rows if row.comment},
        evidence=evidence,
        official_score=None if sheet.official_score is None else float(sheet.official_score),
        note=sheet.note or None,
    )


def round_before(sheet: Sheet) -> Sheet | None:
    """The final round of the same pack that came before this one, or None."""
    before = Sheet.objects.filter(pack_id=sheet.pack_id, state=State.FINAL).exclude(pk=sheet.pk)
    return before.filter(finalised_at__lt=sheet.finalised_at or clock.now()).order_by("-finalised_at").first()


def newest_final() -> Sheet | None:
    """The acting organisation's newest finalised round, or None."""
    return Sheet.objects.filter(state=State.FINAL).order_by("-finalised_at").first()


def final_sheets() -> tuple[Sheet, ...]:
    """The acting organisation's finalised rounds, oldest first."""
    return tuple(Sheet.objects.filter(state=State.FINAL).order_by("finalised_at"))


def plan_facts() -> tuple[PlanFacts, ...]:
    """The acting organisation's plans that were not dropped, by due day."""
    plans = Plan.objects.filter(dropped_at__isnull=True).select_related("owner", "sheet")
    return tuple(
        PlanFacts(
            item=plan.item,
            number=by_digest(plan.sheet.digest).item(plan.item).number,
            action=plan.action,
            owner=plan.owner.name if plan.owner else None,
            due_on=plan.due_on,
            done_on=plan.done_on,
            minutes=plan.minutes,
            yen=plan.yen,
        )
        for plan in plans.order_by("due_on", "planned_at")
    )
