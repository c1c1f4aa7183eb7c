"""One entry against its leaf: columns, payload, personal fields."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kuramori.ground.trail import sealing
from kuramori.ground.trail.erase import ERASED
from kuramori.ground.trail.pseudonyms import pseudonym
from kuramori.ground.trail.verifying.faults import Fault
from kuramori.outside.vault import SealBroken
from kuramori.rules.leaves import Leaf, LeafUnreadable, leaf_from

COLUMNS = (
    "index", "leaf", "payload", "personal", "at", "organisation_id", "person_id", "via", "event", "kind", "thing_id",
    "audience",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of an entry as they were read."""

    index: int
    leaf: str
    payload: Any
    personal: Any
    at: datetime.datetime
    organisation_id: uuid.UUID | None
    person_id: uuid.UUID | None
    via: str
    event: str
    kind: str
    thing_id: str
    audience: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What an entry was found to be: its faults, the personal fields it lost, and those it says were erased."""

    faults: tuple[Fault, ...] = ()
    lost: tuple[str, ...] = ()
    erased: tuple[int, frozenset[str]] | None = None


def examine(row: Row) -> Examined:
    place = str(row.index)
    try:
        leaf = leaf_from(row.leaf)
    except LeafUnreadable:
        return Examined((Fault("leaf", place),))
    faults = [Fault("column", place, name) for name in _differing(row, leaf)]
    values = _payload(row, leaf)
    if values is None:
        faults.append(Fault("payload", place))
    lost = _lost(row, leaf)
    if lost is None:
        faults.append(Fault("personal", place))
    erased = _told_erased(values) if values is not None and leaf.event == ERASED.id else None
    return Examined(tuple(faults), lost or (), erased)


def _differing(row: Row, leaf: Leaf) -> Iterator[str]:
    at = row.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    pairs = {
        "at": (at, leaf.at),
        "organisation_id": (pseudonym(row.organisation_id), leaf.organisation),
        "person_id": (str(row.person_id or ""), leaf.person),
        "via": (row.via, leaf.via),
        "event": (row.event, leaf.event),
        "kind": (row.kind, leaf.kind),
        "thing_id": (row.thing_id, leaf.thing),
        "audience": (row.audience, leaf.audience),
    }
    return (name for name, (stored, committed) in pairs.items() if stored != committed)


def _payload(row: Row, leaf: Leaf) -> dict[str, Any] | None:
    """The values, or None where they do not fit the leaf."""
    try:
        kept = sealing.opened_payload(row)
        return kept.values if kept.commitment("payload") == leaf.payload else None
    except (SealBroken, ValueError):
        return None


def _lost(row: Row, leaf: Leaf) -> tuple[str, ...] | None:
    """The committed fields that are no longer there, or None where one that is there does not fit."""
    try:
        kept = sealing.opened_personal(row)
    except (SealBroken, ValueError):
        return None
    if any(leaf.personal.get(name) != one.commitment(f"personal/{name}") for name, one in kept.items()):
        return None
    return tuple(sorted(leaf.personal.keys() - kept.keys()))


def _told_erased(values: dict[str, Any]) -> tuple[int, frozenset[str]] | None:
    number, fields = values.get("number"), values.get("fields")
    if not isinstance(number, int) or not isinstance(fields, list):
        return None
    return number, frozenset(map(str, fields))
