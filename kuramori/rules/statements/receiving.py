"""Applied once and in order: what to do with a statement that arrives, whatever the carrier did on the way.

A carrier may deliver twice, late, in any order, or not at all. The number says the order, the digest says whether it is
the same, and each names the one before it, so that a sender cannot tell two stories under one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import FIRST, Statement

MOST_AHEAD: Final = 1_000
"""So many numbers may a statement be ahead of the next one to be applied and still wait for it."""


class Known(Protocol):
    """What was applied of a channel, wherever it is kept."""

    @property
    def sender(self) -> str: ...

    @property
    def recipient(self) -> str: ...

    @property
    def applied(self) -> int:
        """The number of the last statement that was applied; 0 for none."""

    def digest_of(self, sequence: int) -> str:
        """The digest of an applied statement."""

    def sequence_of(self, statement_id: UUID) -> int | None:
        """The number under which a statement with this id was applied."""


class Answer(StrEnum):
    """`APPLY` it now; `ALREADY` applied, do nothing; `WAIT` for those before it."""

    APPLY = "apply"
    ALREADY = "already"
    WAIT = "wait"


def judge(known: Known, statement: Statement) -> Answer:
    """What to do with a statement whose signature was checked. Raises `StatementRefused`; nothing is changed."""
    if (statement.sender, statement.recipient) != (known.sender, known.recipient):
        raise StatementRefused("other-channel")
    before = known.sequence_of(statement.id)
    if before is not None and before != statement.sequence:
        raise StatementRefused("same-id")
    if statement.sequence <= known.applied:
        if known.digest_of(statement.sequence) != statement.digest:
            raise StatementRefused("same-number")
        return Answer.ALREADY
    if statement.sequence > known.applied + 1:
        if statement.sequence > known.applied + MOST_AHEAD:
            raise StatementRefused("too-far")
        return Answer.WAIT
    if statement.previous != (known.digest_of(known.applied) if known.applied else FIRST):
        raise StatementRefused("chain")
    return Answer.APPLY


@dataclass(frozen=True, slots=True)
class Book:
    """A channel kept as one value. ``digests`` in order; ``waiting`` by number."""

    sender: str
    recipient: str
    digests: tuple[str, ...] = ()
    ids: Mapping[UUID, int] = field(default_factory=dict)
    waiting: Mapping[int, Statement] = field(default_factory=dict)

    @property
    def applied(self) -> int:
        return len(self.digests)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers to ask the sender for: those before the last one that waits."""
        return tuple(
            number
            for number in range(self.applied + 1, max(self.waiting, default=self.applied) + 1)
            if number not in self.waiting
        )

    def digest_of(self, sequence: int) -> str:
        return self.digests[sequence - 1]

    def sequence_of(self, statement_id: UUID) -> int | None:
        return self.ids.get(statement_id)


@dataclass(frozen=True, slots=True)
class Received:
    """The book afterwards, what is to be carried out now, in order, and what waited but must be refused after all."""

    book: Book
    applied: tuple[Statement, ...]
    refused: tuple[tuple[Statement, str], ...] = ()


def receive(book: Book, statement: Statement) -> Received:
    """Takes one statement in, and whatever waited for it. Raises `StatementRefused`; the book then stays as it is."""
    answer = judge(book, statement)
    if answer is Answer.ALREADY:
        return Received(book, ())
    held = book.waiting.get(statement.sequence)
    if answer is Answer.WAIT:
        if held is not None and held.digest != statement.digest:
            raise StatementRefused("same-number")
        return Received(replace(book, waiting={**book.waiting, statement.sequence: statement}), ())
    applied, refused = [statement], []
    book = _with(book, statement)
    while (following := book.waiting.get(book.applied + 1)) is not None:
        try:
            judge(book, following)
        except StatementRefused as why:
            refused.append((following, why.code))
            book = replace(
                book, waiting={at: one for at, one in book.waiting.items() if at != following.sequence}
            )
            break
        applied.append(following)
        book = _with(book, following)
    return Received(book, tuple(applied), tuple(refused))


def _with(book: Book, statement: Statement) -> Book:
    waiting = {at: one for at, one in book.waiting.items() if at != statement.sequence}
    return replace(
        book,
        digests=(*book.digests, statement.digest),
        ids={**book.ids, statement.id: statement.sequence},
        waiting=waiting,
    )
