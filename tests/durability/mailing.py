"""Kills the worker with SIGKILL while it asks and reminds thousands, starts it again, and looks who got what.

`python -m tests.durability.mailing DATA RECIPIENTS KILLS SEED`; prints one JSON object. The worker is forked from a
process that has everything loaded, works off the queue, and ends itself with SIGKILL before a drawn statement or
commit: so the moments do not depend on how fast the machine is. It comes back later by its own clock, as one would
whose computer had been off.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django

from bench.mail_sink import Sink, sink

AWAY = datetime.timedelta(minutes=11)
"""Longer than the lease of a mail."""
DAYS_UNOPENED = datetime.timedelta(days=5)
ROUNDS = 200
STATEMENTS_EACH = 15
"""Of one recipient, about: so that the kills lie from the beginning of the work to its end."""
Work = Callable[[], None]


def main(recipients: int, kills: int, seed: int) -> None:
    with sink(Path(os.environ["KURAMORI_DATA"])) as server:
        print(json.dumps(_tried(server, recipients, kills, random.Random(seed))))


def _tried(server: Sink, recipients: int, kills: int, dice: random.Random) -> dict[str, Any]:
    django.setup()
    from django_scopes import scope

    from bench.many_asked import approved, mails_to
    from kuramori.ground.jobs import rooms
    from kuramori.site import prepare
    from kuramori.work.requests import reminding, sending

    prepare.records(Path(os.environ["KURAMORI_DATA"]))
    mails_to(server)
    rooms.read_works()
    owner, ahead = _owner(), datetime.timedelta()
    with scope(organisation=owner.organisation):
        request = approved(owner, recipients)
        sending.send(owner, request)

        def whoever_is_left() -> None:
            """What a person presses where a job was given up after its third worker."""
            if not _waits(sending.JOB) and sending.to_mail(request).exists():
                sending.send_the_rest(owner, request)

        ahead, first = _phase(request, recipients, kills, dice, ahead, lambda: None, whoever_is_left)
        _ahead, again = _phase(
            request, recipients, kills, dice, ahead + DAYS_UNOPENED, reminding.remind_all, lambda: None
        )
        return {
            "recipients": recipients,
            "kills_sending": first,
            "kills_reminding": again,
            **_told(server, request),
        }


def _owner() -> Any:
    """Somebody who may send: of the demonstration where the folder holds it, else of a company made now."""
    from kuramori.ground.people.access import actor_of_person
    from kuramori.ground.people.first_owner import make_first_owner
    from kuramori.ground.people.models import Person
    from kuramori.ground.people.roles import Can

    if not Person.everywhere.exists():
        make_first_owner(
            email="owner@kasou-juki.example",
            password="durability-no-kagi-2026",
            name="髙城 徹",
            organisation_name="仮想重機株式会社",
        )
    people = Person.everywhere.order_by("pk").values_list("organisation_id", "pk")
    found = (actor_of_person(organisation, person) for organisation, person in people)
    return next(one for one in found if one is not None and one.may(Can.REQUEST_APPROVE))


def _phase(
    request: Any,
    recipients: int,
    kills: int,
    dice: random.Random,
    ahead: datetime.timedelta,
    begin: Work,
    between: Work,
) -> tuple[datetime.timedelta, int]:
    """Let workers be killed until so many were, then let one finish; how far the clock went, how many were killed."""
    killed, span = 0, 2 * STATEMENTS_EACH * recipients // kills
    for _round in range(ROUNDS):
        between()
        at = dice.randrange(1, span) if killed < kills else 0
        was_killed = _forked(partial(_work, ahead, at, begin))
        killed += was_killed
        ahead += AWAY
        if not was_killed and not _left(request):
            return ahead, killed
    raise RuntimeError("it never ended")


def _forked(work: Work) -> bool:
    """Whether the worker was killed."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  told by the status; nothing may go on in this process
            sys.stderr.write(f"{error!r}\n")
            os._exit(3)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        _nobody_else()
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError("the worker stumbled")
    return False


def _work(ahead: datetime.timedelta, at: int, begin: Work) -> None:
    """What a worker does: takes back what the dead left, does what is due, works off the queue."""
    from kuramori.ground.jobs import workers
    from kuramori.ground.jobs.models import Job, State
    from kuramori.ground.jobs.tasks import reap, run
    from kuramori.ground.post.send import look_after
    from kuramori.outside import clock

    clock._source.append(lambda: datetime.datetime.now(datetime.UTC) + ahead)
    with _killed_at(at), workers.at_work():
        reap()
        begin()
        look_after()
        while True:
            waiting = Job.objects.filter(state=State.QUEUED).order_by("queued_at")
            due = next(
                (one for one in waiting if one.arguments.get("at", "") <= clock.now().isoformat()), None
            )
            if due is None:
                return
            run.call(str(due.pk))


@contextmanager
def _killed_at(at: int) -> Iterator[None]:
    """End this process before statement (or commit) number `at`, from 1; 0 never."""
    from django.db import connection

    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        step()
        return execute(sql, params, many, context)

    def committing() -> Any:
        step()
        return commit()

    commit = connection._commit
    connection._commit = committing
    try:
        with connection.execute_wrapper(watched):
            yield
    finally:
        del connection._commit


def _nobody_else() -> None:
    """Wait until the server has seen that the killed one is gone (PostgreSQL keeps its locks until then)."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    ends_at = time.monotonic() + 60
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if not cursor.fetchone()[0]:
                return
        if time.monotonic() > ends_at:
            raise RuntimeError("a killed worker is still there")
        time.sleep(0.01)


def _waits(kind: str) -> bool:
    from kuramori.ground.jobs.models import Job, State

    return Job.objects.filter(kind=kind, state__in=(State.QUEUED, State.RUNNING)).exists()


def _left(request: Any) -> bool:
    """Whether there is a mail on its way, or somebody to mail to."""
    from kuramori.ground.post.models import Delivery, State
    from kuramori.work.requests import sending

    is_queued = Delivery.objects.filter(state=State.QUEUED).exists()
    return is_queued or sending.to_mail(request).exists()


def _told(server: Sink, request: Any) -> dict[str, Any]:
    """Per partner and purpose: how many mails there are, how many came, and of how many nobody can know."""
    from django.db import connection

    from kuramori.ground.post.models import Delivery, State
    from kuramori.ground.trail.checkpoint import checkpoint
    from kuramori.ground.trail.verifying import verify
    from kuramori.work.requests.link_purpose import ASKED, REMINDED
    from kuramori.work.requests.models import Asked, AskedState, Nudge

    asked, came = Asked.objects.filter(request=request), server.came()
    partners = {str(key) for key in asked.values_list("pk", flat=True)}
    told: dict[str, Any] = {}
    twice = forgotten = unknown = not_noted = 0
    for purpose in (ASKED.id, REMINDED.id):
        rows = Delivery.objects.filter(message__purpose=purpose)
        mails: dict[str, list[tuple[str, str]]] = {key: [] for key in partners}
        for key, about, state in rows.values_list("pk", "message__about_id", "state"):
            if about in mails:  # the demonstration reminds its own as well
                mails[about].append((str(key), state))
        for found in mails.values():
            twice += len(found) > 1 or sum(came[key] for key, _state in found) > 1
            forgotten += not found or any(state not in {State.SENT, State.UNKNOWN} for _key, state in found)
            unknown += any(state == State.UNKNOWN for _key, state in found)
            not_noted += any(state == State.SENT and not came[key] for key, state in found)
        name = f"mails_{purpose.rpartition(':')[2]}"
        told[name] = sum(came[key] for found in mails.values() for key, _state in found)
    checkpoint()
    return {
        **told,
        "sent_twice": twice,
        "forgotten": forgotten,
        "unknown": unknown,
        "told_sent_and_never_came": not_noted,
        "asked": asked.filter(state=AskedState.SENT).count(),
        "steps_noted": Nudge.objects.filter(asked__request=request).count(),
        "trail_whole": verify().is_whole,
        "database": connection.vendor,
    }


if __name__ == "__main__":
    os.environ["KURAMORI_DATA"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    main(*(int(one) for one in sys.argv[2:5]))
