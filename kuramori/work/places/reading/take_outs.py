"""Take-outs as the pages show them: what waits for a decision, what is out, what came back."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places.access_out import another_may_approve, sees_own_only, take_outs_of
from kuramori.work.places.countries import named
from kuramori.work.places.models import TakeOut, TakeOutState


@dataclass(frozen=True, slots=True)
class TakeOutLine:
    """One take-out and what the one who looks may do with it. `days_over` 0: in time."""

    row: TakeOut
    country: str
    is_mine: bool
    is_overdue: bool
    days_over: int
    may_decide: bool
    may_take: bool
    may_bring_back: bool
    may_drop: bool
    may_extend: bool


@dataclass(frozen=True, slots=True)
class TakeOutsPage:
    """`out` begins with what is overdue. `past` are the newest thirty."""

    to_decide: tuple[TakeOutLine, ...]
    waiting: tuple[TakeOutLine, ...]
    out: tuple[TakeOutLine, ...]
    past: tuple[TakeOutLine, ...]
    overdue: int
    own_only: bool


def take_outs_page(actor: Actor) -> TakeOutsPage:
    """What this actor may see, in the order in which it wants something."""
    rows = take_outs_of(actor)
    standing = (TakeOutState.ASKED, TakeOutState.APPROVED, TakeOutState.TAKEN)
    others = another_may_approve(actor) if actor.may(Can.TAKE_OUT_APPROVE) else False
    lines = [line_of(actor, row, others=others) for row in rows.filter(state__in=standing).order_by("due_on")]
    past = rows.exclude(state__in=standing).order_by("-asked_at")[:30]
    to_decide = tuple(line for line in lines if line.may_decide)
    return TakeOutsPage(
        to_decide=to_decide,
        waiting=tuple(
            line for line in lines if line.row.state != TakeOutState.TAKEN and line not in to_decide
        ),
        out=tuple(line for line in lines if line.row.state == TakeOutState.TAKEN),
        past=tuple(line_of(actor, row, others=others) for row in past),
        overdue=sum(line.is_overdue for line in lines),
        own_only=sees_own_only(actor),
    )


def line_of(actor: Actor, row: TakeOut, *, others: bool | None = None) -> TakeOutLine:
    """`others`: whether somebody else may approve, where that was asked before."""
    is_mine = row.asked_by_id is not None and row.asked_by_id == actor.person_id
    approves = actor.may(Can.TAKE_OUT_APPROVE)
    if approves and is_mine and others is None:
        others = another_may_approve(actor)
    may_move = actor.may(Can.TAKE_OUT_ASK) and (is_mine or approves)
    decides = approves and not (is_mine and others)
    days = (clock.today() - row.due_on).days
    over = days if row.state == TakeOutState.TAKEN and days > 0 else 0
    return TakeOutLine(
        row=row,
        country=named(row.country),
        is_mine=is_mine,
        is_overdue=over > 0,
        days_over=over,
        may_decide=decides and row.state == TakeOutState.ASKED,
        may_take=may_move and row.state == TakeOutState.APPROVED,
        may_bring_back=may_move and row.state == TakeOutState.TAKEN,
        may_drop=may_move and row.state in (TakeOutState.ASKED, TakeOutState.APPROVED),
        may_extend=decides and row.state in (TakeOutState.APPROVED, TakeOutState.TAKEN),
    )
