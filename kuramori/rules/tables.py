"""The tables of usual values below `content/` that are no pack: is every number in its range, and of what day is it?

A table whose name has no shape of its own (`schemas/tables.schema.json`) must still tell its source and its day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from kuramori.rules.document import Document, Limits
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.reading import read
from kuramori.rules.sharing.days import day_at

LIMITS: Final = Limits(size=200_000, lines=5_000, values=10_000, depth=10)
SHAPES: Final = frozenset(
    {"handling", "lifecycle", "questions", "routes", "breadth", "marks", "periods", "cloud_terms"}
)
_GRADES: Final = ("top", "secret", "internal", "public")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says of itself; `confirmed_on` is None where that cannot be read, and then it is among the faults."""

    confirmed_on: date | None
    faults: tuple[Fault, ...]


def table(source: bytes | str, path: str, name: str) -> Table:
    """Look at one file; `name` is that of its kind, the file's name without its ending."""
    try:
        document = read(source, path, LIMITS)
    except Refused as refused:
        return Table(None, refused.faults)
    faults = shape_faults(document, name if name in SHAPES else "dated", of="tables")
    confirmed_on = day_at(document, ("confirmed_on",), faults)
    if not faults and name in _ORDERS:
        faults += _ORDERS[name](document)
    return Table(confirmed_on, tuple(faults))


def _falling(document: Document, *at: str, keys: tuple[str, ...] = ()) -> list[Fault]:
    """Each number below the one before it; of a mapping in the order of its `keys`."""
    value: Any = document.value
    for step in at:
        value = value[step]
    places: list[Any] = list(keys) if isinstance(value, Mapping) else list(range(len(value)))
    return [
        document.fault((*at, after), "out-of-range", value=value[after], limit=f"< {value[before]}")
        for before, after in pairwise(places)
        if not value[after] < value[before]
    ]


def _rising(document: Document, *at: str) -> list[Fault]:
    value: Any = document.value
    for step in at:
        value = value[step]
    return [
        document.fault((*at, after), "out-of-range", value=value[after], limit=f"> {value[after - 1]}")
        for after in range(1, len(value))
        if not value[after] > value[after - 1]
    ]


def _once(document: Document, part: str) -> list[Fault]:
    """No two rows with one id."""
    ids = [row["id"] for row in document.value[part]]
    return [
        document.fault((part, at, "id"), "duplicate-id", id=one)
        for at, one in enumerate(ids)
        if one in ids[:at]
    ]


def _breadth(document: Document) -> list[Fault]:
    """Houses by their size, the smaller first, and a last row for all that are larger."""
    faults = []
    for grade, rows in document.value["grades"].items():
        at = ("grades", grade)
        if "up_to" in rows[-1]:
            last = (*at, len(rows) - 1, "up_to")
            faults.append(document.fault(last, "unknown-key", key="up_to"))
        for number, row in enumerate(rows[:-1]):
            if "up_to" not in row:
                faults.append(document.fault((*at, number, "up_to"), "missing-key", key="up_to"))
            elif number and "up_to" in rows[number - 1] and row["up_to"] <= rows[number - 1]["up_to"]:
                limit = f"> {rows[number - 1]['up_to']}"
                place = (*at, number, "up_to")
                faults.append(document.fault(place, "out-of-range", value=row["up_to"], limit=limit))
    return faults


def _asked(document: Document) -> list[Fault]:
    """A route rests on questions that are asked."""
    asked = [one["id"] for one in document.value["questions"]]
    return [
        document.fault(("routes", number, "when", key), "not-one-of", value=key, allowed=" / ".join(asked))
        for number, row in enumerate(document.value["routes"])
        for key in row["when"]
        if key not in asked
    ]


_ORDERS: Final[dict[str, Callable[[Document], list[Fault]]]] = {
    "questions": lambda document: _falling(document, "thresholds", keys=_GRADES),
    "lifecycle": lambda document: _falling(document, "remind_days"),
    "periods": lambda document: _rising(document, "take_outs", "remind_after_days"),
    "breadth": _breadth,
    "routes": _asked,
    "cloud_terms": lambda document: _once(document, "items"),
}
