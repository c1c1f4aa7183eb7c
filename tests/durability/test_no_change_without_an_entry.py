"""A fault between any two statements of a verb: either all of it stands, entry included, or nothing does."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.durability import doings

FAULTS = 10_000 if os.environ.get("KURAMORI_LONG") == "1" else 250
# What belongs to no change of the records: sign-in, counters, the queue.
ASIDE = (
    "django_",
    "site_cache",
    "jobs_",
    "sqlite_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "django_tasks",
)


class PulledOut(DatabaseError):
    """The fault."""


class Statements:
    """Counts statements and the commit, and fails at the one asked for (from 1; 0 never)."""

    def __init__(self, fails_at: int = 0) -> None:
        self.fails_at = fails_at
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.step()
        return execute(sql, params, many, context)

    def step(self) -> None:
        self.count += 1
        if self.count == self.fails_at:
            raise PulledOut(str(self.count))


@contextmanager
def watched(statements: Statements) -> Iterator[None]:
    """Every statement passes `statements`, and so does the moment before the commit."""
    commit = connection._commit

    def failing() -> Any:
        statements.step()
        return commit()

    connection._commit = failing
    try:
        with connection.execute_wrapper(statements):
            yield
    finally:
        del connection._commit


def stored() -> tuple[str, int]:
    """A digest of every row of the records, and how many entries there are."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        # SQLite's word index is only a face of the tables beside it.
        names = sorted(set(connection.introspection.table_names(cursor)) - {"search_words"})
        for name in names:
            if not name.startswith((*ASIDE, "trail_")):
                cursor.execute(f'SELECT * FROM "{name}"')
                digest.update(repr((name, sorted(map(repr, cursor.fetchall())))).encode())
        cursor.execute('SELECT count(*), coalesce(max("index"), -1) FROM trail_entry')
        count, last = cursor.fetchone()
        cursor.execute("SELECT coalesce(max(size), 0) FROM trail_head")
        head = cursor.fetchone()[0]
    assert count == last + 1 == head, "the head and the entries differ"
    return digest.hexdigest(), count


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_leaves_no_change_without_its_entry(acting, record_property):
    actor, dice, faults, changes = acting.actor("steward"), random.Random(20261122), 0, 0
    doings.begin_another(doings.scene(actor, 0))
    while faults < FAULTS:
        doing, seed = dice.choice(doings.ALL), dice.randrange(1 << 30)
        before, at = stored(), 0
        while True:
            at += 1
            statements = Statements(at)
            try:
                with watched(statements):
                    doing(doings.scene(actor, seed))
            except PulledOut:
                faults += 1
                # A doing may consist of several verbs; each of those stands whole or not at all.
                after = stored()
                assert (after[0] == before[0]) == (after[1] == before[1]), (doing.__name__, at)
                before = after
                continue
            break
        after = stored()
        assert (after[0] == before[0]) == (after[1] == before[1]), doing.__name__
        changes += after[1] - before[1]
    record_property("faults", faults)
    record_property("entries", changes)
    assert changes > 5


@pytest.mark.django_db(transaction=True)
def test_the_watch_itself_sees_a_change_that_forgot_its_entry(acting):
    """The other direction: this test would notice."""
    actor = acting.actor("steward")
    sheet = doings.scene(actor, 1).draft
    before = stored()
    type(sheet).objects.filter(pk=sheet.pk).update(note="こっそり")
    after = stored()
    assert after[0] != before[0]
    assert after[1] == before[1]
