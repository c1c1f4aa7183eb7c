"""The verbs of the index: lay a thing's texts down, and forget a thing; in the transaction of the change itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from kuramori.ground.people.owned import CrossesTenants, acting_organisation_id
from kuramori.ground.people.rows import put_in
from kuramori.ground.search.models import Shelf, Text
from kuramori.ground.search.spelling import lexemes, line, words
from kuramori.rules.tokens import normal

LONGEST_TEXT = 20_000
# Of so many things at once it is asked what is there.
AT_ONCE = 500


class OutsideTransaction(RuntimeError):
    """A thing was to be indexed on its own: it and its texts stand or fall together."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one thing can be found by: texts by audience (the permission it takes to find it so; "": everybody)."""

    thing_id: object
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row of the index: its number (None: a new one) and its text."""

    row: int | None
    thing_id: str
    audience: str
    plain: str


def index(organisation_id: uuid.UUID, kind: str, thing_id: object, text: str, *, audience: str = "") -> None:
    """From now on the thing is found by the words of `text`, and by nothing else. Raises `OutsideTransaction`."""
    index_all(organisation_id, kind, [Words(thing_id, {audience: text})])


def index_all(
    organisation_id: uuid.UUID, kind: str, things: Iterable[Words], *, are_new: bool = False
) -> None:
    """The same for many things of one kind, or one with several texts. What is there already is left alone.

    Of a text only the first 20,000 characters count. With `are_new` none of the things was ever indexed, so nobody
    looks for what is there.
    """
    _guard(organisation_id)
    todo = list(things)
    shelf = shelf_of(organisation_id)
    if are_new:
        _lay(organisation_id, shelf, kind, todo, {})
        return
    for begin in range(0, len(todo), AT_ONCE):
        part = todo[begin : begin + AT_ONCE]
        _lay(organisation_id, shelf, kind, part, _there(kind, part))


def forget(organisation_id: uuid.UUID, kind: str, thing_ids: Iterable[object]) -> None:
    """These things are found by nothing any more."""
    index_all(organisation_id, kind, [Words(thing_id, {}) for thing_id in thing_ids])


def shelf_of(organisation_id: uuid.UUID) -> int:
    """The organisation's number in the index; it gets one where it has none."""
    shelf, _new = Shelf.objects.get_or_create(organisation_id=organisation_id)
    return int(shelf.pk)


def _guard(organisation_id: uuid.UUID) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction
    if organisation_id != acting_organisation_id():
        raise CrossesTenants("search.Text: 別の組織の記録は書けません。")


def _there(kind: str, things: Sequence[Words]) -> dict[tuple[str, str], Text]:
    """The texts of these things, by thing and audience."""
    rows = Text.objects.filter(kind=kind, thing_id__in=[str(thing.thing_id) for thing in things])
    return {(row.thing_id, row.audience): row for row in rows}


def _lay(
    organisation_id: uuid.UUID,
    shelf: int,
    kind: str,
    things: Sequence[Words],
    there: Mapping[tuple[str, str], Text],
) -> None:
    wanted = {
        (str(thing.thing_id), audience): plain
        for thing in things
        for audience, text in thing.texts.items()
        if (plain := normal(text[:LONGEST_TEXT])[:LONGEST_TEXT])
    }
    gone = [row for key, row in there.items() if wanted.get(key) != row.plain]
    _take_out(shelf, [(row.pk, row.plain) for row in gone])
    no_more = [row.pk for key, row in there.items() if key not in wanted]
    if no_more:
        Text.objects.filter(pk__in=no_more).delete()
    changed = [
        _Laid(row.pk, row.thing_id, row.audience, wanted[key])
        for key, row in there.items()
        if key in wanted and wanted[key] != row.plain
    ]
    new = [_Laid(None, *key, plain) for key, plain in wanted.items() if key not in there]
    writer = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    writer(organisation_id, shelf, kind, changed, new)


def _take_out(shelf: int, rows: Sequence[tuple[int, str]]) -> None:
    """FTS5 keeps no texts, so it is told the words that it is to lose. PostgreSQL loses them with the row."""
    if connection.vendor != "sqlite" or not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_words (search_words, rowid, grams) VALUES ('delete', %s, %s)",
            [(row, line(shelf, plain)) for row, plain in rows],
        )


def _write_sqlite(
    organisation_id: uuid.UUID, shelf: int, kind: str, changed: Sequence[_Laid], new: Sequence[_Laid]
) -> None:
    owner = organisation_id.hex
    laid = [(one.row, one.plain) for one in changed]
    with connection.cursor() as cursor:
        if changed:
            cursor.executemany(
                "UPDATE search_text SET plain = %s WHERE id = %s", [(one.plain, one.row) for one in changed]
            )
        if new:
            # Nobody else writes until we are done: the numbers that the database would give can be given here.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_text'")
            first = next(iter(cursor.fetchone() or ()), 0) + 1
            cursor.executemany(
                "INSERT INTO search_text (id, organisation_id, kind, thing_id, audience, plain) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    (row, owner, kind, one.thing_id, one.audience, one.plain)
                    for row, one in enumerate(new, first)
                ],
            )
            laid += [(row, one.plain) for row, one in enumerate(new, first)]
        cursor.executemany(
            "INSERT INTO search_words (rowid, grams) VALUES (%s, %s)",
            [(row, line(shelf, plain)) for row, plain in laid],
        )


def _write_postgresql(
    organisation_id: uuid.UUID, shelf: int, kind: str, changed: Sequence[_Laid], new: Sequence[_Laid]
) -> None:
    with connection.cursor() as cursor:
        if changed:
            cursor.executemany(
                "UPDATE search_text SET plain = %s, words = array_to_tsvector(%s) WHERE id = %s",
                [(one.plain, words(shelf, one.plain), one.row) for one in changed],
            )
        if new:
            put_in(
                "search_text",
                ["organisation_id", "kind", "thing_id", "audience", "plain", "words"],
                [
                    (organisation_id, kind, one.thing_id, one.audience, one.plain, lexemes(shelf, one.plain))
                    for one in new
                ],
            )


_SQLITE, _POSTGRESQL = _write_sqlite, _write_postgresql
