"""What the trail may tell of 極秘 assets: the ledger's own door, which every reader and every export passes.

An asset counts as 極秘 here where it is, or ever was: what was written of it then does not become lighter with it.
Number, grade, layer, stage and keeper are shown to every reader of the ledger, in the trail too. What a first session
wrote down may become 極秘 at its end: until then only those who may know all of 極秘 read it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import showing
from kuramori.ground.trail.models import Entry
from kuramori.work.ledger import access, looks
from kuramori.work.ledger.events_life import SESSION_APPROVED
from kuramori.work.ledger.models import Grade, Stop, Task, Version

ROOM = "ledger"
OPEN = frozenset({"number", "grade", "layer", "stage", "keeper", "from_on", "until_on", "lines", "entered"})
"""Fields of an asset that stay readable where the rest is masked."""


def asks(actor: Actor, entries: Sequence[Entry]) -> tuple[frozenset[int], Sequence[object]]:
    """The entries closed to this reader, and the 極秘 assets whose names or contents the others tell."""
    told = _told_by(entries)
    drafted = {entry.index for entry in entries if entry.kind == "first_session" and _tells(entry)}
    top = _ever_top({asset for assets in told.values() for asset in assets})
    known = access.known_among(actor, top)
    closed = {index for index, assets in told.items() if assets & top - known}
    if not actor.may(Can.ASSET_READ_TOP):
        closed |= drafted
    shown = dict.fromkeys(
        asset for index, assets in told.items() if index not in closed for asset in sorted(assets & top)
    )
    return frozenset(closed), list(shown)


def _told_by(entries: Sequence[Entry]) -> dict[int, frozenset[uuid.UUID]]:
    """Which assets each entry tells something of, beyond that they are there. By the index of the entry."""
    named = {entry.index: frozenset(_names(entry)) for entry in entries}
    through = _through(named)
    assets = {}
    for entry in entries:
        found = frozenset(
            asset
            for kind, key in named[entry.index]
            for asset in ([key] if kind == "asset" else through.get((kind, key), ()))
        )
        if found and _tells(entry):
            assets[entry.index] = found
    return assets


def _names(entry: Entry) -> Iterator[tuple[str, uuid.UUID]]:
    """What the entry is about, as kind and id: an asset, a task, stops of a round, all that a file brought."""
    if entry.kind in ("asset", "task", "first_session"):
        yield from _keys(entry.kind, [entry.thing_id])
    elif entry.kind == "round":
        yield from _keys("stop", [one.part.removeprefix("stop:") for one in entry.changes])
    elif entry.kind == "asset_import":
        yield from _keys("asset", [one.part for one in entry.changes])


def _keys(kind: str, texts: Collection[str]) -> Iterator[tuple[str, uuid.UUID]]:
    for text in texts:
        try:
            yield kind, uuid.UUID(text)
        except ValueError:
            continue


def _through(
    named: dict[int, frozenset[tuple[str, uuid.UUID]]],
) -> dict[tuple[str, uuid.UUID], list[uuid.UUID]]:
    """The assets behind tasks and stops, and those that came of a first session."""
    found: dict[tuple[str, uuid.UUID], list[uuid.UUID]] = {}
    for kind, model in (("task", Task), ("stop", Stop)):
        keys = [key for names in named.values() for its, key in names if its == kind]
        if keys:
            rows = model.objects.filter(pk__in=keys, asset__isnull=False).values_list("pk", "asset_id")
            found |= {(kind, key): [asset] for key, asset in rows}
    sessions = {str(key) for names in named.values() for kind, key in names if kind == "first_session"}
    approved = Entry.objects.filter(event=SESSION_APPROVED.id, kind="first_session", thing_id__in=sessions)
    for entry in approved if sessions else ():
        entered = [uuid.UUID(one) for one in entry.detail.get("assets", [])]
        found["first_session", uuid.UUID(entry.thing_id)] = entered
    return found


def _tells(entry: Entry) -> bool:
    """Whether it still tells anything of the asset that is hidden where the asset is masked."""
    return any(one.field not in OPEN and not one.is_erased for one in entry.changes)


def _ever_top(assets: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    if not assets:
        return frozenset()
    rows = Version.objects.filter(asset__in=assets, values__grade=Grade.TOP.value)
    return frozenset(rows.values_list("asset_id", flat=True).distinct())


showing.register(ROOM, showing.Door(asks, looks.note_ids))
