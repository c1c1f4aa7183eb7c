"""What pages show of promises to customers: the register by customer, one promise with its looks, and numbers."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.tokens import normal
from kuramori.work.ledger import access as ledger_access
from kuramori.work.requests.models import Kept, Promise, PromiseCheck, Word

PER_PAGE = 50
SOON = datetime.timedelta(days=30)
PROMISED = (Word.YES, Word.PART)
RUNS = Q(ended_on__isnull=True)
NO_PROOF = Q(proof="", proof_file__isnull=True)


def _narrowings(today: datetime.date) -> Mapping[str, Q]:
    """By the word in an address: what the list may be narrowed to."""
    return {
        "open": RUNS & Q(word=Word.NOT_YET),
        "due": RUNS & Q(next_on__lte=today + SOON),
        "unproven": RUNS & Q(word__in=PROMISED) & NO_PROOF,
        "broken": RUNS & Q(kept__in=(Kept.PART, Kept.BROKEN), word__in=PROMISED),
        "ended": Q(ended_on__isnull=False),
    }


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows. `words` looks into the customer's names, the demand, its scope and number."""

    only: str = ""
    words: str = ""
    partner: uuid.UUID | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        only = asked.get("only", "")
        try:
            partner = uuid.UUID(asked["partner"]) if asked.get("partner") else None
        except ValueError:
            partner = None
        known = only if only in _narrowings(clock.today()) else ""
        return cls(known, " ".join(asked.get("words", "").split())[:60], partner)

    @property
    def rest(self) -> str:
        """What goes along in links beside `only`."""
        return urlencode({name: value for name, value in self._told().items() if value and name != "only"})

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self._told().items() if value})

    def _told(self) -> dict[str, str]:
        return {"only": self.only, "words": self.words, "partner": str(self.partner or "")}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise. `days` until it next needs somebody, less than 0: late, None: no day."""

    row: Promise
    days: int | None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def is_soon(self) -> bool:
        return self.days is not None and 0 <= self.days <= SOON.days

    @property
    def is_unproven(self) -> bool:
        row = self.row
        return row.ended_on is None and row.word in PROMISED and not (row.proof or row.proof_file_id)


@dataclass(frozen=True, slots=True)
class OfCustomer:
    partner: Partner
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register, by customer; `counts` of the whole of it by the words of the narrowings."""

    filters: Filters
    customers: tuple[OfCustomer, ...]
    counts: Mapping[str, int]
    shown: int
    page: int
    pages: int
    partner: Partner | None

    @property
    def is_all_empty(self) -> bool:
        return not (self.counts["all"] or self.counts["ended"])


@dataclass(frozen=True, slots=True)
class PromisePage:
    """`asset` is told by its number alone where it is masked for who looks."""

    row: Promise
    line: Line
    checks: tuple[PromiseCheck, ...]
    is_masked: bool


@dataclass(frozen=True, slots=True)
class PromiseIndicators:
    """Numbers of today, of what has not ended: counts of demands, but `customers`.

    `answered`: with a word of ours; `promised`: of them wholly or in part; `proven` and `kept` of the promised: with
    something that shows it, found kept by the last look; `late`: whose day has passed.
    """

    customers: int
    demands: int
    answered: int
    promised: int
    proven: int
    kept: int
    late: int


def register(filters: Filters, number: int = 1) -> Register:
    """Fifty rows of it, the customers by their reading, of each what is next first; four queries."""
    today = clock.today()
    rows = narrowed(filters)
    counts = _counts(today)
    shown = rows.count()
    pages = max(1, -(-shown // PER_PAGE))
    at = min(max(1, number), pages)
    found = in_order(rows)[(at - 1) * PER_PAGE : at * PER_PAGE]
    return Register(
        filters,
        tuple(
            OfCustomer(lines[0].row.partner, tuple(lines))
            for _key, group in itertools.groupby((line_of(row, today) for row in found), key=_customer)
            if (lines := list(group))
        ),
        counts,
        shown,
        at,
        pages,
        Partner.objects.filter(pk=filters.partner).first() if filters.partner else None,
    )


def narrowed(filters: Filters) -> QuerySet[Promise]:
    """What fits; without `only`, what has not ended."""
    rows: QuerySet[Promise] = Promise.objects.filter(_narrowings(clock.today()).get(filters.only, RUNS))
    if filters.partner:
        rows = rows.filter(partner=filters.partner)
    for word in filters.words.split():
        plain = normal(word)
        rows = rows.filter(
            Q(number__iexact=word)
            | Q(what__icontains=word)
            | Q(scope__icontains=word)
            | Q(partner__words__contains=plain)
        )
    return rows


def in_order(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """By customer, then by number, with the rows that a list names."""
    return rows.select_related("partner", "keeper", "agreement", "proof_file").order_by(
        "partner__sorts_as", "partner_id", "number"
    )


def line_of(row: Promise, today: datetime.date) -> Line:
    return Line(row, (row.next_on - today).days if row.next_on else None)


def promise_page(actor: Actor, row: Promise) -> PromisePage:
    """One promise with every look, the newest first."""
    asset = row.asset
    return PromisePage(
        row,
        line_of(row, clock.today()),
        tuple(row.checks.select_related("checked_by", "file").order_by("-on", "-recorded_at")),
        asset is not None and not ledger_access.may_know(actor, asset),
    )


def of_partner(partner_id: uuid.UUID) -> list[Promise]:
    """What runs with one customer: what is next first, then by number."""
    rows = Promise.objects.filter(RUNS, partner=partner_id).select_related("proof_file")
    return sorted(
        rows, key=lambda row: (row.word == Word.NO, row.next_on is None, row.next_on or row.came_on)
    )


def indicators() -> PromiseIndicators:
    """Numbers of today for the acting organisation; one query."""
    promised = Q(word__in=PROMISED)
    told = Promise.objects.filter(RUNS).aggregate(
        customers=Count("partner", distinct=True),
        demands=Count("pk"),
        answered=Count("pk", filter=~Q(word=Word.NOT_YET)),
        promised=Count("pk", filter=promised),
        proven=Count("pk", filter=promised & ~NO_PROOF),
        kept=Count("pk", filter=promised & Q(kept=Kept.KEPT)),
        late=Count("pk", filter=Q(next_on__lt=clock.today())),
    )
    return PromiseIndicators(**told)


def _counts(today: datetime.date) -> dict[str, int]:
    asked = {name: Count("pk", filter=q) for name, q in _narrowings(today).items()}
    told: dict[str, int] = Promise.objects.aggregate(all=Count("pk", filter=RUNS), **asked)
    return told


_customer: Callable[[Line], uuid.UUID] = lambda line: line.row.partner_id  # noqa: E731
