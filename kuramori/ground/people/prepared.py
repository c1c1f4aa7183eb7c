"""Queries that are asked at every request: their SQL is worked out once, not each time.

Working out the SQL of a small query costs Django five times what the database needs to answer it (0.5–1.2 ms,
measured). Here Django works it out at the first asking in each thread; afterwards only the values change. Whatever
`Owned.objects` guards stays guarded: the organisation is a value like any other, and it is always the acting one's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models.sql.compiler import SQLCompiler
from django_scopes import scope

from kuramori.ground.people.owned import acting_organisation_id

_ORGANISATION = "organisation"


class Later(models.Expression):
    """Stands in a query for a value that each asking gives; `field` knows how the database writes it."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def written(self, value: object, connection: Any) -> Any:
        """`value` as this database takes it; raises `ValidationError` for one that is none of the field's."""
        return self.output_field.get_db_prep_value(value, connection, prepared=False)


class Prepared:
    """One query, built by `make` with `Later` wherever a value belongs.

    A queryset of `Owned.objects` may be built as if an organisation were acting. `make` must not put anything into
    it that another request would see otherwise: no day, no person, no language.
    """

    def __init__(self, make: Callable[[], models.QuerySet[Any]]) -> None:
        self._make = make
        self._here = threading.local()

    def rows(self, **values: object) -> list[Any]:
        """What the query finds with these values, each row as its queryset would give it.

        Raises `NobodyActs` where a query of `Owned.objects` is asked and no organisation is acting, `KeyError`
        where a value is missing.
        """
        return self._asked().rows(values)

    def first(self, **values: object) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(**values)), None)

    def _asked(self) -> _Asked:
        # A compiler belongs to a connection, and a connection to a thread.
        asked: _Asked | None = getattr(self._here, "asked", None)
        if asked is None or not asked.is_of_this_connection():
            with scope(organisation=Later(_ORGANISATION, models.UUIDField())):
                asked = self._here.asked = _Asked(self._make())
        return asked


class _Asked:
    """The query with its SQL, ready for one thread's connection."""

    def __init__(self, queryset: Any) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._connection = self._compiler.connection
        self._sql, self._parameters = self._compiler.as_sql()
        self._found: list[Any] = []
        # Django's own way from database rows to objects, over rows that were fetched with the SQL kept here.
        converters = self._compiler.get_converters([column[0] for column in self._compiler.select])
        self._compiler.get_converters = lambda _columns: converters
        queryset.query.get_compiler = lambda *_args, **_named: self._compiler
        self._compiler.execute_sql = lambda *_args, **_named: [self._found]

    def is_of_this_connection(self) -> bool:
        return transaction.get_connection(self._queryset.db) is self._connection

    def rows(self, values: dict[str, object]) -> list[Any]:
        if self._queryset.query.select_for_update and not self._connection.in_atomic_block:
            raise transaction.TransactionManagementError("a row can be held only inside a transaction")
        with self._connection.cursor() as cursor:
            cursor.execute(self._sql, [self._value(one, values) for one in self._parameters])
            self._found = cursor.fetchall()
        return list(self._queryset._iterable_class(self._queryset))

    def _value(self, parameter: object, values: dict[str, object]) -> Any:
        if not isinstance(parameter, Later):
            return parameter
        given = acting_organisation_id() if parameter.name == _ORGANISATION else values[parameter.name]
        return parameter.written(given, self._connection)
