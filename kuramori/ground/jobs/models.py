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
    """When the worker last said it is alive; one row."""

    worker = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
