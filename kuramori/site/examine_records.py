"""Whether the database answers, has the tables of this version, and whether the worker lives. Needs Django set up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django_scopes import scope

from kuramori.ground.jobs.models import Heartbeat, Job, State
from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.anchors.until import anchored_until
from kuramori.outside import clock
from kuramori.site.cli.words import say
from kuramori.site.examine import Finding
from kuramori.work.requests.counting import differing

# The worker notes every 15 seconds that it lives.
SILENT_AFTER = timedelta(seconds=60)
ANCHOR_STALE_AFTER = timedelta(days=2)
# What each must say, in the database's own words; the first is what we would set.
_SQLITE_SAFE = {"journal_mode": ("wal",), "synchronous": ("2", "3")}  # FULL, EXTRA
_POSTGRESQL_SAFE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write", "local"),
}


def database() -> Iterator[Finding]:
    """Reachable, whole and migrated; then the worker, which only a migrated database can tell of."""
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    try:
        connection.ensure_connection()
        plan = MigrationExecutor(connection)
        todo = plan.migration_plan(plan.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(
            "database",
            "stop",
            say(f"{name} につながりません: {error}", f"cannot reach {name}: {error}"),
            say("DATABASE_URL と保存先を確かめてください。", "Check DATABASE_URL and the data folder."),
        )
        return
    if todo:
        yield Finding(
            "database",
            "care",
            say(
                f"{name}: この版の形になっていません({len(todo)}件)", f"{name}: {len(todo)} migrations to do"
            ),
            say("./start を動かすと整います。", "./start brings it to this version."),
        )
        return
    yield Finding(
        "database", "ok", say(f"{name} {_version()} の記録を読めます", f"{name} {_version()} answers")
    )
    yield durability()
    yield _worker()
    yield _last_job()
    yield _anchor()
    yield counts()


def counts() -> Finding:
    """Whether the counts that maps and lists are made from are the sum of where each partner stands."""
    wrong = 0
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            wrong += len(differing())
    if wrong:
        return Finding(
            "counts",
            "care",
            say(
                f"取引先の回答の集計が {wrong}件、もとの回答と合いません",
                f"{wrong} counts of replies are not the sum of their replies",
            ),
            say(
                "kuramori request recount で数え直せます（証跡に残ります）。回答は失われていません。",
                "`kuramori request recount` counts anew (the trail tells it). No reply is lost.",
            ),
        )
    return Finding(
        "counts",
        "ok",
        say(
            "取引先の回答の集計は、もとの回答と合っています",
            "the counts of replies are the sum of their replies",
        ),
    )


def durability() -> Finding:
    """Whether what was confirmed survives a power cut, as the database itself says."""
    wanted = _SQLITE_SAFE if connection.vendor == "sqlite" else _POSTGRESQL_SAFE
    with connection.cursor() as cursor:
        found = {}
        for setting, good in wanted.items():
            cursor.execute(f"PRAGMA {setting}" if connection.vendor == "sqlite" else f"SHOW {setting}")
            found[setting] = str(cursor.fetchone()[0])
            if found[setting] not in good:
                return Finding(
                    "durability",
                    "stop",
                    say(
                        f"停電で記録を失う設定です: {setting} = {found[setting]}",
                        f"a power cut would lose records: {setting} = {found[setting]}",
                    ),
                    say(f"{setting} を {good[0]} にしてください。", f"Set {setting} to {good[0]}."),
                )
    listed = ", ".join(f"{setting}={value}" for setting, value in found.items())
    return Finding(
        "durability",
        "ok",
        say(
            f"停電しても、確定した記録は残ります（{listed}）",
            f"what was confirmed survives a power cut ({listed})",
        ),
    )


def _version() -> str:
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split(" ")[0]


def _last_job() -> Finding:
    over = Job.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if over is None or over.finished_at is None:
        return Finding("job", "ok", say("裏方の仕事は、まだ1件もありません", "no job was run yet"))
    at = f"{over.finished_at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    if over.state == State.FAILED:
        return Finding(
            "job",
            "care",
            say(f"最後の仕事ができませんでした（{at}）", f"the last job failed ({at})"),
            say("裏方の記録（ログ）を見てください。", "See the worker's log."),
        )
    return Finding("job", "ok", say(f"最後の仕事 {at}", f"last job {at}"))


def _anchor() -> Finding:
    until = anchored_until().until
    if until is None:
        return Finding(
            "anchor",
            "ok",
            say("証跡は、まだ外部に固定していません", "the trail is not fixed outside yet"),
            say(
                "立会人かタイムスタンプを kuramori.toml に書くと、外部に固定できます。",
                "Name a witness or a time-stamping authority in kuramori.toml.",
            ),
        )
    at = f"{until.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    text = say(f"証跡は {at} まで外部に固定済み", f"the trail is fixed outside up to {at}")
    if clock.now() - until > ANCHOR_STALE_AFTER:
        advice = say("立会人・タイムスタンプに届くか確かめてください。", "Check whether they can be reached.")
        return Finding("anchor", "care", text, advice)
    return Finding("anchor", "ok", text)


def _worker() -> Finding:
    last = Heartbeat.objects.order_by("-at").first()
    if last is None:
        return Finding(
            "worker",
            "care",
            say("裏方の処理は、まだ動いたことがありません", "the worker has never run"),
            say("./start で画面といっしょに動きます。", "./start runs it beside the pages."),
        )
    silent = clock.now() - last.at
    if silent > SILENT_AFTER:
        minutes = int(silent.total_seconds() // 60)
        return Finding(
            "worker",
            "care",
            say(
                f"裏方の処理が止まっています({minutes}分前まで動作)",
                f"the worker was last seen {minutes} min ago",
            ),
            say("./start を動かしてください。", "Run ./start."),
        )
    return Finding("worker", "ok", say("裏方の処理が動いています", "the worker is running"))
