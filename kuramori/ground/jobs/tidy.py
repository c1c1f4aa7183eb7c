"""Housekeeping of the queue: what is kept for how long stands here and nowhere else."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from kuramori.ground.jobs.models import Job, State
from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.jobs.tasks import store
from kuramori.outside import clock

# A file that was made can be made again from the records; thirty days are enough to fetch it.
JOBS_KEPT = datetime.timedelta(days=30)
TASKS_KEPT = datetime.timedelta(days=7)


@schedule("jobs:tidy", daily_at="03:40", says=_("終わった裏方の仕事と、古い作成ファイルを片づける"))
def tidy() -> None:
    """Forget jobs that have been over for `JOBS_KEPT`, with their files, and the queue's own notes of old tasks."""
    now = clock.now()
    over = Job.objects.filter(state__in=[State.DONE, State.FAILED], finished_at__lt=now - JOBS_KEPT)
    for job in list(over):
        # The row first: what is named is never missing. Cut off in between, a file stays that nobody sees.
        job.delete()
        if job.result_sha256:
            _take_away(job)
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    store().clear_drafts()


def _take_away(job: Job) -> None:
    same = Job.objects.filter(organisation_id=job.organisation_id, result_sha256=job.result_sha256)
    if not same.exists():
        store().take_away(str(job.organisation_id), job.result_sha256)
