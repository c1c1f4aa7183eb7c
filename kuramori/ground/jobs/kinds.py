"""The kinds of work: a room registers a function for each of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from kuramori.ground.jobs import rooms


class Progress(Protocol):
    """What a running job tells: how many of how many are done."""

    def __call__(self, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Result:
    """The file a job made."""

    name: str
    media_type: str
    content: Iterable[bytes]


class Work(Protocol):
    """The function of a kind: called with the job's arguments inside no transaction; may run twice."""

    def __call__(
        self, *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
    ) -> Result | None: ...


class Trouble(Exception):
    """The work cannot be done, and trying again will not help. The message is for the person who asked."""


_kinds: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind` (`room:verb`)."""

    def register(work: Work) -> Work:
        if _kinds.setdefault(kind, work) is not work:
            raise ValueError(f"two functions are registered for {kind}")
        return work

    return register


def work_of(kind: str) -> Work:
    """The function of a kind; raises `KeyError` for one that no room owns any more."""
    rooms.read_works()
    return _kinds[kind]
