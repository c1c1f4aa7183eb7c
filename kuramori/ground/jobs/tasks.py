"""Running a job, and giving it to another worker when its own has died. The only module that knows django-tasks.

A result is seen once: whoever finishes or gives up a job must still be the one who has it. A worker that was taken
for dead and comes back late changes nothing.
"""

from __future__ import annotations

import datetime
import functools

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kuramori.ground.jobs import workers
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, work_of
from kuramori.ground.jobs.models import Job, State
from kuramori.outside import clock
from kuramori.outside.store import FileStore

log = structlog.get_logger()

MOST_ATTEMPTS = 3
LEASE = datetime.timedelta(minutes=5)
WAIT_BETWEEN = datetime.timedelta(seconds=20)
LARGEST_RESULT = 512 * 1024 * 1024


@task()
def run(job_id: str) -> None:
    """Take the job and do its work. A job already taken or over is left alone."""
    job = Job.objects.filter(state=State.QUEUED, pk=job_id).first()
    if job is None:
        return
    taken = Job.objects.filter(state=State.QUEUED, pk=job_id, attempts=job.attempts).update(
        state=State.RUNNING,
        worker=workers.me(),
        lease_until=clock.now() + LEASE,
        attempts=job.attempts + 1,
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
        _try_again_or_fail(job, pauses=job.attempts)


def reap() -> int:
    """Give the work of workers that died back to the queue; returns how many jobs were running."""
    living = workers.living()
    _mend_queue(living)
    has_no_worker = Q(worker="", lease_until__lt=clock.now())
    died = ~Q(worker="") & ~Q(worker__in=living)
    lost = list(Job.objects.filter(has_no_worker | died, state=State.RUNNING))
    for job in lost:
        log.warning("jobs:job:worker_died", job=str(job.pk), kind=job.kind, attempt=job.attempts)
        # The first time at once; work that kills its worker again gets a pause.
        _try_again_or_fail(job, pauses=job.attempts - 1)
    return len(lost)


def _mend_queue(living: frozenset[str]) -> None:
    """Close the tasks that dead workers left open; one that died between taking a task and its job never began."""
    for left in DBTaskResult.objects.running():
        if left.worker_ids[-1] in living:
            continue
        never_began = Job.objects.filter(pk=left.args_kwargs["args"][0], state=State.QUEUED).exists()
        status = TaskResultStatus.READY if never_began else TaskResultStatus.FAILED
        DBTaskResult.objects.running().filter(pk=left.pk, started_at=left.started_at).update(
            status=status, finished_at=None if never_began else clock.now()
        )


def store() -> FileStore:
    """Where result files lie, sealed under a key of each organisation's own."""
    return FileStore(settings.DATA / "results", functools.partial(settings.VAULT.key, "results"))


def _progress_of(job: Job) -> Progress:
    def progress(done: int, total: int) -> None:
        _if_still_ours(job, done=done, total=total, lease_until=clock.now() + LEASE)

    return progress


def _finish(job: Job, result: Result | None) -> None:
    made: dict[str, object] = {}
    if result is not None:
        stored = store().put(str(job.organisation_id), result.content, limit=LARGEST_RESULT)
        made = {
            "result_sha256": stored.sha256,
            "result_size": stored.size,
            "result_name": result.name,
            "result_type": result.media_type,
        }
    _if_still_ours(job, state=State.DONE, finished_at=clock.now(), lease_until=None, **made)


def _try_again_or_fail(job: Job, *, pauses: int) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _fail(job, "")
        return
    with transaction.atomic():
        if _if_still_ours(job, state=State.QUEUED, worker="", lease_until=None):
            run.using(run_after=clock.now() + WAIT_BETWEEN * pauses).enqueue(str(job.pk))


def _fail(job: Job, trouble: str) -> None:
    _if_still_ours(job, state=State.FAILED, finished_at=clock.now(), lease_until=None, trouble=trouble[:200])


def _if_still_ours(job: Job, **changes: object) -> bool:
    """Change the row, unless this attempt is over: somebody else has it by now."""
    ours = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    return bool(ours.update(**changes))
