"""The reader of the index: which things hold these words, in the order in which they were first indexed.

Whatever is found was looked at again in its text, so nothing is found falsely; and it is only a hint: the room that
owns the thing checks again at its own door.

A common word fills the first page before an index could even tell how common it is; a rare one needs the index. So
where the database would gather every hit before it can sort them (PostgreSQL always, FTS5 for a single character),
the first texts are walked one after the other, and only what lies beyond is asked of the index.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import CrossesTenants, acting_organisation_id
from kuramori.ground.people.roles import Can
from kuramori.ground.search.models import Shelf
from kuramori.ground.search.spelling import fts5, tsquery
from kuramori.rules.tokens import Wanted, wanted, words

WALKED = 2_500
WINDOWS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that holds the words; `row` is its place in the order."""

    row: int
    kind: str
    thing_id: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked; `where` and `values` say who asks, for what, and what the text must hold."""

    owner: Any
    wanted: Wanted
    where: str
    values: list[Any]
    limit: int


def find(
    actor: Actor, asked: str, *, kinds: Collection[str] = (), limit: int = 20, after: int = 0
) -> tuple[Hit, ...]:
    """The first `limit` things that hold every word of `asked`, each word as an unbroken part of one text.

    Of any kind, unless `kinds` names some; beyond the place `after`. Nothing where no word is asked. What only some
    may find (`audience`) is found by those alone.
    """
    if actor.organisation_id != acting_organisation_id():
        raise CrossesTenants("search.Text: 別の組織の記録は読めません。")
    looked_for = words(asked)
    shelf = Shelf.objects.filter(organisation_id=actor.organisation_id).values_list("pk", flat=True).first()
    if not looked_for or shelf is None:
        return ()
    question = _question(actor, wanted(looked_for), kinds, limit)
    found: dict[tuple[str, str], Hit] = {}
    walks = connection.vendor == "postgresql" or not question.wanted.grams
    if walks:
        after, is_over = _walk(question, after, found)
        if is_over:
            return tuple(found.values())[:limit]
    while len(found) < limit:
        rows = _ask_index(question, shelf, after)
        _note(found, rows)
        if len(rows) < limit:
            break
        after = rows[-1][0]
    return tuple(found.values())[:limit]


def _note(found: dict[tuple[str, str], Hit], rows: list[tuple[int, str, str]]) -> None:
    # A thing may hold the words in several of its texts; it is one hit.
    for row, kind, thing_id in rows:
        found.setdefault((kind, thing_id), Hit(row, kind, thing_id))


def _question(actor: Actor, asked: Wanted, kinds: Collection[str], limit: int) -> _Question:
    """The conditions that every hit meets, whichever way it is found."""
    audiences = ["", *sorted(can.value for can in Can if actor.may(can))]
    holds = "strpos(t.plain, %s) > 0" if connection.vendor == "postgresql" else "instr(t.plain, %s) > 0"
    where = ["t.organisation_id = %s", *[holds] * len(asked.words), _among("t.audience", len(audiences))]
    owner = actor.organisation_id if connection.vendor == "postgresql" else actor.organisation_id.hex
    values: list[Any] = [owner, *asked.words, *audiences]
    if kinds:
        where.append(_among("t.kind", len(kinds)))
        values += kinds
    return _Question(owner, asked, " AND ".join(where), values, limit)


def _among(column: str, count: int) -> str:
    return f"{column} IN ({', '.join(['%s'] * count)})"


def _walk(question: _Question, after: int, found: dict[tuple[str, str], Hit]) -> tuple[int, bool]:
    """Looks through the next texts themselves. Returns up to where, and whether nothing more is wanted or there.

    Where the first texts held some hits, the page will soon be full: then it goes on for a while.
    """
    at = after
    for _window in range(WINDOWS):
        at, is_over = _look_through(question, at, found)
        if is_over or len(found) * WINDOWS < question.limit:
            return at, is_over
    return at, False


def _look_through(question: _Question, after: int, found: dict[tuple[str, str], Hit]) -> tuple[int, bool]:
    """One window of texts."""
    end = _rows(
        "SELECT t.id, '', '' FROM search_text t WHERE t.organisation_id = %s AND t.id > %s "  # noqa: S608  a number
        f"ORDER BY t.id LIMIT 1 OFFSET {WALKED - 1}",
        [question.owner, after],
    )
    within, values = ("AND t.id <= %s", [end[0][0]]) if end else ("", [])
    sql = (
        f"SELECT t.id, t.kind, t.thing_id FROM search_text t WHERE {question.where} "  # noqa: S608  every part is ours
        f"AND t.id > %s {within} ORDER BY t.id LIMIT {question.limit}"
    )
    at = after
    while len(found) < question.limit:
        rows = _rows(sql, [*question.values, at, *values])
        _note(found, rows)
        if len(rows) < question.limit:
            break
        at = rows[-1][0]
    return (end[0][0] if end else after), not end or len(found) >= question.limit


def _ask_index(question: _Question, shelf: int, after: int) -> list[tuple[int, str, str]]:
    if connection.vendor == "sqlite":
        # CROSS JOIN: the index leads, in its own order, and stops at the limit.
        sql = (
            "SELECT t.id, t.kind, t.thing_id FROM search_words w CROSS JOIN search_text t ON t.id = w.rowid "  # noqa: S608
            f"WHERE w.search_words MATCH %s AND w.rowid > %s AND {question.where} "
            f"ORDER BY w.rowid LIMIT {question.limit}"
        )
        return _rows(sql, [fts5(shelf, question.wanted), after, *question.values])
    # MATERIALIZED: with the limit in sight the planner may walk the whole table in the hope of an early hit.
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT t.id, t.kind, t.thing_id FROM search_text t "  # noqa: S608
        f"WHERE t.words @@ %s::tsquery AND t.id > %s AND {question.where}) "
        f"SELECT id, kind, thing_id FROM hits ORDER BY id LIMIT {question.limit}"
    )
    return _rows(sql, [tsquery(shelf, question.wanted), after, *question.values])


def _rows(sql: str, values: list[Any]) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(int(row), kind, thing_id) for row, kind, thing_id in cursor.fetchall()]
