"""A worker killed while it asks and reminds: nobody is written to twice, nobody is forgotten."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent
IS_LONG = os.environ.get("KURAMORI_LONG") == "1"
RECIPIENTS, KILLS = (12_000, 25) if IS_LONG else (30, 3)
SET_APART = ("KURAMORI_", "DJANGO_", "DATABASE_")


@pytest.fixture
def house(request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data folder of its own: the demonstration's on SQLite; on PostgreSQL a copy of the empty tables."""
    data = tmp_path / "data"
    if connection.vendor == "sqlite":
        shutil.copytree(request.getfixturevalue("demo_data"), data)
        yield {"KURAMORI_DATA": str(data)}
        return
    data.mkdir()
    name, template = f"kuramori_mailing_{uuid.uuid4().hex[:8]}", connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    beside = url.replace("/kuramori?", "/postgres?")
    # A copy can be made only while nobody is in the original.
    connection.close()
    with closing(psycopg.connect(beside, autocommit=True)) as line:
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield {"KURAMORI_DATA": str(data), "DATABASE_URL": url.replace("/kuramori?", f"/{name}?")}
    with closing(psycopg.connect(beside, autocommit=True)) as line:
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_statement_writes_to_everybody_once(
    house: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SET_APART)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.durability.mailing", house["KURAMORI_DATA"]]
        + [str(one) for one in (RECIPIENTS, KILLS, 20_261_122)],
        env={**kept, **house, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=5_400 if IS_LONG else 600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    told = json.loads(done.stdout)
    record_property("mailing", told)
    assert (told["sent_twice"], told["forgotten"], told["told_sent_and_never_came"]) == (0, 0, 0)
    assert (told["asked"], told["steps_noted"]) == (RECIPIENTS, RECIPIENTS)
    # Whoever was killed between handing a mail over and noting it leaves a doubt, told as one: one for each kill.
    assert told["unknown"] <= told["kills_sending"] + told["kills_reminding"]
    assert min(told["mails_asked"], told["mails_reminded"]) >= RECIPIENTS - told["unknown"]
    assert min(told["kills_sending"], told["kills_reminding"]) >= KILLS // 2 + 1
    assert told["trail_whole"]
