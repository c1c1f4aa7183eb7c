"""The improvement plan across all rounds: open first, what is overdue marked, then what is done."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.checks.access import sees_own_plans_only
from kuramori.work.checks.models import Plan, Sheet
from kuramori.work.checks.reading.packs import pack_of, text_of
from kuramori.work.checks.reading.people import Colleague, colleagues, name_of


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan. `days_left` is negative where it is overdue, None without a due day or once it is done."""

    id: uuid.UUID
    sheet_id: uuid.UUID
    sheet_name: str
    item: str
    number: str
    item_title: str
    action: str
    owner: str
    owner_id: uuid.UUID | None
    is_mine: bool
    due_on: datetime.date | None
    done_on: datetime.date | None
    done_by: str
    minutes: int | None
    yen: int | None
    reaches: int | None
    days_left: int | None
    revision: int
    may_finish: bool

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_over(self) -> int:
        """How many days late; 0 where it is not."""
        return -self.days_left if self.days_left is not None and self.days_left < 0 else 0


@dataclass(frozen=True, slots=True)
class PlansPage:
    """`open` by due day (without one at the end), `done` newest first; `minutes` and `yen` sum up what is open."""

    open: tuple[PlanLine, ...]
    done: tuple[PlanLine, ...]
    overdue: int
    minutes: int
    yen: int
    own_only: bool
    may_change: bool
    newest_sheet: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item that a plan may be made for."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the form of a plan offers; `line` is the plan to be changed, None for a new one."""

    sheet_id: uuid.UUID
    sheet_name: str
    items: tuple[ItemChoice, ...]
    levels: tuple[str, ...]
    colleagues: tuple[Colleague, ...]
    line: PlanLine | None


def plans_page(actor: Actor) -> PlansPage:
    """The plans this reader sees: all, or one's own for whoever only finishes what is theirs."""
    lines = [_line(actor, plan) for plan in _plans(actor)]
    waiting = sorted(
        (line for line in lines if not line.is_done), key=lambda line: line.due_on or datetime.date.max
    )
    done = sorted(
        (line for line in lines if line.is_done), key=lambda line: line.done_on or datetime.date.min
    )
    newest = Sheet.objects.order_by("-begun_at").values_list("pk", flat=True).first()
    return PlansPage(
        open=tuple(waiting),
        done=tuple(reversed(done)),
        overdue=sum(line.is_overdue for line in waiting),
        minutes=sum(line.minutes or 0 for line in waiting),
        yen=sum(line.yen or 0 for line in waiting),
        own_only=sees_own_plans_only(actor),
        may_change=actor.may(Can.PLAN_CHANGE),
        newest_sheet=newest,
    )


def open_plans(actor: Actor) -> tuple[PlanLine, ...]:
    """What this reader still sees open, by due day."""
    return plans_page(actor).open


def plan_form(actor: Actor, sheet: Sheet, plan: Plan | None = None) -> PlanForm:
    """What the form of a plan for this sheet needs."""
    pack, text = pack_of(sheet), text_of(pack_of(sheet))
    return PlanForm(
        sheet_id=sheet.pk,
        sheet_name=sheet.name,
        items=tuple(ItemChoice(item.id, item.number, text.items[item.id].title) for item in pack.items),
        levels=tuple(level.name for level in text.levels),
        colleagues=colleagues(),
        line=_line(actor, plan) if plan else None,
    )


def _plans(actor: Actor) -> QuerySet[Plan]:
    plans = Plan.objects.filter(dropped_at__isnull=True).select_related("sheet", "owner", "done_by")
    return plans.filter(owner_id=actor.person_id) if sees_own_plans_only(actor) else plans


def _line(actor: Actor, plan: Plan) -> PlanLine:
    pack = pack_of(plan.sheet)
    is_mine = plan.owner_id is not None and plan.owner_id == actor.person_id
    waits = plan.done_on is None and plan.due_on is not None
    return PlanLine(
        id=plan.pk,
        sheet_id=plan.sheet_id,
        sheet_name=plan.sheet.name,
        item=plan.item,
        number=pack.item(plan.item).number,
        item_title=text_of(pack).items[plan.item].title,
        action=plan.action,
        owner=name_of(plan.owner),
        owner_id=plan.owner_id,
        is_mine=is_mine,
        due_on=plan.due_on,
        done_on=plan.done_on,
        done_by=name_of(plan.done_by),
        minutes=plan.minutes,
        yen=plan.yen,
        reaches=plan.reaches,
        days_left=(plan.due_on - clock.today()).days if waits and plan.due_on else None,
        revision=plan.revision,
        may_finish=actor.may(Can.PLAN_FINISH) and (is_mine or not sees_own_plans_only(actor)),
    )
