"""取引先の状況 at a glance: who answered, how far it holds, what is weakest, what moved, what ends soon.

Every number is a count over an index or a row of tallies: 12,000 partners cost what 300 do, and a few milliseconds.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, Value

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.bands import BANDS, limits
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Consultation,
    Gap,
    GapState,
    Request,
    Side,
    Standing,
    TalkState,
)
from kuramori.work.requests.reading import portfolio_list, portfolio_map
from kuramori.work.requests.reading.portfolio_ending import agreements_stirring, seen_ending
from kuramori.work.requests.reading.portfolio_list import SOON_DAYS, Filters, Line
from kuramori.work.requests.reading.portfolio_lists import WENT, Questions, class_name
from kuramori.work.requests.reading.portfolio_reply import ANSWERED, BEGUN, UNSEEN

MOST_REQUESTS: Final = 3
MOST_LINES: Final = 5
TALKED_OVER: Final = (GapState.PROPOSED, GapState.AGREED, GapState.IN_PROGRESS, GapState.EVIDENCE_IN)


@dataclass(frozen=True, slots=True)
class Came:
    """How many of how many answered; `begun` opened it or are writing, `waits` have not looked, `declined` told so.

    `query` is what the list of these companies is asked with.
    """

    name: str
    query: str
    asked: int
    answered: int
    begun: int
    waits: int
    declined: int

    @property
    def percent(self) -> int:
        return (200 * self.answered + self.asked) // (2 * self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Round:
    """One request that went out, with its classes."""

    id: uuid.UUID
    number: str
    title: str
    deadline_on: datetime.date | None
    whole: Came
    classes: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """How many partners lie in one fifth of the scale; `from_percent` to `to_percent`."""

    number: int
    from_percent: int
    to_percent: int
    partners: int
    width: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`unseen`: partners whose giver shows no result. `holders`: those with 極秘 of ours of whom too little was seen;
    None where whoever looks may not read hand-overs. `agreements` have a day within the time; None likewise."""

    asked: Questions
    rounds: tuple[Round, ...]
    bands: tuple[Band, ...]
    unseen: int
    up: int
    same: int
    down: int
    weakest: tuple[portfolio_map.MapRow, ...]
    talked_over: int
    price_talks: int
    holders: tuple[Line, ...] | None
    holders_count: int
    ending_replies: int
    over_replies: int
    ending_seen: int
    agreements: int | None


def overview(actor: Actor, asked: Questions) -> Overview:
    """Everything of the first page."""
    today = clock.today()
    soon = today + datetime.timedelta(days=SOON_DAYS)
    bands, unseen = _bands(asked)
    moved = _counted(
        Standing.objects.filter(pack_id=asked.pack_id, last_share__isnull=False),
        up=Q(share__gt=F("last_share")),
        same=Q(share=F("last_share")),
        down=Q(share__lt=F("last_share")),
    )
    ending = _counted(
        Standing.objects.filter(pack_id=asked.pack_id, valid_until__lte=soon),
        soon=Q(valid_until__gte=today),
        over=Q(valid_until__lt=today),
    )
    holders, holders_count = _holders(actor, asked)
    may_agreements = actor.may(Can.AGREEMENT_READ)
    return Overview(
        asked=asked,
        rounds=_rounds(asked),
        bands=bands,
        unseen=unseen,
        **moved,
        weakest=portfolio_map.weakest(asked),
        talked_over=Gap.objects.filter(side=Side.ASKING, state__in=TALKED_OVER).count(),
        price_talks=Consultation.objects.filter(is_asked_by_us=False, state=TalkState.ASKED).count(),
        holders=holders,
        holders_count=holders_count,
        ending_replies=ending["soon"],
        over_replies=ending["over"],
        ending_seen=seen_ending(today).count() if may_agreements else 0,
        agreements=agreements_stirring(today).count() if may_agreements else None,
    )


def _bands(asked: Questions) -> tuple[tuple[Band, ...], int]:
    counted = _counted(
        Standing.objects.filter(pack_id=asked.pack_id),
        unseen=Q(share__isnull=True),
        **{f"band_{number}": Q(share__range=limits(number)) for number in BANDS},
    )
    most = max(counted[f"band_{number}"] for number in BANDS) or 1
    found = []
    for number in BANDS:
        first, last = limits(number)
        n = counted[f"band_{number}"]
        found.append(Band(number, first // 10, last // 10, n, -(-100 * n // most)))
    return tuple(found), counted["unseen"]


def _counted(rows: Any, **wanted: Q) -> dict[str, int]:
    # Rows, not ids: an id is in none of these indexes, and each row would be fetched for it.
    found: dict[str, int] = rows.aggregate(
        **{name: Count(Value(1), filter=one) for name, one in wanted.items()}
    )
    return found


def _rounds(asked: Questions) -> tuple[Round, ...]:
    rows = Request.objects.filter(pack_id=asked.pack_id, state__in=WENT).defer("content", "draft", "lint")
    newest = list(rows.order_by("-made_at")[:MOST_REQUESTS])
    told: dict[uuid.UUID, dict[str, dict[str, int]]] = {row.pk: {} for row in newest}
    counted = Asked.objects.filter(request__in=[row.pk for row in newest]).exclude(state=AskedState.WITHDRAWN)
    for key, klass, state, n in (
        counted.order_by().values_list("request_id", "klass", "state").annotate(n=Count("*"))
    ):
        told[key].setdefault(klass, {})[state] = n
    return tuple(
        Round(
            row.pk,
            row.number,
            row.title,
            row.deadline_on,
            _came(row, None, list(told[row.pk].values())),
            tuple(_came(row, klass, [states]) for klass, states in sorted(told[row.pk].items())),
        )
        for row in newest
    )


def _came(row: Request, klass: str | None, columns: list[dict[str, int]]) -> Came:
    def those(*states: AskedState) -> int:
        return sum(column.get(state, 0) for column in columns for state in states)

    asked_as = "" if klass is None else klass or "-"
    narrowed = Filters(pack=row.pack_id, round=str(row.pk), klass=asked_as)
    return Came(
        "" if klass is None else class_name(klass),
        f"?{narrowed.query}",
        sum(sum(column.values()) for column in columns),
        those(*ANSWERED),
        those(*BEGUN),
        those(*UNSEEN),
        those(AskedState.DECLINED),
    )


def _holders(actor: Actor, asked: Questions) -> tuple[tuple[Line, ...] | None, int]:
    if not actor.may(Can.HAND_OVER_READ):
        return None, 0
    return portfolio_list.holders_below(actor, asked, MOST_LINES)
