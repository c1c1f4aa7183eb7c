"""What a room says somebody should do next, and what falls due: one shape for all rooms, so that home can sort them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.outside import clock


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something to do. `title` is a verb, `minutes` may be unknown, a smaller `weight` is more pressing.

    `due_words` say how far the due day is (「あと3日」「2日遅れ」), "" without one.
    """

    title: str
    why: str
    minutes: int | None
    due_on: datetime.date | None
    due_words: str
    url: str
    button: str
    weight: int
    room: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something of a room that falls due on a day."""

    on: datetime.date
    title: str
    url: str


def due_words(due_on: datetime.date | None) -> str:
    """How far a day is from today, in words."""
    if due_on is None:
        return ""
    days = (due_on - clock.today()).days
    if days == 0:
        return _("今日まで")
    if days < 0:
        return ngettext("%(days)s日遅れ", "%(days)s日遅れ", -days) % {"days": -days}
    return ngettext("あと%(days)s日", "あと%(days)s日", days) % {"days": days}


def action(
    *,
    title: str,
    why: str,
    minutes: int | None,
    url: str,
    button: str,
    base: int,
    room: str,
    due_on: datetime.date | None = None,
) -> NextAction:
    """What is overdue weighs before what is due this week before the rest; within that by `base`, 0 to 99."""
    days = (due_on - clock.today()).days if due_on else 365
    rank = 0 if days < 0 else 1 if days <= 7 else 2
    return NextAction(
        title=title,
        why=why,
        minutes=minutes,
        due_on=due_on,
        due_words=due_words(due_on),
        url=url,
        button=button,
        weight=rank * 1_000_000 + base * 1_000 + max(min(days, 500), -400) + 400,
        room=room,
    )
