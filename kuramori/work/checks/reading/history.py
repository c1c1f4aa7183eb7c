"""How the score went, and a few numbers about checks for those who look over all rooms."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.read import Line, lines
from kuramori.outside import clock
from kuramori.rules.scoring import Number
from kuramori.work.checks.models import Plan, Sheet, State
from kuramori.work.checks.reading.packs import language

MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One final round: `score` of 100, `points` of `max`, on the day it was finalised."""

    sheet_id: uuid.UUID
    name: str
    on: datetime.date
    score: int | None
    points: Number
    max: Number


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number about an organisation on a day. `id` names it for good; None: nothing to tell it from."""

    id: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The newest score and how it went. `points` is a polyline in a box of 112 × 44, "" with fewer than two rounds."""

    score: int
    words: str
    points: str
    end_x: float
    end_y: float
    plans_done: int
    plans_total: int
    plan_words: str


def sheet_history(sheet: Sheet) -> tuple[Line, ...]:
    """What happened to this sheet, newest first."""
    return lines(
        sheet.organisation_id, kind="sheet", thing_id=sheet.pk, limit=MOST_LINES, language=language()
    )


def score_history(organisation: Organisation, on: datetime.date | None = None) -> tuple[ScorePoint, ...]:
    """The final rounds up to day `on` (default: today), oldest first."""
    finals = Sheet.objects.filter(organisation=organisation, state=State.FINAL).order_by("finalised_at")
    rows = finals.values_list("pk", "name", "finalised_at", "result")
    points = (_point(*row) for row in rows)
    return tuple(point for point in points if point.on <= (on or clock.today()))


def indicators(organisation: Organisation, on: datetime.date) -> tuple[Indicator, ...]:
    """What this room can tell about an organisation as it was on a day."""
    history = score_history(organisation, on)
    plans = list(
        Plan.objects.filter(organisation=organisation, dropped_at__isnull=True).values_list(
            "planned_at", "due_on", "done_on"
        )
    )
    made = [(due, done) for planned, due, done in plans if clock.day_of(planned) <= on]
    still_open = [due for due, done in made if done is None or done > on]
    year_ago = on - datetime.timedelta(days=365)
    return (
        Indicator("checks.rounds_in_12_months", sum(year_ago < point.on for point in history)),
        Indicator("checks.last_score", history[-1].score if history else None),
        Indicator("checks.days_since_last_round", (on - history[-1].on).days if history else None),
        Indicator("checks.plans_open", len(still_open)),
        Indicator("checks.plans_overdue", sum(due is not None and due < on for due in still_open)),
        Indicator("checks.plans_done", len(made) - len(still_open)),
    )


def trend(actor: Actor) -> Trend | None:
    """How the self-check and the plan went, None before the first final round with a score."""
    history = [point for point in score_history(actor.organisation) if point.score is not None]
    if not history:
        return None
    scores = [point.score or 0 for point in history][-8:]
    corners = _corners(scores)
    total, done = 0, 0
    if actor.may(Can.PLAN_READ):
        plans = Plan.objects.filter(dropped_at__isnull=True)
        total, done = plans.count(), plans.filter(done_on__isnull=False).count()
    return Trend(
        score=scores[-1],
        words=_trend_words(history),
        points=" ".join(f"{x},{y}" for x, y in corners) if len(corners) > 1 else "",
        end_x=corners[-1][0],
        end_y=corners[-1][1],
        plans_done=done,
        plans_total=total,
        plan_words=_plan_words(total, done),
    )


def _trend_words(history: list[ScorePoint]) -> str:
    last = history[-1]
    if len(history) == 1:
        return _("最初の回です（%(points)s / %(max)s）") % {"points": last.points, "max": last.max}
    return _("前回は%(score)s点（%(points)s / %(max)s）") % {
        "score": history[-2].score,
        "points": history[-2].points,
        "max": history[-2].max,
    }


def _plan_words(total: int, done: int) -> str:
    if not total:
        return _("まだ計画がありません")
    if total == done:
        return _("すべて済みました")
    return ngettext("あと%(count)s件", "あと%(count)s件", total - done) % {"count": total - done}


def _corners(scores: list[int]) -> list[tuple[float, float]]:
    """Eight rounds at most from left to right; 0 to 100 from bottom to top of the box."""
    step = 104 / max(len(scores) - 1, 1)
    return [(round(4 + step * place, 1), round(40 - value * 0.36, 1)) for place, value in enumerate(scores)]


def _point(pk: uuid.UUID, name: str, finalised_at: Any, result: Any) -> ScorePoint:
    total = result["total"]
    return ScorePoint(
        sheet_id=pk,
        name=name,
        on=clock.day_of(finalised_at),
        score=total["score"],
        points=total["points"],
        max=total["max"],
    )
