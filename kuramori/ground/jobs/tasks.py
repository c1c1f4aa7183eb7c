"""Running a job under a lease. The only module that knows django-tasks."""

from __future__ import annotations

import datetime
import functools

import structlog
from django.conf import settings
from django.db.models import Q
from django_tasks import task

from kuramori.ground.jobs.kinds import Result, Trouble, work_of
from kuramori.ground.jobs.models import Heartbeat, Job, State
from kuramori.outside import clock
from kuramori.outside.store import FileStore

log = structlog.get_logger()

MOST_ATTEMPTS = 3
LEASE = datetime.timedelta(minutes=5)
WAIT_BETWEEN = datetime.timedelta(seconds=20)
LARGEST_RESULT = 512 * 1024 * 1024


@task()
def run(job_id: str) -> None:
    """Take the job under a lease and do its work. A job already taken or over is left alone."""
    now = clock.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)
    job = Job.objects.filter(free, pk=job_id).first()
    if job is None:
        return
    taken = Job.objects.filter(free, pk=job_id, attempts=job.attempts).update(
        state=State.RUNNING, lease_until=now + LEASE, attempts=job.attempts + 1
    )
    if not taken:
        return
    job.refresh_from_db()
    try:
        result = work_of(job.kind)(
            organisation_id=str(job.organisation_id),
            person_id=str(job.person_id) if job.person_id else None,
            progress=_progress_of(job),
            **job.arguments,
        )
        _finish(job, result)
    except Trouble as trouble:
        _fail(job, str(trouble))
    except Exception as error:  # noqa: BLE001  whatever a room's work raises, the queue goes on
        # The class is enough to find the cause; a message might carry what must not be in a log.
        log.error(
            "jobs:job:stumbled",
            job=str(job.pk),
            kind=job.kind,
            attempt=job.attempts,
            error=type(error).__name__,
        )
        _try_again_or_fail(job)


def reap() -> int:
    """Give jobs whose worker died back to the queue; returns how many."""
    dead = Job.objects.filter(state=State.RUNNING, lease_until__lt=clock.now())
    for job in dead:
        log.warning("jobs:job:lease_ran_out", job=str(job.pk), kind=job.kind, attempt=job.attempts)
        _try_again_or_fail(job)
    return len(dead)


def beat(worker: str = "worker") -> None:
    """Note that the worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": clock.now()})


def store() -> FileStore:
    """Where result files lie, sealed under a key of each organisation's own."""
    return FileStore(settings.DATA / "results", functools.partial(settings.VAULT.key, "results"))


def _progress_of(job: Job):  # type: ignore[no-untyped-def]
    def progress(done: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, lease_until=clock.now() + LEASE)

    return progress


def _finish(job: Job, result: Result | None) -> None:
    if result is not None:
        stored = store().put(str(job.organisation_id), result.content, limit=LARGEST_RESULT)
        job.result_sha256, job.result_size = stored.sha256, stored.size
        job.result_name, job.result_type = result.name, result.media_type
    job.state, job.finished_at, job.lease_until = State.DONE, clock.now(), None
    job.save(
        update_fields=[
            "state",
            "finished_at",
            "lease_until",
            "result_sha256",
            "result_size",
            "result_name",
            "result_type",
        ]
    )


def _try_again_or_fail(job: Job) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _fail(job, "")
        return
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED, lease_until=None)
    run.using(run_after=clock.now() + WAIT_BETWEEN * job.attempts).enqueue(str(job.pk))


def _fail(job: Job, trouble: str) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=State.FAILED, finished_at=clock.now(), lease_until=None, trouble=trouble[:200]
    )
