"""The worker: django-tasks-db's own loop, with our heartbeat and reaper beside it."""

from __future__ import annotations

import threading
from typing import Any

import structlog
from django.db import close_old_connections
from django.db.utils import DatabaseError
from django_tasks_db.management.commands.db_worker import Command as DbWorker

from kuramori.ground.jobs.tasks import beat, reap

log = structlog.get_logger()

BEAT_SECONDS = 15


class Command(DbWorker):
    help = "仕事の列を片づけます (run the worker)"

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        keeper = threading.Thread(target=_keep, args=(stop,), daemon=True, name="jobs-keeper")
        keeper.start()
        try:
            super().handle(**options)
        finally:
            stop.set()


def _keep(stop: threading.Event) -> None:
    while True:
        try:
            close_old_connections()
            beat()
            reap()
        except DatabaseError as error:
            # The database may be busy or restarting: the next beat tries again.
            log.warning("jobs:keeper:stumbled", error=type(error).__name__)
        if stop.wait(BEAT_SECONDS):
            return
