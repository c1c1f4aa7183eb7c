"""A request to thousands, as the worker does it: asked, mailed, reminded, mailed again.

Each part is measured in a process of its own, so that memory is its own: statements for each recipient, seconds, and
how far memory grew from the first tenth to the end. Mails go to a server on this computer, in another process. Nothing
is left out but the distance. `DATABASE_URL` measures PostgreSQL.
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django_scopes import scope

from bench import house
from bench.mail_sink import Sink, sink
from bench.many_asked import approved, mails_to
from bench.measure import arguments, tell
from kuramori.ground.jobs.kinds import Progress
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.post.models import Delivery, State
from kuramori.ground.post.send import send_due
from kuramori.outside import clock
from kuramori.work.requests import reminding, sending
from kuramori.work.requests.models import Nudge, Request

DAYS_UNOPENED = datetime.timedelta(days=5)


def main() -> None:
    args = arguments("a request to thousands", recipients=12_000)
    with sink(house.PLACE) as server:
        house.tables()
        mails_to(server)
        tell(_measure(server, args.recipients), as_json=args.json)


def _measure(server: Sink, recipients: int) -> dict[str, Any]:
    owner = _owner()
    with scope(organisation=owner.organisation):
        request = approved(owner, recipients)
        begun, job = _timed(lambda: sending.send(owner, request))
        assert job is not None
        parts: dict[str, tuple[datetime.timedelta, Callable[[Progress], Any]]] = {
            "asking": (datetime.timedelta(), lambda told: sending.go_on(owner, request, told)),
            "mailing": (datetime.timedelta(), _mailed),
            "reminding": (DAYS_UNOPENED, lambda _told: reminding.remind_all()),
            "mailing_reminders": (DAYS_UNOPENED, _mailed),
        }
        figures = {name: _apart(work, ahead, recipients) for name, (ahead, work) in parts.items()}
        came = server.came()
        return {
            "recipients": recipients,
            "database": connection.vendor,
            "send_pressed_ms": round(begun * 1_000, 1),
            **figures,
            "mails_came": sum(came.values()),
            "came_twice": sum(count > 1 for count in came.values()),
            "not_sent": Delivery.objects.exclude(state=State.SENT).count(),
            "steps_noted": Nudge.objects.count(),
            "left_to_mail": sending.to_mail(Request.objects.get(pk=request.pk)).count(),
        }


def _owner() -> Actor:
    house.company()
    person = Person.everywhere.get()
    owner = actor_of_person(person.organisation_id, person.pk)
    assert owner is not None
    return owner


def _mailed(progress: Progress) -> None:
    send_due(organisation_id="", person_id=None, progress=progress)


def _apart(work: Callable[[Progress], Any], ahead: datetime.timedelta, recipients: int) -> dict[str, Any]:
    """In a process of its own, `ahead` of today; what it tells of itself."""
    connections.close_all()
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        status = 1
        try:
            clock._source.append(lambda: datetime.datetime.now(datetime.UTC) + ahead)
            os.write(mouth, json.dumps(_looked_at(work, recipients)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(mouth)
    with os.fdopen(ear, "rb") as told:
        said = told.read()
    _pid, status = os.waitpid(child, 0)
    assert not status, "a part stumbled"
    found: dict[str, Any] = json.loads(said)
    return found


def _looked_at(work: Callable[[Progress], Any], recipients: int) -> dict[str, Any]:
    statements, early = 0, [0.0]

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += 1
        # What is there once everything was used once; from here on it should not grow with the recipients.
        if not early[0] and statements > 2 * recipients:
            early[0] = _megabytes()
        return execute(sql, params, many, context)

    cpu = time.process_time()
    with connection.execute_wrapper(counted):
        seconds, _done = _timed(lambda: work(_quiet))
    cpu = time.process_time() - cpu
    return {
        "seconds": round(seconds, 1),
        "ms_each": round(1_000 * seconds / recipients, 2),
        "cpu_ms_each": round(1_000 * cpu / recipients, 2),
        "sql_each": round(statements / recipients, 2),
        "mb_early": round(early[0], 1),
        "mb_end": round(_megabytes(), 1),
        "mb_peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _quiet(done: int, total: int) -> None:
    """Nobody watches."""


def _megabytes() -> float:
    """Memory of this process now (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main()
