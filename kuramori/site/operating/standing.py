"""How the house goes, in counts and moments; nothing of any organisation's records."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min

from kuramori.ground.jobs import read as jobs
from kuramori.ground.jobs.models import Job, Outcome, State
from kuramori.ground.jobs.read import ScheduleView
from kuramori.ground.post import read as post
from kuramori.ground.trail.anchors.until import Anchored, anchored_until
from kuramori.outside import clock, reach
from kuramori.outside.reach import Proof, Why
from kuramori.site.backup import last
from kuramori.site.backup.last import Last
from kuramori.site.examine import FREE_CARE_BYTES
from kuramori.site.examine_records import SILENT_AFTER
from kuramori.site.models import EnvelopeCode

WEEK = datetime.timedelta(days=7)
_GOES_WELL = frozenset({Outcome.WAITING, Outcome.RUNNING, Outcome.DONE})


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of all organisations: how many wait and run, since when the oldest waits, and how many failed in 7 days."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that holds the data folder."""

    free: int
    total: int

    @property
    def is_short(self) -> bool:
        return self.free < FREE_CARE_BYTES

    @property
    def free_gb(self) -> float:
        return self.free / 1e9


@dataclass(frozen=True, slots=True)
class Standing:
    """`worker_at` is None where no worker ever ran; `backup` None where none was made; `backup_days` is its age."""

    at: datetime.datetime
    worker_at: datetime.datetime | None
    is_worker_alive: bool
    schedules: tuple[ScheduleView, ...]
    queue: Queue
    mail: post.Health
    disk: Disk
    backup: Last | None
    backup_days: int
    is_backup_fresh: bool
    backs_up_daily: bool
    anchored: Anchored
    envelope_at: datetime.datetime | None
    envelope_left: int
    way_in: Proof

    @property
    def is_way_in_known(self) -> bool:
        """Whether the house is used from inside only, or was opened at its address not long ago."""
        return self.way_in.why in {None, Why.NO_ADDRESS}

    @property
    def all_schedules_went_well(self) -> bool:
        return all(one.outcome in _GOES_WELL for one in self.schedules)

    @property
    def is_well(self) -> bool:
        """Whether nothing here waits for somebody."""
        return (
            self.is_worker_alive
            and self.all_schedules_went_well
            and not self.queue.failed
            and not self.mail.failed
            and not self.mail.unknown
            and not self.disk.is_short
            and self.is_backup_fresh
            and self.is_way_in_known
        )


def standing() -> Standing:
    """How everything is at this moment: ten short questions to the database, three to the disk."""
    now, data = clock.now(), Path(settings.DATA)
    worker_at, made, usage = jobs.last_heartbeat(), last.read(data), shutil.disk_usage(data)
    return Standing(
        at=now,
        worker_at=worker_at,
        is_worker_alive=worker_at is not None and now - worker_at <= SILENT_AFTER,
        schedules=jobs.schedules(),
        queue=_queue(now),
        mail=post.health(),
        disk=Disk(usage.free, usage.total),
        backup=made,
        backup_days=(now - made.at).days if made else 0,
        is_backup_fresh=made is not None and now - made.at <= last.STALE_AFTER,
        backs_up_daily=bool(settings.INSTANCE.backup.folder),
        anchored=anchored_until(),
        envelope_at=EnvelopeCode.objects.aggregate(at=Min("made_at"))["at"],
        envelope_left=EnvelopeCode.objects.filter(used_at__isnull=True).count(),
        way_in=reach.proof(data, settings.INSTANCE.site.address, now),
    )


def _queue(now: datetime.datetime) -> Queue:
    counted = dict(Job.objects.values_list("state").annotate(Count("pk")))
    failed = Job.objects.filter(state=State.FAILED, finished_at__gte=now - WEEK).count()
    oldest = Job.objects.filter(state=State.QUEUED).aggregate(at=Min("queued_at"))["at"]
    return Queue(counted.get(State.QUEUED, 0), counted.get(State.RUNNING, 0), failed, oldest)
