from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("順番を待っています")
    RUNNING = "running", _("作っています")
    DONE = "done", _("できました")
    FAILED = "failed", _("できませんでした")


class Job(models.Model):
    """One piece of work. `done` of `total` is its progress; the result, if any, is a file in the store.

    `organisation_id` and `person_id` are plain ids: the queue lies below the rooms that know them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Which worker has it; a lease alone where work is done outside of any worker.
    worker = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    result_size = models.PositiveBigIntegerField(default=0)
    result_name = models.CharField(max_length=120, blank=True)
    result_type = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="jobs_job_by_lease")]

    @property
    def is_over(self) -> bool:
        return self.state in {State.DONE, State.FAILED}


class Heartbeat(models.Model):
    """When a worker last said it is alive; one row for each worker, forgotten after a day of silence."""

    worker = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Outcome(models.TextChoices):
    WAITING = "waiting", _("まだ動いていません")
    RUNNING = "running", _("動いています")
    DONE = "done", _("できました")
    FAILED = "failed", _("できませんでした")
    LOST = "lost", _("途中で止まりました")


class Schedule(models.Model):
    """The last run of one schedule. `slot` is the moment it was due for; whoever moves it on runs it, nobody else.

    `took_seconds` is of the last run that ended; `trouble` the class of the error it failed with.
    """

    name = models.CharField(max_length=60, primary_key=True)
    slot = models.DateTimeField()
    worker = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    took_seconds = models.FloatField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    trouble = models.CharField(max_length=100, blank=True)
