"""Whoever reads an entry of the trail is told each changed field by the word of its room, never by a column's name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

from kuramori.ground.trail import events
from kuramori.site.trail.api import Room
from kuramori.site.trail.forms import ROOMS

LOOK = """
import json, django; django.setup()
from kuramori.ground.trail import labels
from kuramori.ground.trail.models import Entry
found = [(entry.kind, change) for entry in Entry.objects.iterator() for change in entry.changes]
named = lambda kind, change: labels.label_of(kind, change).rpartition(" ")[2]
print(json.dumps([len(found), sorted({f"{k}: {c.field}" for k, c in found if named(k, c) == c.field})]))
"""


def test_each_changed_field_of_the_demonstration_has_a_word(demo_data: Path) -> None:
    told = {"KURAMORI_DATA": str(demo_data), "DJANGO_SETTINGS_MODULE": "kuramori.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env={**os.environ, **told}, capture_output=True, check=True, timeout=120
    )
    count, nameless = json.loads(done.stdout)
    assert count > 1000
    assert nameless == []


def test_the_entries_of_every_room_can_be_looked_for() -> None:
    # Tests make up events of their own.
    rooms = {name.partition(":")[0] for name, event in events.known().items() if ":test" not in event.id}
    assert rooms - set(ROOMS) - {"test"} == set()
    assert set(get_args(Room)) == set(ROOMS)
