"""The verb of the trail: record what happened, inside the transaction of the change.

Two statements, both prepared: the head gives the next index, the entry is inserted. Through the ORM the same cost a
quarter of what the disk can do (measured; bench/README.md). PostgreSQL takes both as one, because everybody who writes
waits for the head: it is held for one trip less.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kuramori.ground.trail import sealing
from kuramori.ground.trail.changes import AFTER, BEFORE
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.pseudonyms import pseudonym
from kuramori.outside import clock
from kuramori.rules.leaves import Leaf
from kuramori.rules.tiles import LARGEST_ENTRY

TAKE = (
    "INSERT INTO trail_head (id, size) VALUES (1, %s) "
    "ON CONFLICT (id) DO UPDATE SET size = trail_head.size + excluded.size RETURNING size"
)
COLUMNS = (
    "leaf", "payload", "personal", "at", "organisation_id", "person_id", "via", "event", "kind", "thing_id", "audience",
)  # fmt: skip
# Every name here is ours; no value is put into the text.
WRITE = f'INSERT INTO trail_entry ("index", {", ".join(COLUMNS)}) VALUES (%s{", %s" * len(COLUMNS)})'  # noqa: S608
# The same as one statement, where the database has such: the head is held for one trip less.
APPEND = (
    f'WITH head AS ({TAKE}) INSERT INTO trail_entry ("index", {", ".join(COLUMNS)}) '  # noqa: S608
    f'SELECT size - 1{", %s" * len(COLUMNS)} FROM head RETURNING "index"'
)


class OutsideTransaction(RuntimeError):
    """An entry was to be written on its own: a change and its entry stand or fall together."""


class PersonalUndeclared(ValueError):
    """A personal value under a key that the event does not list as personal: it could not be erased."""


class EntryTooLarge(ValueError):
    """A leaf holds at most 65,535 bytes; long lists belong into the payload."""


class Recordable(Protocol):
    """What recording needs of an event: its id, and which keys of the detail are personal."""

    @property
    def id(self) -> str: ...
    @property
    def personal(self) -> tuple[str, ...]: ...


class Doer(Protocol):
    """Who did it: the actor of `people`, seen from below."""

    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def person_id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def via(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Instance:
    """The instance itself did it: a schedule, a command of the one who runs it."""

    organisation_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    name: str = ""
    via: str = "instance"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing to record among many. `detail` as for `record`."""

    event: Recordable
    kind: str = ""
    thing_id: object = ""
    detail: Mapping[str, Any] | None = None
    shows: Sequence[object] = ()
    audience: str = ""
    at: datetime.datetime | None = None


def record(
    actor: Doer,
    event: Event,
    *,
    kind: str = "",
    thing_id: object = "",
    shows: Sequence[object] = (),
    audience: str = "",
    **detail: Any,
) -> int:
    """Write one entry for `event` done by `actor` to the thing `kind`/`thing_id`; returns its index.

    `detail` holds the plain values (text, whole numbers, booleans, None, lists and tables of them) that the event's
    sentence names and a replay reads; those the event calls personal get erasable commitments of their own. `shows`
    lists the ids of secrets that one response shows. `audience` narrows who may read the entry (see `audiences`).
    What changed of the thing comes from `changes.between`.
    Raises `OutsideTransaction` where no transaction is open, `EntryTooLarge`, `PersonalUndeclared`.
    """
    return record_all(actor, [Happened(event, kind, thing_id, detail, shows, audience)])[0]


def record_all(actor: Doer, happened: Iterable[Happened]) -> range:
    """Write several entries in their order with one trip to the head; returns their indices."""
    # The connection itself: its stand-in looks it up again for every attribute.
    connection = connections[DEFAULT_DB_ALIAS]
    rows = [_row(actor, one, connection) for one in happened]
    if not connection.in_atomic_block:
        raise OutsideTransaction(",".join(str(row[7]) for row in rows[:3]))
    if not rows:
        return range(0)
    with connection.cursor() as cursor:
        # Our PostgreSQL backend lets its threads come to the head in their order; SQLite's did so before BEGIN.
        if hasattr(connection, "wait_for_turn"):
            connection.wait_for_turn()
        if len(rows) == 1 and connection.vendor == "postgresql":
            cursor.execute(APPEND, [1, *rows[0]])
            index = int(cursor.fetchone()[0])
            return range(index, index + 1)
        cursor.execute(TAKE, [len(rows)])
        size = int(cursor.fetchone()[0])
        indices = range(size - len(rows), size)
        if len(rows) == 1:
            cursor.execute(WRITE, [indices[0], *rows[0]])
        else:
            cursor.executemany(WRITE, [(index, *row) for index, row in zip(indices, rows, strict=True)])
    return indices


def _row(actor: Doer, happened: Happened, connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    event, organisation_id, person_id = happened.event, actor.organisation_id, actor.person_id
    at = happened.at or clock.now()
    plain, personal = _apart(event, happened.detail or {}, actor.name)
    payload, fields = sealing.payload_of(plain), sealing.personal_of(personal)
    bound = payload.commitment("payload")
    leaf = Leaf(
        at=_moment(at),
        event=event.id,
        organisation=pseudonym(organisation_id),
        person=str(person_id or ""),
        via=actor.via,
        kind=happened.kind,
        thing=str(happened.thing_id),
        payload=bound,
        personal={name: kept.commitment(f"personal/{name}") for name, kept in fields.items()},
        shows=[str(one) for one in happened.shows],
        audience=happened.audience,
    )
    text = leaf.text
    if len(text.encode()) > LARGEST_ENTRY:
        raise EntryTooLarge(event.id)
    is_native = connection.features.has_native_uuid_field
    return (
        text,
        sealing.sealed_payload(organisation_id, payload, bound),
        sealing.sealed_personal(organisation_id, fields, bound),
        connection.ops.adapt_datetimefield_value(at),
        organisation_id if is_native or organisation_id is None else organisation_id.hex,
        person_id if is_native or person_id is None else person_id.hex,
        leaf.via,
        leaf.event,
        leaf.kind,
        leaf.thing,
        leaf.audience,
    )


def _apart(event: Recordable, detail: Mapping[str, Any], who: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the payload, and the personal ones."""
    personal = {name: str(detail[name]) for name in event.personal if detail.get(name)}
    if who:
        personal["who"] = who
    plain = {name: value for name, value in detail.items() if name not in personal}
    for name, value in plain.items():
        if value and name.startswith((BEFORE, AFTER)):
            raise PersonalUndeclared(f"{event.id}: {name}")
    return plain, personal


def _moment(at: datetime.datetime) -> str:
    """As `2026-11-22T01:02:03.456789Z`."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
