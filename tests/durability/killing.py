"""Kills a process with SIGKILL in the middle of its writing, again and again, and looks at what stands afterwards.

`python -m tests.durability.killing DATA KILLS SEED` on the records of the demonstration; prints one JSON object. The
writing process is forked from one that has everything loaded and no connection open, so a round takes a moment.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from typing import Any

import django


def main(kills: int, seed: int) -> None:
    django.setup()
    dice, acknowledged, lost, mismatches = random.Random(seed), 0, 0, 0
    for number in range(kills):
        last = _round(seed + number, dice.random() * 0.12)
        acknowledged += last is not None
        size, differing = _look()
        lost += last is not None and size < last
        mismatches += differing
    from kuramori.ground.trail.checkpoint import checkpoint
    from kuramori.ground.trail.verifying import verify

    checkpoint()
    verdict = verify()
    told = {
        "kills": kills,
        "acknowledged": acknowledged,
        "lost": lost,
        "mismatches": mismatches,
        "entries": verdict.entries,
        "whole": verdict.is_whole,
    }
    print(json.dumps(told))


def _round(seed: int, seconds: float) -> int | None:
    """Let a child write until `seconds` after its first commit, and kill it; the last size it acknowledged."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        _write(mouth, seed)
        os._exit(3)
    os.close(mouth)
    heard = b""
    if select.select([ear], [], [], 30)[0]:
        time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(ear, 65536):
        heard += piece
    os.close(ear)
    whole = heard.split(b"\n")[:-1]
    return int(whole[-1]) if whole else None


def _write(mouth: int, seed: int) -> None:
    """Do things for ever; after each commit the size of the log is told."""
    from django_scopes import scope

    from kuramori.ground.people.access import actor_on_command_line
    from kuramori.ground.people.models import Organisation
    from kuramori.ground.trail import tree
    from tests.durability import doings

    dice, organisation = random.Random(seed), Organisation.objects.get(slug="mihon-kanagata")
    with scope(organisation=organisation):
        actor = actor_on_command_line(organisation)
        while True:
            dice.choice(doings.ALL)(doings.scene(actor, dice.randrange(1 << 30)))
            os.write(mouth, f"{tree.size()}\n".encode())


def _look() -> tuple[int, int]:
    """The size of the log, and how many sheets have other than one entry for each answer that was written."""
    from django.db import connection
    from django.db.models import Sum

    from kuramori.ground.trail import tree
    from kuramori.ground.trail.models import Entry
    from kuramori.work.checks.models import Answer, Plan

    told: dict[str, int] = {}
    events = Entry.objects.filter(event__in=["checks:sheet:answered", "checks:plan:made"])
    for event, thing in events.values_list("event", "thing_id"):
        told[event + thing] = told.get(event + thing, 0) + 1
    stands: dict[str, int] = {}
    for sheet, written in Answer.everywhere.values_list("sheet_id").annotate(Sum("revision")).order_by():
        stands[f"checks:sheet:answered{sheet}"] = written
    for sheet in Plan.everywhere.values_list("sheet_id", flat=True):
        stands[f"checks:plan:made{sheet}"] = stands.get(f"checks:plan:made{sheet}", 0) + 1
    size = tree.size()
    connection.close()
    return size, sum(told.get(key, 0) != count for key, count in _since(stands, told).items())


_before: dict[str, int] = {}


def _since(stands: dict[str, int], told: dict[str, int]) -> dict[str, int]:
    """Expected counts: what the demonstration brought along in one go (a file taken in) is set aside first."""
    if not _before:
        _before.update({key: count - told.get(key, 0) for key, count in stands.items()})
    return {key: count - _before.get(key, 0) for key, count in stands.items()}


def started(arguments: list[str]) -> Any:
    os.environ["KURAMORI_DATA"] = arguments[0]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    return main(int(arguments[1]), int(arguments[2]))


if __name__ == "__main__":
    started(sys.argv[1:])
