"""Many rows of the acting organisation at once: each statement is worked out once, the values come one after another.

For imports of thousands. An object for every row, and Django's own way from it to SQL, cost five times what the
database needs to keep it (measured). What `Owned` guards stays guarded: the organisation is the acting one's, and a
tie to another room's row is looked up among its own, each row named but once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from kuramori.ground.people.owned import CrossesTenants, Owned, acting_organisation_id

_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""Plain values as a JSON column keeps them."""


def insert(
    model: type[Owned],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    trusted: Collection[str] = (),
    as_told: Collection[str] = (),
) -> None:
    """New rows: of each the values of `columns` (as Django calls them: `place_id`), in their order, as Python values.

    Columns left out take their default; a key that the database does not give has to be there. `trusted` names columns
    whose ties the caller has just read or written itself, `as_told` those whose values are as the database takes them
    already (JSON: as text). Signals are not sent. Raises `CrossesTenants`.
    """
    if not rows:
        return
    fields = [_field(model, name) for name in columns]
    _guard(model, fields, rows, trusted)
    named = {field.attname for field in fields}
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.attname not in named and not isinstance(field, models.AutoField)
    ]
    fixed = [_default(field) for field in rest]
    every = [*fields, *rest]
    put_in(
        model._meta.db_table, [field.column for field in every], list(_written(fields, rows, fixed, as_told))
    )


def put_in(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """New rows of values as the database takes them; `table` and `columns` are names of ours.

    SQLite works a statement out once and takes one row after the other. PostgreSQL takes many as one stream (COPY),
    which costs it a third of what a statement for each does (measured).
    """
    names = ", ".join(map(_quoted, columns))
    if connection.vendor == "sqlite" or len(rows) == 1:
        # No value is put into the text.
        _run(f"INSERT INTO {_quoted(table)} ({names}) VALUES (%s{', %s' * (len(columns) - 1)})", rows)  # noqa: S608
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def update(
    model: type[Owned],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, Sequence[Any]]],
    *,
    trusted: Collection[str] = (),
) -> None:
    """The rows of these keys say otherwise in `columns`. As `insert`; another organisation's rows stay as they are."""
    if not rows:
        return
    fields, key = [_field(model, name) for name in columns], model._meta.pk
    _guard(model, fields, [values for _key, values in rows], trusted)
    told = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = (
        f"UPDATE {_quoted(model._meta.db_table)} SET {told} "  # noqa: S608  every name is ours
        f"WHERE {_quoted(key.column)} = %s AND organisation_id = %s"
    )
    owner = _field(model, "organisation_id").get_db_prep_save(acting_organisation_id(), connection)
    given = _written([*fields, key], [[*values, which] for which, values in rows], [owner])
    _run(sql, list(given))


def listed(texts: Collection[str]) -> RawSQL | list[str]:
    """Many texts for `filter(column__in=…)`: to SQLite they go as one value, not as a thousand signs to work out."""
    if connection.vendor != "sqlite":
        return list(texts)
    return RawSQL("SELECT value FROM json_each(%s)", [as_json(list(texts))])


def count_anew(*kinds: type[models.Model]) -> None:
    """Let the database look how many rows share a key: after thousands were written, in the caller's transaction.

    Without it SQLite takes "of this organisation" for the narrowest of conditions, and goes through all of its rows to
    find fifty by their keys. It looks at ten thousand rows of each index: some 40 ms, whatever their number.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=10000")
        for kind in kinds:
            cursor.execute(f"ANALYZE {_quoted(kind._meta.db_table)}")


def _run(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if len(rows) == 1:
            # Many at once take a way of their own through the driver, which costs more than one row does.
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)


def _field(model: type[Owned], attname: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _default(field: Any) -> Any:
    if field.attname == "organisation_id":
        return field.get_db_prep_save(acting_organisation_id(), connection)
    if field.primary_key:
        raise ValueError(f"{field.model._meta.label}: every row needs its own key")
    return field.get_db_prep_save(field.get_default(), connection)


def _guard(
    model: type[Owned], fields: Sequence[Any], rows: Iterable[Sequence[Any]], trusted: Collection[str]
) -> None:
    for at, field in enumerate(fields):
        if field.attname == "organisation_id":
            raise CrossesTenants(f"{model._meta.label}: 記録の組織は、いま動いている組織です。")
        related = field.related_model
        if field.attname in trusted or not (isinstance(related, type) and issubclass(related, Owned)):
            continue
        told = {row[at] for row in rows} - {None}
        if told and related.objects.filter(pk__in=told).count() != len(told):
            raise CrossesTenants(f"{model._meta.label}.{field.name} が別の組織の記録を指しています。")


def _written(
    fields: Sequence[Any], rows: Sequence[Sequence[Any]], fixed: Sequence[Any], as_told: Collection[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """The values as the database takes them, column by column, and after them what every row says."""
    columns: list[Iterable[Any]] = []
    for field, values in zip(fields, zip(*rows, strict=True), strict=True):
        way = None if field.attname in as_told else _way(field)
        first = values[0]
        if way is None:
            columns.append(values)
        elif all(one is first for one in values):  # who, why and when: the same for a whole import
            columns.append(repeat(None if first is None else way(first), len(values)))
        else:
            columns.append([None if one is None else way(one) for one in values])
    return zip(*columns, *map(repeat, fixed), strict=False)


def _way(field: Any) -> Callable[[Any], Any] | None:
    """How a value of this field is written; None: as it is."""
    aim = field.target_field if field.is_relation else field
    if isinstance(aim, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    if isinstance(aim, _PLAIN):
        return None
    if isinstance(aim, models.JSONField) and connection.vendor == "sqlite" and aim.encoder is None:
        return as_json
    if isinstance(aim, models.DateField):  # Moments too. Most rows of one import tell the same few.
        return cache(lambda value: aim.get_db_prep_save(value, connection))
    return lambda value: aim.get_db_prep_save(value, connection)


def _hex(value: uuid.UUID) -> str:
    return value.hex


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
