"""What is read late: every name is there, stays within its room, and nothing is missed for not having been read."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kuramori.outside.late import LateCall
from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

ROOT = Path(__file__).parents[2]

FIRST_PAGE = """
from kuramori.site.wsgi import application
from django.test import Client
for path in ("/healthz", "/check/"):
    assert Client(headers={"host": "localhost"}).get(path).status_code == 200
import json, sys
print(json.dumps(sorted(sys.modules)))
"""

REGISTRIES = """
import django
django.setup()
import importlib, json, pkgutil
import kuramori
from kuramori.ground.jobs import kinds, schedule, ticks
from kuramori.ground.people import links
from kuramori.ground.post import purposes
from kuramori.ground.trail import audiences, events, labels, naming

def counted():
    all_of_them = {
        "kinds of work": kinds._kinds, "schedules": schedule._timetables, "ticks": ticks._works,
        "events": events._known, "labels": labels._labels, "showers": labels._showers,
        "audiences": audiences._doors, "names": naming._namers,
        "purposes of mails": purposes._known, "purposes of links": links._purposes,
    }
    return {name: sorted(map(str, registry)) for name, registry in all_of_them.items()}

schedule.timetables(), events.known()
asked = counted()
apart = ("tests", "migrations", "__main__", "offline", "demo", "postgres")
for found in pkgutil.walk_packages(kuramori.__path__, "kuramori."):
    if not set(found.name.split(".")) & set(apart) and not found.name.startswith("kuramori.press"):
        importlib.import_module(found.name)
print(json.dumps({name: sorted(set(names) - set(asked[name])) for name, names in counted().items()}))
"""


def _told(script: str, data: Path, settings: str = "kuramori.site.settings") -> Any:
    """What a fresh process prints at its end."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KURAMORI_", "DATABASE_"))
    }
    where = {
        "KURAMORI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env={**kept, **where},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _late_names() -> list[tuple[str, str]]:
    """Every `late("…")` of the product: the file, and the module it names."""
    return [
        (str(path), str(ast.literal_eval(node.args[0])))
        for path, _, module in tree.product()
        for node in tree.nodes(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "late"
    ]


def test_a_module_that_is_read_late_is_of_the_same_room() -> None:
    """The linter of the floors does not see it. What is not ours, and what `site` asks from on top, is free."""
    named = _late_names()
    assert len(named) > 20
    strange = [
        (path, module)
        for path, module in named
        if module.startswith("kuramori.")
        and not path.startswith("kuramori/site/")
        and not f"{module}.".startswith(".".join(path.split("/")[:-1][:3]) + ".")
    ]
    assert strange == []


def test_behind_every_address_is_a_page() -> None:
    found = [
        one.callback for one in _patterns(get_resolver().url_patterns) if isinstance(one.callback, LateCall)
    ]
    assert len(found) > 100
    assert [str(one) for one in found if not callable(one.called)] == []


def _patterns(entries: Sequence[URLPattern | URLResolver]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in entries:
        found += [entry] if isinstance(entry, URLPattern) else _patterns(entry.url_patterns)
    return found


def test_the_first_page_reads_neither_the_rooms_pages_nor_the_api(tmp_path: Path) -> None:
    loaded = set(_told(FIRST_PAGE, tmp_path, "tests.settings"))
    first = ("kuramori.work.checks.guest", "kuramori.site.pages")
    pages = {
        name
        for name in loaded
        if name.startswith("kuramori.") and "views" in name and not name.startswith(first)
    }
    assert pages == set()
    assert {"ninja", "pydantic", "PIL", "fido2", "openpyxl"} & loaded == set()


def test_whoever_asks_for_what_the_rooms_know_is_told_all_of_it(tmp_path: Path) -> None:
    missing = _told(REGISTRIES, tmp_path)
    assert {name: names for name, names in missing.items() if names} == {}


def test_a_name_that_is_not_there_is_told_when_it_is_called() -> None:
    call = LateCall("kuramori.site.health", "no_such_page")
    with pytest.raises(AttributeError, match="no_such_page"):
        call()
