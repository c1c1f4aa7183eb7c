"""What this room tells the pages, the API, the reports and the rooms above; each part lies in `reading/`."""

from __future__ import annotations

from kuramori.ground.people.todo import Deadline, NextAction
from kuramori.work.checks.reading.comparison import Comparison, OtherList, comparison
from kuramori.work.checks.reading.final_answers import FinalAnswer, FinalAnswers, final_answers
from kuramori.work.checks.reading.history import (
    Indicator,
    ScorePoint,
    Trend,
    indicators,
    score_history,
    sheet_history,
    trend,
)
from kuramori.work.checks.reading.item import Conflict, ItemPage, Typed, conflict, item_page
from kuramori.work.checks.reading.mentions import mentions
from kuramori.work.checks.reading.packs import language, pack_of, pack_of_today, packs_offered, text_of
from kuramori.work.checks.reading.people import Colleague, colleagues
from kuramori.work.checks.reading.plans import PlanForm, PlanLine, PlansPage, plan_form, plans_page
from kuramori.work.checks.reading.result import SheetResult, score_of, sheet_result
from kuramori.work.checks.reading.sheet import ItemLine, May, SheetView, item_lines, sheet_view
from kuramori.work.checks.reading.sheets import SheetLine, SheetsPage, sheet_lines, sheets_page
from kuramori.work.checks.reading.todo import deadlines, next_actions

__all__ = [
    "Colleague",
    "Comparison",
    "Conflict",
    "Deadline",
    "FinalAnswer",
    "FinalAnswers",
    "Indicator",
    "ItemLine",
    "ItemPage",
    "May",
    "NextAction",
    "OtherList",
    "PlanForm",
    "PlanLine",
    "PlansPage",
    "ScorePoint",
    "SheetLine",
    "SheetResult",
    "SheetView",
    "SheetsPage",
    "Trend",
    "Typed",
    "colleagues",
    "comparison",
    "conflict",
    "deadlines",
    "final_answers",
    "indicators",
    "item_lines",
    "item_page",
    "language",
    "mentions",
    "next_actions",
    "pack_of",
    "pack_of_today",
    "packs_offered",
    "plan_form",
    "plans_page",
    "score_history",
    "score_of",
    "sheet_history",
    "sheet_lines",
    "sheet_result",
    "sheet_view",
    "sheets_page",
    "text_of",
    "trend",
]
