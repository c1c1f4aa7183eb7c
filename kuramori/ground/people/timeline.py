"""Writing rows with days so that nothing is overwritten: lay a row over a time line, or cut the line off.

Every change marks the rows it touches `superseded_at` now and writes what remains of them anew, so that whoever asks
with an earlier `known_at` (see `asof.held_on`) is told what was known then. Call inside a transaction, with the
owner's row locked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import UUIDField

from kuramori.ground.people.ordered import keys
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.rows import insert
from kuramori.outside import clock

DAY = datetime.timedelta(days=1)


def known(model: type[Owned], **owner: Any) -> list[Any]:
    """The rows of this owner that are believed now, by their first day."""
    manager: Any = model.objects
    rows = manager.filter(superseded_at__isnull=True, **owner)
    return list(rows.order_by("from_on"))


def lay(
    model: type[Owned],
    owner: dict[str, Any],
    values: dict[str, Any],
    *,
    from_on: datetime.date,
    until_on: datetime.date | None = None,
) -> bool:
    """From `from_on` until `until_on` (both included, None: open) `values` hold; before and after, what held already.

    `owner` names rows of a house, or the house itself as `organisation` and beside it what tells its lines apart.
    Returns False where exactly that was known before, and then nothing is written.
    """
    rows = known(model, **owner)
    within = [row for row in rows if _meet(row, from_on, until_on)]
    if _says(within, values, from_on, until_on):
        return False
    now = clock.now()
    for row in within:
        _supersede(row, now)
        if row.from_on < from_on:
            _again(model, row, now, until_on=from_on - DAY)
        if until_on is not None and (row.until_on is None or row.until_on > until_on):
            _again(model, row, now, from_on=until_on + DAY)
    whole = owner if "organisation" in owner else {"organisation": _house_of(owner), **owner}
    manager: Any = model.objects
    manager.create(**whole, **values, from_on=from_on, until_on=until_on, recorded_at=now)
    return True


def lay_rest(
    model: type[Owned], changes: Sequence[tuple[Any, Mapping[str, Any], datetime.date]], *, owner: str
) -> None:
    """Of each row that is believed now, `values` (by column) hold from a day on until the row's own last day.

    For many rows at once, of as many owners as one likes (`owner` is the column that names them). A day before the
    row's first one means from its first one on.
    """
    if not changes:
        return
    now, key = clock.now(), model._meta.pk
    manager: Any = model.objects
    left = {key.attname, "organisation_id", "superseded_at"}
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left]
    anew: list[dict[str, Any]] = []
    for row, values, from_on in changes:
        told = {name: getattr(row, name) for name in names} | {"recorded_at": now}
        if row.from_on < from_on:
            anew.append({**told, "until_on": from_on - DAY})
        anew.append({**told, **values, "from_on": max(row.from_on, from_on)})
    if isinstance(key, UUIDField):
        names = [key.attname, *names]
        anew = [{key.attname: given, **one} for given, one in zip(keys(len(anew)), anew, strict=True)]
    manager.filter(pk__in=[row.pk for row, _values, _day in changes]).update(superseded_at=now)
    insert(model, names, [[one[name] for name in names] for one in anew], trusted={owner})


def end(model: type[Owned], owner: dict[str, Any], *, last_day: datetime.date) -> int:
    """Nothing holds after `last_day`; returns how many rows that changed."""
    now = clock.now()
    beyond = [row for row in known(model, **owner) if row.until_on is None or row.until_on > last_day]
    for row in beyond:
        _supersede(row, now)
        if row.from_on <= last_day:
            _again(model, row, now, until_on=last_day)
    return len(beyond)


def begin(model: type[Owned], owner: dict[str, Any], *, first_day: datetime.date) -> bool:
    """The newest unbroken run began on `first_day`: its first row is drawn out or shortened. False: it did already."""
    run = newest_run(known(model, **owner))
    if not run or run[0].from_on == first_day:
        return False
    now = clock.now()
    if first_day < run[0].from_on:
        touched = [row for row in known(model, **owner) if row not in run and _meet(row, first_day, None)]
        for row in touched:
            _supersede(row, now)
            if row.from_on < first_day:
                _again(model, row, now, until_on=first_day - DAY)
        _supersede(run[0], now)
        _again(model, run[0], now, from_on=first_day)
        return True
    for row in run:
        if row.from_on < first_day:
            _supersede(row, now)
            if row.until_on is None or row.until_on >= first_day:
                _again(model, row, now, from_on=first_day)
    return True


def reopen(model: type[Owned], owner: dict[str, Any], *, last_day: datetime.date | None) -> bool:
    """The last row holds until `last_day` (None: open) instead; earlier than before counts as `end`."""
    rows = known(model, **owner)
    if not rows or rows[-1].until_on == last_day:
        return False
    if last_day is not None and (rows[-1].until_on is None or last_day < rows[-1].until_on):
        return end(model, owner, last_day=last_day) > 0
    now = clock.now()
    _supersede(rows[-1], now)
    _again(model, rows[-1], now, until_on=last_day)
    return True


def newest_run(rows: list[Any]) -> list[Any]:
    """The last rows (by first day) without a day between them."""
    run: list[Any] = []
    for row in rows:
        if run and (run[-1].until_on is None or row.from_on > run[-1].until_on + DAY):
            run = []
        run.append(row)
    return run


def _house_of(owner: dict[str, Any]) -> Any:
    return next(iter(owner.values())).organisation


def _meet(row: Any, from_on: datetime.date, until_on: datetime.date | None) -> bool:
    begins_in_time = until_on is None or row.from_on <= until_on
    return bool(begins_in_time and (row.until_on is None or row.until_on >= from_on))


def _says(
    within: list[Any], values: dict[str, Any], from_on: datetime.date, until_on: datetime.date | None
) -> bool:
    """Whether one row tells all of it already (a row that began earlier or ends at the same time is as good)."""
    if len(within) != 1:
        return False
    row = within[0]
    same = all(getattr(row, name) == value for name, value in values.items())
    covers = row.from_on <= from_on and (
        row.until_on is None or (until_on is not None and row.until_on >= until_on)
    )
    return same and covers and (until_on is not None or row.until_on is None)


def _supersede(row: Any, now: datetime.datetime) -> None:
    row.superseded_at = now
    row.save(update_fields=["superseded_at"])


def _again(model: type[Owned], row: Any, now: datetime.datetime, **days: datetime.date | None) -> None:
    """The same row with other days, as known from now on."""
    copied = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in {"id", "superseded_at", "recorded_at"}
    }
    model.objects.create(**{**copied, **days, "recorded_at": now})
