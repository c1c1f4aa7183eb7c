"""Put work into the queue, in the transaction of whatever asked for it."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import run
from kuramori.outside import clock


def enqueue(
    kind: str,
    *,
    organisation_id: uuid.UUID,
    person_id: uuid.UUID | None,
    after: datetime.datetime | None = None,
    **arguments: object,
) -> Job:
    """Queue one job of `kind`; arguments are plain JSON values. The job is seen only once the transaction commits.

    `after`: an aware moment before which no worker takes it.
    """
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            organisation_id=organisation_id,
            person_id=person_id,
            arguments=arguments,
            queued_at=clock.now(),
        )
        (run.using(run_after=after) if after else run).enqueue(str(job.pk))
    return job
