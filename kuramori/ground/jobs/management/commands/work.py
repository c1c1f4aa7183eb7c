"""The worker: django-tasks-db's own loop, with a keeper and a ticker beside it.

The keeper reports that we live, takes back what dead workers left, and begins what is due.
"""

from __future__ import annotations

import threading
from typing import Any

import structlog
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django_tasks_db.management.commands.db_worker import Command as DbWorker

from kuramori.ground.jobs import rooms, schedule, workers
from kuramori.ground.jobs.tasks import reap
from kuramori.ground.jobs.ticks import Ticker

log = structlog.get_logger()


class Command(DbWorker):
    help = "仕事の列を片づけます (run the worker)"

    def handle(self, **options: Any) -> None:
        rooms.read_works()  # before there are threads that would do it at once
        stop, ticker = threading.Event(), Ticker()
        with workers.at_work() as me:
            threading.Thread(target=_keep, args=(stop, me), daemon=True, name="jobs-keeper").start()
            ticker.start()
            try:
                super().handle(**{**options, "worker_id": me})
            finally:
                stop.set()
                ticker.stop()


def _keep(stop: threading.Event, me: str) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            workers.beat(me)
            reap()
            schedule.begin_due()
        except DatabaseError as error:
            # The database may be busy or restarting: the next beat tries again.
            log.warning("jobs:keeper:stumbled", error=type(error).__name__)
        stop.wait(workers.BEAT_SECONDS)
    connection.close()
