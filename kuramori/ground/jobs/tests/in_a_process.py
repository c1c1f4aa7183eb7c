"""What the tests that kill workers run as processes of their own, on a database of their own.

`prepare` the tables, `queue KIND SECONDS`, `work` until ended, `make-due` the schedules, `tell` the jobs as JSON.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import time
import uuid
from pathlib import Path

import django
from django.conf import settings
from django.db.models import F

HERE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def _register() -> None:
    from kuramori.ground.jobs import rooms, schedule
    from kuramori.ground.jobs.kinds import Result, job

    def mark(name: str) -> None:
        with (Path(settings.DATA) / name).open("a") as file:
            file.write(f"{os.getpid()}\n")

    @job("jobs:long")
    def long(*, seconds=0.0, **arguments):
        mark("begun")
        # The first to try is killed in the middle; whoever tries again is quick.
        time.sleep(seconds if len((Path(settings.DATA) / "begun").read_text().split()) == 1 else 0)
        mark("ended")
        return Result(name="made.txt", media_type="text/plain", content=[b"made"])

    # The rooms' own would ask for tables that are not there.
    rooms.read_works()
    schedule._timetables.clear()

    @schedule.schedule("jobs:daily", daily_at="03:00")
    def daily():
        mark("daily")


def main(what: str, *rest: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    django.setup()
    from django.core.management import call_command

    from kuramori.ground.jobs import workers
    from kuramori.ground.jobs.enqueue import enqueue
    from kuramori.ground.jobs.models import Job, Schedule

    _register()
    if what == "prepare":
        for room in ("django_tasks_database", "jobs"):
            call_command("migrate", room, verbosity=0)
    elif what == "queue":
        enqueue(rest[0], organisation_id=HERE, person_id=None, seconds=float(rest[1]))
    elif what == "tell":
        fields = ("state", "attempts", "result_name", "result_size")
        sys.stdout.write(json.dumps(list(Job.objects.values(*fields))))
    elif what == "make-due":
        until = time.monotonic() + 60
        while not Schedule.objects.update(slot=F("slot") - datetime.timedelta(days=3)):
            # A schedule is first noted by a worker that has come up.
            assert time.monotonic() < until, "no worker noted its schedules"
            time.sleep(0.1)
    else:
        workers.BEAT_SECONDS = 1
        call_command("work", interval=0.1, startup_delay=False, verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
