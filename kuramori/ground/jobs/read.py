"""What a page shows of a job. Whoever calls has passed its own room's door."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.jobs.models import Heartbeat, Job, Outcome, Schedule, State
from kuramori.ground.jobs.schedule import Timetable, timetables
from kuramori.outside import clock


@dataclass(frozen=True, slots=True)
class JobView:
    """`percent` is 0–100; `state` is one of queued, running, done, failed; `trouble` is a sentence or empty."""

    id: uuid.UUID
    kind: str
    state: str
    state_label: str
    done: int
    total: int
    percent: int
    is_over: bool
    trouble: str
    file_name: str
    file_size: int
    queued_at: datetime.datetime


def job_of(organisation_id: uuid.UUID, job_id: uuid.UUID) -> Job | None:
    """The job, if it belongs to this organisation."""
    return Job.objects.filter(pk=job_id, organisation_id=organisation_id).first()


def view(job: Job) -> JobView:
    percent = 100 if job.state == State.DONE else (100 * job.done // job.total if job.total else 0)
    return JobView(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        state_label=str(State(job.state).label),
        done=job.done,
        total=job.total,
        percent=percent,
        is_over=job.is_over,
        trouble=job.trouble,
        file_name=job.result_name,
        file_size=job.result_size,
        queued_at=job.queued_at,
    )


def last_heartbeat() -> datetime.datetime | None:
    """When the worker last reported, or None if it never did."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """How the last run of a schedule went: `outcome` is one of waiting, running, done, failed, lost.

    `took_seconds` is of the last run that ended, `trouble` the class of its error; `next_at` is when it is due, in
    the past where a run was missed and no worker has made up for it yet.
    """

    name: str
    says: str
    last_run_at: datetime.datetime | None
    took_seconds: float | None
    outcome: str
    outcome_label: str
    trouble: str
    next_at: datetime.datetime


def schedules() -> tuple[ScheduleView, ...]:
    """Every schedule of this instance, by name."""
    rows = {row.name: row for row in Schedule.objects.all()}
    return tuple(_schedule_view(timetable, rows.get(timetable.name)) for timetable in timetables())


def _schedule_view(timetable: Timetable, row: Schedule | None) -> ScheduleView:
    now_due = timetable.slot(clock.now())
    row = row or Schedule(name=timetable.name, slot=now_due)
    return ScheduleView(
        name=timetable.name,
        says=str(timetable.says),
        last_run_at=row.began_at,
        took_seconds=row.took_seconds,
        outcome=row.outcome,
        outcome_label=str(Outcome(row.outcome).label),
        trouble=row.trouble,
        next_at=now_due if row.slot < now_due else now_due + timetable.period,
    )
