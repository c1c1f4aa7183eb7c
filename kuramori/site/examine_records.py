"""Whether the database answers, has the tables of this version, and whether the worker lives. Needs Django set up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kuramori.ground.jobs.models import Heartbeat
from kuramori.outside import clock
from kuramori.site.cli.words import say
from kuramori.site.examine import Finding

# The worker notes every 15 seconds that it lives.
SILENT_AFTER = timedelta(seconds=60)


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
    yield Finding("database", "ok", say(f"{name} の記録を読めます", f"{name} answers"))
    yield _worker()


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
