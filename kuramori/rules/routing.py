"""On what the protection of one item might rest: the first row of a table that holds. A person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`route` is proposed, because of `why`, where every answer in `when` is given so."""

    route: str
    when: Mapping[str, bool]
    why: str


class NoRow(ValueError):
    """No row holds: the table lacks its last, unconditional row."""


def decide(rows: Sequence[Row], answers: Mapping[str, bool]) -> Row:
    """The first row that holds. A question that was not answered counts as no. Raises `NoRow`."""
    for row in rows:
        if all(answers.get(question, False) is wanted for question, wanted in row.when.items()):
            return row
    raise NoRow
