"""Before and after: how an entry tells what changed of the thing it is about, so that a replay can read it.

One convention for all rooms. `changed` in the detail is a table of `field: [before, after]`, plain values. Names,
addresses and text that somebody wrote freely never stand there: they are `before_<field>` and `after_<field>`, which
the event lists as personal (`personal("name", "email")`), each with its own commitment, so that it can be erased.
`part` names the row within the thing (the item of a sheet, one plan of it). None: it was not there, or no longer is.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise

BEFORE, AFTER = "before_", "after_"
CHANGED, PART, ADDED, TEXTS = "changed", "part", "added", "after_texts"
Facts = Mapping[str, Any]
_AS_IT_IS = frozenset({bool, int, str})


def personal(*fields: str) -> tuple[str, ...]:
    """The keys under which these fields' values stand in the detail: for `Event.personal`."""
    return tuple(f"{side}{field}" for field in fields for side in (BEFORE, AFTER))


def between(
    before: Facts | None, after: Facts | None, *, part: object = "", private: Collection[str] = ()
) -> dict[str, Any]:
    """What to hand to `record` for a change from `before` to `after`; fields that say the same are left out.

    `private` are the fields whose values are personal. Raises `TypeError` for a value that has no plain form.
    """
    was, now = before or {}, after or {}
    told: dict[str, Any] = {CHANGED: {}}
    if part:
        told[PART] = str(part)
    for field in dict.fromkeys([*was, *now]):
        pair = [plain(was.get(field)), plain(now.get(field))]
        if pair[0] == pair[1]:
            continue
        if field in private:
            told[f"{BEFORE}{field}"], told[f"{AFTER}{field}"] = ("" if one is None else one for one in pair)
        else:
            told[CHANGED][field] = pair
    return told


def parts(rows: Mapping[str, Facts], *, private: Collection[str] = ()) -> dict[str, Any]:
    """What to hand to `record` for many parts that come into being at once, by the name of the part.

    Their private fields go together into one personal field, `after_texts`: the event lists it as personal.
    """
    open_ones: dict[str, Any] = {}
    texts: dict[str, Any] = {}
    hides = frozenset(private)
    for part, facts in rows.items():
        # Asked here: most values are plain, and a call for each is half the time of it.
        shown = {
            field: value if type(value) in _AS_IT_IS else plain(value)
            for field, value in facts.items()
            if value is not None and value != ""
        }
        if private_ones := [field for field in shown if field in hides]:
            texts[part] = {field: shown.pop(field) for field in private_ones}
        open_ones[part] = shown
    return {ADDED: open_ones, TEXTS: json.dumps(texts, ensure_ascii=False) if texts else ""}


def plain(value: Any) -> Any:
    """A value as the payload and a replay know it: text, whole numbers, booleans, None, lists and tables of them."""
    if value is None or type(value) in _AS_IT_IS:
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | decimal.Decimal | Promise):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One field of one part of a thing. `is_erased`: it was personal and was erased, so that both values are None."""

    part: str
    field: str
    before: Any
    after: Any
    is_erased: bool = False


def told_in(detail: Facts, committed: Collection[str]) -> Iterator[Change]:
    """The changes that an entry tells: `detail` as it can still be read, `committed` the names of all its personal
    fields, erased ones too."""
    part = str(detail.get(PART, ""))
    table = detail.get(CHANGED)
    if isinstance(table, dict):
        for field, (before, after) in table.items():
            yield Change(part, field, before, after)
    keys = dict.fromkeys([*committed, *detail])
    for field in dict.fromkeys(key.removeprefix(BEFORE).removeprefix(AFTER) for key in keys if _is_side(key)):
        was, now = f"{BEFORE}{field}", f"{AFTER}{field}"
        gone = any(key in committed and key not in detail for key in (was, now))
        if gone:
            yield Change(part, field, None, None, is_erased=True)
        else:
            yield Change(part, field, detail.get(was, ""), detail.get(now, ""))
    yield from _added(detail, committed)


def _added(detail: Facts, committed: Collection[str]) -> Iterator[Change]:
    for rows in (detail.get(ADDED) or {}, json.loads(detail.get(TEXTS) or "{}")):
        for part, facts in rows.items():
            yield from (Change(part, field, None, value) for field, value in facts.items())
    if TEXTS in committed and TEXTS not in detail:
        yield Change("", "texts", None, None, is_erased=True)


def _is_side(key: str) -> bool:
    return key.startswith((BEFORE, AFTER)) and key != TEXTS
