"""A run over a source by the worker: begun by a person or by its rhythm, taken up again after a kill."""

from __future__ import annotations

import datetime
import json
import time
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, job
from kuramori.ground.jobs.read import job_of
from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access as people
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_scan as events
from kuramori.work.ledger.models import Rhythm, ScanRun, ScanSource
from kuramori.work.ledger.scanners import scanners
from kuramori.work.ledger.scanning import sweep
from kuramori.work.ledger.scanning.gathering import gathered
from kuramori.work.ledger.scanning.keeping import Keeper
from kuramori.work.ledger.scanning.sweep import Looked

KIND = "ledger:scan"
BATCH = 200
BATCH_SECONDS = 2.0
MOST_FAULTS = 1_000
LONGEST_RUN = datetime.timedelta(days=2)


class AlreadyRunning(ValueError):
    """A run over this source has not ended yet."""


def begin_run(actor: Actor, source: ScanSource) -> ScanRun:
    """Queue a run. Raises `AlreadyRunning`, `NotAllowed`."""
    actor.require(Can.SCAN_RUN)
    return _begin(actor, source)


def running(source: ScanSource) -> ScanRun | None:
    """The run that has not ended; one whose job was given up, or of two days ago, is dead."""
    since = clock.now() - LONGEST_RUN
    for run in ScanRun.objects.filter(source=source, finished_at__isnull=True, begun_at__gt=since):
        job = job_of(run.organisation_id, run.job_id) if run.job_id else None
        if job is not None and not job.is_over:
            return run
    return None


@schedule("ledger:scan", daily_at="22:30", says=gettext_lazy("フォルダーの中の秘密をさがす"))
def begin_all_due() -> None:
    """In every organisation, the sources whose day it is: each night, or on Sunday."""
    rhythms = [Rhythm.DAILY]
    if clock.today().weekday() == 6:
        rhythms.append(Rhythm.WEEKLY)
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            actor = people.actor_of_schedule(organisation)
            for source in ScanSource.objects.filter(retired_at__isnull=True, rhythm__in=rhythms):
                if running(source) is None:
                    _begin(actor, source)


def _begin(actor: Actor, source: ScanSource) -> ScanRun:
    with transaction.atomic():
        ScanSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
        if running(source) is not None:
            raise AlreadyRunning
        run = ScanRun.objects.create(organisation=actor.organisation, source=source, begun_at=clock.now())
        queued = enqueue(
            KIND, organisation_id=actor.organisation_id, person_id=actor.person_id, run=str(run.pk)
        )
        run.job_id = queued.pk
        run.save(update_fields=["job_id"])
        record(actor, events.RUN_BEGUN, kind="scan_source", thing_id=source.pk, name=source.name)
    return run


@job(KIND)
def scan(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> Result | None:
    """The worker's part. Run again after a kill, it goes on where it was: what was kept is not read again."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with scope(organisation=organisation):
        run = ScanRun.objects.select_related("source", "source__department").get(pk=str(arguments["run"]))
        if run.finished_at is None:
            _run(organisation, run, progress)
    return None


def _run(organisation: Organisation, run: ScanRun, progress: Progress) -> None:
    began = time.monotonic()
    folder = str(run.source.folder)
    refused = scanners()[run.source.scanner].refusal(organisation.slug, folder)
    if refused:
        _finish(run, trouble=refused)
        return
    known = gathered(uuid.UUID(str(organisation.pk)))
    keeper = Keeper(organisation, run.source, known)
    begun = sweep.begin(folder, keeper.is_unchanged)
    faults = list(begun.faults())
    total, done = max(1, len(begun.to_read)), 0
    batch: list[Looked] = []
    kept_at = time.monotonic()
    for looked in sweep.look(begun, known.known):
        batch.append(looked)
        faults += [(looked.file.path, code) for code in looked.faults]
        if len(batch) >= BATCH or time.monotonic() - kept_at > BATCH_SECONDS:
            done += len(batch)
            keeper.keep(batch)
            batch, kept_at = [], time.monotonic()
            progress(done, total)
    keeper.keep(batch)
    keeper.forget_gone({file.path for file in begun.walked.files})
    told = [[path, code] for path, code in faults[:MOST_FAULTS]]
    run.faults = json.dumps(told)  # ASCII: a name in a broken encoding stays valid
    run.files, run.files_read, run.faulty = begun.files, len(begun.to_read), len(faults)
    run.found = keeper.open_findings()
    run.seconds = round(time.monotonic() - began, 2)
    _finish(run)
    progress(total, total)


def _finish(run: ScanRun, *, trouble: str = "") -> None:
    run.finished_at, run.trouble = clock.now(), trouble
    run.save()
