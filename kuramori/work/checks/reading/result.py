"""The result of a sheet: the page that a guest sees, drawn from the stored answers, and what is already planned."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuramori.ground.people.actor import Actor
from kuramori.rules.scoring import Score, score
from kuramori.work.checks.given import as_given, thawed
from kuramori.work.checks.guest import concluding
from kuramori.work.checks.guest.concluding import ResultPage
from kuramori.work.checks.guest.state import VIEWS
from kuramori.work.checks.models import Answer, Plan, Sheet
from kuramori.work.checks.reading.item import state_of
from kuramori.work.checks.reading.packs import language, pack_of
from kuramori.work.checks.reading.sheet import SheetView, sheet_view


@dataclass(frozen=True, slots=True)
class SheetResult:
    """`page` is the result as a guest sees it; `planned` are the items that the plan already has something for."""

    sheet: SheetView
    page: ResultPage
    planned: frozenset[str]
    can_compare: uuid.UUID | None


def sheet_result(
    actor: Actor, sheet: Sheet, *, did: Sequence[str] | None = None, view: str = "measures"
) -> SheetResult:
    """The result page of a sheet. `did` are the ticked items of the what-if; None ticks all that are proposed.

    A final sheet shows the numbers, the figure and the strong and weak groups that were frozen with it, whatever
    becomes of the way of counting; only what its actions would bring is counted as of today.
    """
    pack, seen = pack_of(sheet), sheet_view(actor, sheet)
    state = replace(
        state_of(pack, {line.id: line for line in seen.lines}),
        did=None if did is None else tuple(item for item in did if item in pack),
        view=view if view in VIEWS else VIEWS[0],
    )
    page = concluding.result_page(state, language(), thawed(sheet.result) if sheet.result else None)
    open_plans = Plan.objects.filter(
        item__in=[act.item for act in page.acts], done_on__isnull=True, dropped_at__isnull=True
    )
    return SheetResult(
        sheet=seen,
        page=page,
        planned=frozenset(open_plans.values_list("item", flat=True)),
        can_compare=_earlier(sheet),
    )


def score_of(sheet: Sheet) -> Score:
    """The frozen score of a final sheet; of a draft the score as its answers stand (one query)."""
    if sheet.result:
        return thawed(sheet.result)
    return score(pack_of(sheet), as_given(Answer.objects.filter(sheet=sheet)))


def _earlier(sheet: Sheet) -> uuid.UUID | None:
    """The final round before this one, to be compared with."""
    finals = Sheet.objects.filter(finalised_at__isnull=False, begun_at__lt=sheet.begun_at)
    return finals.order_by("-begun_at").values_list("pk", flat=True).first()
