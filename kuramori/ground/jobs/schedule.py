"""Work that is due again and again. Each due moment is run once, however many workers there are.

The moments ("slots") follow from the clock alone, so nothing has to be planned ahead: whoever moves the row of a
schedule from an older slot to the one that is due now may run it, and the database lets one do so. From this follows
what is wanted: slots missed while the machine was off are made up for once, not one by one; a run that is still going
on is not joined by a second; a clock that was put back runs nothing twice. Run by threads of the worker, so that
a long one does not keep the others waiting. No package was found that does this on both databases without a broker.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils.functional import Promise

from kuramori.ground.jobs import rooms, workers
from kuramori.ground.jobs.models import Outcome, Schedule
from kuramori.outside import clock

log = structlog.get_logger()

MOST_TRIES = 3  # of one slot, where workers die over it
SHORTEST = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=clock.TOKYO)

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Timetable:
    """When `work` is due: each `period`, counted from midnight in Tokyo of 1 January 2000 plus `offset`."""

    name: str
    work: Work
    says: str | Promise
    period: datetime.timedelta
    offset: datetime.timedelta

    def slot(self, now: datetime.datetime) -> datetime.datetime:
        """The last due moment that is not after `now`."""
        begin = EPOCH + self.offset
        return begin + (now - begin) // self.period * self.period


_timetables: dict[str, Timetable] = {}
# What threads of this very worker are at.
_running: set[str] = set()


def schedule(
    name: str, *, every: datetime.timedelta | None = None, daily_at: str = "", says: str | Promise = ""
) -> Callable[[Work], Work]:
    """Register the decorated function, which takes nothing, to be run each `every` or daily at "03:00" in Tokyo.

    `name` is `room:verb`, `says` its words for people. The function may be run again where a worker died over it.
    Raises `ValueError` for two functions of one name, an hour that is none, and what is due within less than a minute.
    """
    period, offset = every or DAY, datetime.timedelta()
    if (every is None) == (not daily_at):
        raise ValueError(f"{name}: either every or daily_at")
    if daily_at:
        at = datetime.time.fromisoformat(daily_at)
        offset = datetime.timedelta(hours=at.hour, minutes=at.minute)
    if period < SHORTEST:
        raise ValueError(f"{name}: what is due more often than each minute belongs to ticks")

    def register(work: Work) -> Work:
        timetable = Timetable(name, work, says or name, period, offset)
        if _timetables.setdefault(name, timetable).work is not work:
            raise ValueError(f"two functions are scheduled as {name}")
        return work

    return register


def timetables() -> tuple[Timetable, ...]:
    """All that are registered, by name."""
    rooms.read_works()
    return tuple(_timetables[name] for name in sorted(_timetables))


def begin_due() -> list[threading.Thread]:
    """Run whatever is due now and runs nowhere yet, each in a thread of its own; the threads that were begun."""
    living, begun = workers.living(), []
    for timetable in timetables():
        row = take(timetable, living)
        if row is not None:
            _running.add(timetable.name)
            thread = threading.Thread(
                target=_in_thread, args=(timetable, row), daemon=True, name=f"schedule {timetable.name}"
            )
            thread.start()
            begun.append(thread)
    return begun


def take(timetable: Timetable, living: frozenset[str]) -> Schedule | None:
    """The row of a schedule that is due and ours to run now, or None. A new one is first due at its next slot."""
    slot = timetable.slot(clock.now())
    row, is_new = Schedule.objects.get_or_create(name=timetable.name, defaults={"slot": slot})
    if is_new:
        return None
    if row.slot > slot + timetable.period:
        # The clock was put back by more than a period: count from now instead of waiting for the old time.
        _move(row, slot=slot)
        return None
    is_new_slot, was_left = row.slot < slot, _was_left(row, living)
    if not is_new_slot and was_left and row.tries >= MOST_TRIES:
        log.error("jobs:schedule:given_up", schedule=timetable.name, tries=row.tries)
        _move(row, outcome=Outcome.LOST, trouble="")
        return None
    if not was_left and (row.outcome == Outcome.RUNNING or not is_new_slot):
        return None
    return _move(
        row,
        slot=max(slot, row.slot),
        tries=1 if is_new_slot else row.tries + 1,
        worker=workers.me(),
        began_at=clock.now(),
        outcome=Outcome.RUNNING,
        trouble="",
    )


def _was_left(row: Schedule, living: frozenset[str]) -> bool:
    """Whether a run was begun and nobody is at it any more."""
    if row.outcome != Outcome.RUNNING:
        return False
    return row.name not in _running if row.worker == workers.me() else row.worker not in living


def _move(row: Schedule, **changes: Any) -> Schedule | None:
    """Change the row, unless somebody else was quicker; None then."""
    standing = Schedule.objects.filter(
        pk=row.pk, slot=row.slot, tries=row.tries, outcome=row.outcome, worker=row.worker
    )
    if not standing.update(**changes):
        return None
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def run(timetable: Timetable, row: Schedule) -> None:
    """Do the work of a schedule that was taken, and note how it went. Whatever it raises is noted and ends here."""
    began, outcome, trouble = time.monotonic(), Outcome.DONE, ""
    try:
        timetable.work()
    except Exception as error:  # noqa: BLE001  whatever a room's work raises, the worker goes on
        # The class alone: a message might carry what must not be in a log.
        outcome, trouble = Outcome.FAILED, type(error).__name__
        log.error("jobs:schedule:stumbled", schedule=timetable.name, error=trouble)
    _move(row, outcome=outcome, trouble=trouble[:100], took_seconds=time.monotonic() - began)


def _in_thread(timetable: Timetable, row: Schedule) -> None:
    close_old_connections()
    try:
        run(timetable, row)
    except DatabaseError as error:
        # How it went could not be noted, so it counts as left and is run again.
        log.error("jobs:schedule:not_noted", schedule=timetable.name, error=type(error).__name__)
    finally:
        _running.discard(timetable.name)
        connection.close()
