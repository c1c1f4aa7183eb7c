"""The very statements that verbs send to SQLite, written down: `python -m tests.durability.tracing DATA DOINGS SEED`.

Prints a JSON list of transactions, each a list of SQL texts with their values filled in. The database is changed.
"""

from __future__ import annotations

import json
import os
import random
import sys

import django

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "SAVEPOINT", "RELEASE", "ROLLBACK TO")


def main(count: int, seed: int) -> None:
    django.setup()
    from django.db import connection
    from django_scopes import scope

    from kuramori.ground.people.access import actor_on_command_line
    from kuramori.ground.people.models import Organisation
    from kuramori.ground.trail.checkpoint import checkpoint
    from tests.durability import doings

    dice, organisation = random.Random(seed), Organisation.objects.get(slug="mihon-kanagata")
    sent: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(sent.append)
    with scope(organisation=organisation):
        actor = actor_on_command_line(organisation)
        for number in range(count):
            dice.choice(doings.ALL)(doings.scene(actor, dice.randrange(1 << 30)))
            if number % 7 == 0:
                checkpoint()
    connection.connection.set_trace_callback(None)
    json.dump(_transactions(sent), sys.stdout)


def _transactions(sent: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    current: list[str] = []
    for statement in sent:
        word = statement.lstrip().upper()
        if word.startswith("BEGIN"):
            current = []
        elif word.startswith("COMMIT"):
            if any(not one.upper().startswith(WRITES[4:]) for one in current):
                found.append(current)
            current = []
        elif word.startswith(WRITES):
            current.append(statement)
    return found


if __name__ == "__main__":
    os.environ["KURAMORI_DATA"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    main(int(sys.argv[2]), int(sys.argv[3]))
