"""The owner's page of an organisation: its newest final round and how far the plan has come."""

from __future__ import annotations

from kuramori.across.reports.kinds.owner_page.data import Data, Ledger, Plan, Seal, Task
from kuramori.across.reports.kinds.owner_page.gather import gather
from kuramori.across.reports.of_sheet import data_of
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail import checkpoint
from kuramori.outside import clock
from kuramori.work.checks.facts import PlanFacts, newest_final, plan_facts
from kuramori.work.ledger.read import indicators


def owner_page_of(actor: Actor, *, lang: str) -> Data | None:
    """What the page says, or None while no round has been finalised."""
    sheet = newest_final()
    if sheet is None:
        return None
    return gather(data_of(actor, sheet, lang=lang), _plan(plan_facts()), _seal(), _ledger(actor))


def _ledger(actor: Actor) -> Ledger | None:
    told = indicators(actor.organisation, clock.today())
    if not told.secret:
        return None
    return Ledger(
        secret=told.secret,
        top=told.top,
        marked=told.marked,
        reviewed=told.life.reviewed,
        tasks=told.life.tasks_open,
        overdue=told.life.tasks_overdue,
    )


def _seal() -> Seal | None:
    """What the owner keeps on paper: a rewritten trail no longer fits it."""
    newest = checkpoint.newest()
    return Seal(newest.note, newest.size, clock.day_of(newest.at)) if newest else None


def _plan(planned: tuple[PlanFacts, ...]) -> Plan | None:
    if not planned:
        return None
    still_open = [task for task in planned if task.done_on is None]
    today = clock.today()
    return Plan(
        tasks=tuple(Task(task.number, task.owner, task.due_on) for task in still_open),
        open=len(still_open),
        overdue=sum(1 for task in still_open if task.due_on is not None and task.due_on < today),
    )
