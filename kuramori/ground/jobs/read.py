"""What a page shows of a job. Whoever calls has passed its own room's door."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.jobs.models import Heartbeat, Job, State


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
