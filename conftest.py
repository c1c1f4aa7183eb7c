"""What holds for every test: no connection leaves this computer, and each part tells how long it took."""

from __future__ import annotations

import collections
import gc
import ipaddress
import json
import os
import platform
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import tables, tables_postgresql

# The standing characters and the demonstration, for every test of every room.
pytest_plugins = ["tests.cast", "tests.demonstration"]

ROOT = Path(__file__).parent
PARTS = {"kuramori/rules": "rules", "tests/house": "house", "tests/journeys": "journeys", "": "rooms"}
_seconds: collections.Counter[str] = collections.Counter()
_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


class OutsideWorldTouched(AssertionError):
    """A test tried to reach another computer."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that ask the database")


def pytest_configure(config: pytest.Config) -> None:
    """Connections of Python code go to this computer only. (A browser's are its own affair, and the CSP's.)"""
    socket.socket.connect = lambda self, to: _connect(self, _local(to))  # type: ignore[method-assign]
    socket.socket.connect_ex = lambda self, to: _connect_ex(self, _local(to))  # type: ignore[method-assign]
    socket.getaddrinfo = lambda host, *rest, **named: _getaddrinfo(_local_name(host), *rest, **named)


def pytest_unconfigure() -> None:
    socket.socket.connect, socket.socket.connect_ex = _connect, _connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _getaddrinfo


def _local(to: Any) -> Any:
    if isinstance(to, tuple):
        _local_name(to[0])
    return to


def _local_name(host: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in {None, "", "localhost", "0.0.0.0", "::"}:  # noqa: S104
        try:
            is_ours = ipaddress.ip_address(name).is_loopback
        except ValueError:
            is_ours = False
        if not is_ours:
            raise OutsideWorldTouched(f"{name}: tests reach nothing outside this computer")
    return host


@pytest.fixture(autouse=True)
def _in_japanese() -> None:
    """What spoke English leaves its thread in English: the next test begins in the house's own language."""
    translation = sys.modules.get("django.utils.translation")
    if translation is not None:
        translation.deactivate()
    command_line = sys.modules.get("kuramori.site.cli.words")
    if command_line is not None:
        command_line.choose([])


@pytest.fixture(scope="session")
def _tables_to_make(
    django_db_modify_db_settings: None,
) -> tables.Making | tables_postgresql.Making | None:
    """What the migrations are still to make; None where that was done before."""
    if _is_on_postgresql():
        return tables_postgresql.take(_test_database().name, _reach())
    return tables.take(_test_database())


@pytest.fixture(scope="session")
def django_db_keepdb(_tables_to_make: object) -> bool:
    """Django lets a database stand that is there already, and runs what migrations it lacks: none."""
    return _tables_to_make is None


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, _tables_to_make: tables.Making | tables_postgresql.Making | None
) -> None:
    """As ever; and what the migrations made is kept before the first test changes it."""
    if isinstance(_tables_to_make, tables.Making):
        _tables_to_make.keep(_test_database())
    elif _tables_to_make is not None:
        _tables_to_make.keep(_reach())


def _reach() -> dict[str, Any]:
    from django.db import connection

    return connection.settings_dict


def _test_database() -> Path:
    """SQLite's file; on PostgreSQL the name alone."""
    from django.db import connection

    return Path(connection.creation._get_test_db_name())


def _is_on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys share one browser, unless they name a group of their own.

    With `--database-only` whatever needs no database stays out.
    """
    for item in items:
        if item.nodeid.startswith("tests/journeys") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    if not config.getoption("--database-only"):
        return
    asking = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
    kept, left = [], []
    for item in items:
        needs = asking & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
        (kept if needs else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: no collection of garbage needs to look at them again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    part = next(name for folder, name in PARTS.items() if report.nodeid.startswith(folder))
    _seconds[part] += report.duration


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    spent = ", ".join(f"{part} {seconds:.1f}" for part, seconds in _seconds.most_common())
    terminalreporter.write_line(f"seconds of work per part: {spent}")
    if os.environ.get("KURAMORI_LONG") == "1":
        path = _write_long(terminalreporter.stats, config.args)
        terminalreporter.write_line(f"written: {path.relative_to(ROOT)}")


def _write_long(stats: dict[str, list[Any]], asked: list[str]) -> Path:
    """Keeps what the long run found: bench/long/DATE-commit-DATABASE.json, with its part's name where one was asked."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    database = "postgresql" if _is_on_postgresql() else "sqlite"
    part = f"-{Path(asked[0]).stem}" if len(asked) == 1 else ""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    path = ROOT / "bench" / "long" / f"{day}-{commit or 'uncommitted'}-{database}{part}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    slowest = sorted(stats.get("passed", []), key=lambda report: -report.duration)[:20]
    found = {
        "commit": commit or None,
        "database": database,
        "asked": asked,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "outcomes": {
            name: len(stats[name]) for name in ("passed", "failed", "error", "skipped") if name in stats
        },
        "seconds": {part: round(seconds, 1) for part, seconds in _seconds.items()},
        "slowest": [{"test": report.nodeid, "seconds": round(report.duration, 2)} for report in slowest],
        "figures": [
            {"test": report.nodeid, "name": name, "value": value}
            for report in stats.get("passed", [])
            for name, value in report.user_properties
        ],
    }
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
