"""What pages show of requests: the list, and how many of each request's partners stand where."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from kuramori.work.requests.models import Asked, AskedState, Request

PER_PAGE = 50
ANSWERED = frozenset({AskedState.REPLIED, AskedState.EQUIVALENT})
NOT_YET = frozenset({AskedState.PREPARED, AskedState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many partners of a request stand where. `by` holds every state that occurs."""

    by: Mapping[str, int]

    @property
    def all(self) -> int:
        return sum(self.by.values())

    @property
    def replied(self) -> int:
        return sum(number for state, number in self.by.items() if state in ANSWERED)

    @property
    def went(self) -> int:
        """To how many it went."""
        return sum(number for state, number in self.by.items() if state not in NOT_YET)

    @property
    def waiting(self) -> int:
        """Of how many an answer is still awaited."""
        return self.went - self.replied - self.by.get(AskedState.DECLINED, 0)


@dataclass(frozen=True, slots=True)
class Line:
    row: Request
    counts: Counts


@dataclass(frozen=True, slots=True)
class ListPage:
    lines: tuple[Line, ...]
    number: int
    pages: int


def counts_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    """Of a page's requests: one grouped query over an index."""
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = Asked.objects.filter(request__in=list(ids)).values_list("request_id", "state")
    for request, state, number in rows.annotate(Count("pk")).order_by():
        found.setdefault(request, {})[state] = number
    return {request: Counts(by) for request, by in found.items()}


def list_page(number: int = 1) -> ListPage:
    """Fifty requests, the newest first."""
    rows = Request.objects.order_by("-made_at", "pk")
    pages = max(1, -(-rows.count() // PER_PAGE))
    number = min(max(1, number), pages)
    shown = list(rows.defer("content")[(number - 1) * PER_PAGE : number * PER_PAGE])
    counts = counts_of(row.pk for row in shown)
    return ListPage(tuple(Line(row, counts.get(row.pk, Counts({}))) for row in shown), number, pages)
