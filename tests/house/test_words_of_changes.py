"""Whoever reads an entry of the trail is told each changed field by the word of its room, never by a column's name."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from kuramori.ground.trail import events, naming
from kuramori.site.trail.api import Room
from kuramori.site.trail.forms import ROOMS
from kuramori.work.places import facts_out
from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

LOOK = """
import json, django; django.setup()
from kuramori.ground.trail import labels
from kuramori.ground.trail.models import Entry
found = [(entry.kind, change) for entry in Entry.objects.iterator() for change in entry.changes]
named = lambda kind, change: labels.label_of(kind, change).rpartition(" ")[2]
print(json.dumps([len(found), sorted({f"{k}: {c.field}" for k, c in found if named(k, c) == c.field})]))
"""


NAMES = """
import django; django.setup()
import csv, io, json
from django_scopes import scope
from kuramori.ground.people import access
from kuramori.ground.people.models import Membership, Organisation
from kuramori.ground.trail import naming
from kuramori.ground.trail.models import Entry
from kuramori.site.trail.taking_out import as_csv
left, seen = set(), 0
for organisation in Organisation.objects.all():
    with scope(organisation=organisation):
        owner = Membership.objects.filter(role="owner").values_list("person_id", flat=True)[0]
        actor = access.actor_of_person(organisation.pk, owner)
    entries = Entry.objects.filter(organisation_id=organisation.pk).iterator()
    table = io.StringIO(b"".join(as_csv(actor, entries, ())).decode("utf-8-sig"))
    for number, at, who, via, sentence, event, thing, kind, thing_id, changes in list(csv.reader(table))[1:]:
        seen += 1
        # What two houses call each other, a matter between them and a statement of it are told by numbers of their own.
        between = ("相手の組織: ", "やりとり: ", "知らせ: ")
        ours = [one for one in changes.split("; ") if not any(word in one for word in between)]
        if naming.ids_in([sentence, thing, *ours]) or (kind and not thing):
            left.add(f"{event} {kind}")
print(json.dumps([seen, sorted(left)]))
"""

# Kinds that are no rows, so that there is nothing to name; and those of the instance, which no organisation reads.
NAMELESS = {
    "grade": "a house's words and rules for its grades: the thing is the organisation",
    "ledger": "the whole ledger: the thing is the organisation",
    "agreements": "the whole list: the thing is the organisation",
    "promises": "the whole register: the thing is the organisation",
    "counts": "sums of replies, told by their class: the thing is the organisation",
    "portfolio": "what was taken out of the list, the map or the page: the thing is the organisation",
    "trail": "the trail itself",
    "entry": "an entry goes by its number",
    "pack": "a file that was made, by its hash",
    "backup": "a file that was made, by its hash",
    "fork": "a dispute about the log of an instance",
}


def _recorded_kinds() -> set[str]:
    """The kinds that some call hands to the trail by name, and those that places hands over from its table."""
    calls = {"record", "Happened"}
    found = {kind for kind, _fields in facts_out.KINDS.values()}
    for path, _text, module in tree.product():
        if "/tests/" in path.as_posix():
            continue
        for call in tree.nodes(module):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in calls:
                for given in call.keywords:
                    if given.arg == "kind":
                        constants = (one for one in ast.walk(given.value) if isinstance(one, ast.Constant))
                        found |= {one.value for one in constants if isinstance(one.value, str)}
    return {kind for kind in found if kind}


def test_every_kind_of_thing_that_an_entry_is_about_is_named_by_its_room() -> None:
    recorded = _recorded_kinds()
    assert len(recorded) > 40
    assert recorded - naming.kinds() - NAMELESS.keys() == set()
    assert NAMELESS.keys() - recorded == set()
    assert NAMELESS.keys() & naming.kinds() == set()


def test_whoever_reads_the_trail_of_the_demonstration_meets_no_id(demo_data: Path) -> None:
    seen, left = _told(NAMES, demo_data)
    assert seen > 900
    assert left == []


def test_each_changed_field_of_the_demonstration_has_a_word(demo_data: Path) -> None:
    count, nameless = _told(LOOK, demo_data)
    assert count > 1000
    assert nameless == []


def test_the_entries_of_every_room_can_be_looked_for() -> None:
    # Tests make up events of their own.
    rooms = {name.partition(":")[0] for name, event in events.known().items() if ":test" not in event.id}
    assert rooms - set(ROOMS) - {"test"} == set()
    assert set(get_args(Room)) == set(ROOMS)


def _told(script: str, data: Path) -> Any:
    told = {"KURAMORI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kuramori.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **told},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)
