"""What pages show of gaps: the board, one gap with everything both sides said, and what a reply offers to open."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.rules.requests import gap_states
from kuramori.rules.requests.gap_states import Part, State
from kuramori.rules.requests.outcomes import SHORT
from kuramori.rules.requests.requirements import read_requirements
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.gapping.folding import led_to
from kuramori.work.requests.gapping.opening import title_of
from kuramori.work.requests.models import (
    Asked,
    Consultation,
    Gap,
    GapMove,
    GapNote,
    GapState,
    PartnerVisit,
    Profile,
    Promise,
    Reply,
    Side,
)
from kuramori.work.requests.promising import from_gaps

PER_COLUMN, PER_PAGE = 8, 50
RUNNING = tuple(GapState(one.value) for one in gap_states.RUNNING)
ENDS = (GapState.CLOSED, GapState.ACCEPTED, GapState.WITHDRAWN, GapState.MERGED)
TURN: Mapping[str, Part] = {
    State.OPEN: Part.ASKED,
    State.PROPOSED: Part.ASKING,
    State.AGREED: Part.ASKED,
    State.IN_PROGRESS: Part.ASKED,
    State.EVIDENCE_IN: Part.ASKING,
}
"""Whose move is awaited."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a board shows. `words` looks into the partner's name and the requirement."""

    side: str = Side.ASKING
    words: str = ""
    klass: str = ""
    state: str = ""
    late: bool = False

    @property
    def query(self) -> str:
        """As it goes along in links, without the state."""
        from_them = {
            "side": self.side,
            "words": self.words,
            "klass": self.klass,
            "late": "1" if self.late else "",
        }
        return "&".join(f"{name}={value}" for name, value in from_them.items() if value)


@dataclass(frozen=True, slots=True)
class Card:
    """One gap on the board. `is_late`: the plan's day has passed."""

    row: Gap
    is_late: bool
    is_our_turn: bool


@dataclass(frozen=True, slots=True)
class Column:
    state: str
    label: str
    count: int
    cards: tuple[Card, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """`columns` on the way, `ends` with their numbers; or one page of one state."""

    filters: Filters
    columns: tuple[Column, ...]
    ends: tuple[Column, ...]
    klasses: tuple[str, ...]
    late: int
    sides: Mapping[str, int]
    page: int = 1
    pages: int = 1

    @property
    def is_empty(self) -> bool:
        return not any(one.count for one in (*self.columns, *self.ends))


def board(filters: Filters, page: int = 1) -> Board:
    """Grouped counts over an index, and a handful of each state; with a state, fifty of it."""
    rows = _rows(filters)
    counts = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    today, pages = clock.today(), 1
    shown: tuple[str, ...] = RUNNING
    if filters.state:
        pages = max(1, -(-counts.get(filters.state, 0) // PER_PAGE))
        page = min(max(1, page), pages)
        shown = (filters.state,)
    columns = []
    for state in shown:
        first = (page - 1) * PER_PAGE if filters.state else 0
        many = PER_PAGE if filters.state else PER_COLUMN
        found = _in_order(rows.filter(state=state))[first : first + many] if counts.get(state) else ()
        columns.append(
            Column(
                state,
                str(GapState(state).label),
                counts.get(state, 0),
                tuple(card(one, today) for one in found),
            )
        )
    sides = dict(
        Gap.objects.filter(ended_at__isnull=True).values_list("side").annotate(Count("pk")).order_by()
    )
    return Board(
        filters,
        tuple(columns),
        tuple(
            Column(one, str(one.label), counts.get(one, 0), ())
            for one in ENDS
            if one != GapState.MERGED or counts.get(one)
        ),
        tuple(Profile.objects.order_by("klass").values_list("klass", flat=True).distinct()),
        rows.filter(_is_late(today)).count(),
        sides,
        page,
        pages,
    )


def card(row: Gap, today: datetime.date, seen_by: Part | None = None) -> Card:
    """One gap as a side sees it: ours, or that of somebody behind a link."""
    is_open = row.ended_at is None and row.state != GapState.EVIDENCE_IN
    is_late = is_open and row.plan_on is not None and row.plan_on < today
    return Card(row, is_late, TURN.get(row.state) == (seen_by or row.side))


def of_partner(partner: Partner, asked: Asked | None = None) -> tuple[Card, ...]:
    """The gaps with one partner as its own people see them behind a link (that of one request: `asked`); those that
    ended last come last."""
    rows = Gap.objects.filter(partner=partner, side=Side.ASKING).select_related("partner", "asked__request")
    rows = rows if asked is None else rows.filter(asked=asked)
    today = clock.today()
    running = _in_order(rows.filter(ended_at__isnull=True))[:PER_PAGE]
    ended = rows.filter(ended_at__isnull=False).order_by("-ended_at")[:10]
    return tuple(card(one, today, Part.ASKED) for one in (*running, *ended))


def called(row: Gap, lang: str) -> str:
    """What a gap is called in the reader's language, where it is that of a list: else as it was written."""
    if not row.item or row.asked is None:
        return row.what
    request = row.asked.request
    told = title_of(request.pack_id, request.digest, row.item, lang)
    return told if row.what == title_of(request.pack_id, request.digest, row.item)[:200] else row.what


def of_visit(visit: PartnerVisit) -> tuple[Card, ...]:
    """The gaps that a visit brought."""
    today = clock.today()
    rows = Gap.objects.filter(visit=visit).select_related("partner").order_by("opened_at", "number")
    return tuple(card(one, today) for one in rows)


def _rows(filters: Filters) -> QuerySet[Gap]:
    rows: QuerySet[Gap] = Gap.objects.filter(side=filters.side)
    if filters.words:
        rows = rows.filter(
            Q(partner__name__icontains=filters.words)
            | Q(what__icontains=filters.words)
            | Q(item__iexact=filters.words)
            | Q(number__iexact=filters.words)
        )
    if filters.klass:
        rows = rows.filter(asked__klass=filters.klass)
    return rows.filter(_is_late(clock.today())) if filters.late else rows


def _is_late(today: datetime.date) -> Q:
    """The day has passed and nobody said yet that it is done."""
    return Q(ended_at__isnull=True, plan_on__lt=today) & ~Q(state=GapState.EVIDENCE_IN)


def _in_order(rows: QuerySet[Gap]) -> QuerySet[Gap]:
    """What is due first; then what was asked as critical; then the oldest."""
    return rows.select_related("partner").order_by(
        F("plan_on").asc(nulls_last=True), "-is_critical", "opened_at", "pk"
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the history: a move or a comment. `is_lost`: it came too late and counts for nothing."""

    at: datetime.datetime
    is_ours: bool
    person: str
    title: str
    texts: tuple[str, ...]
    way: str
    is_note: bool = False
    is_lost: bool = False
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class GapPage:
    """Everything of one gap. `main`: the steps that are awaited of the side that looks; `quiet`: what it may do
    besides; `heard`: what may be written down for the other side. `goes_on`: the gap that goes on
    instead of this one, `joined` those for which this one does. `promised`: our plan for a customer is agreed, and
    `promise` what the register has of it."""

    card: Card
    said: tuple[Said, ...]
    main: tuple[GapStep, ...]
    quiet: tuple[GapStep, ...]
    heard: tuple[GapStep, ...]
    talks: tuple[Consultation, ...] = ()
    goes_on: Gap | None = None
    joined: tuple[Gap, ...] = ()
    promised: bool = False
    promise: Promise | None = None
    best: int = 3
    steps: tuple[tuple[str, str], ...] = field(default_factory=tuple)


_MAIN: Mapping[Part, Mapping[State, tuple[GapStep, ...]]] = {
    Part.ASKING: {
        State.PROPOSED: (GapStep.AGREED, GapStep.GIVEN_BACK),
        State.EVIDENCE_IN: (GapStep.CLOSED, GapStep.GIVEN_BACK),
    },
    Part.ASKED: {
        State.OPEN: (GapStep.PROPOSED,),
        State.AGREED: (GapStep.STARTED,),
        State.IN_PROGRESS: (GapStep.EVIDENCE,),
    },
}


def gap_page(row: Gap, *, seen_by: Part | None = None) -> GapPage:
    """As one side sees it: ours, or that of somebody behind a link (`seen_by`)."""
    part = seen_by or Part(row.side)
    state = State(row.state)
    may = gap_states.choices(part, state)
    main = tuple(one for one in _MAIN[part].get(state, ()) if one in may)
    heard: tuple[GapStep, ...] = ()
    if seen_by is None and part is Part.ASKING:
        heard = tuple(one for one in gap_states.choices(Part.ASKED, state) if one is not GapStep.PROTECTED)
    talks = () if seen_by else tuple(row.talks.order_by("-asked_on", "-number"))
    today = clock.today()
    promised = seen_by is None and from_gaps.is_agreed(row)
    return GapPage(
        card(row, today, part),
        _history(row, part),
        main,
        tuple(one for one in may if one not in main),
        heard,
        talks,
        row.merged_into,
        tuple(row.merged.order_by("number")),
        promised,
        from_gaps.promise_of(row) if promised else None,
        steps=_way(row),
    )


def _way(row: Gap) -> tuple[tuple[str, str], ...]:
    """The stations of the way, each done, now or still to come."""
    if row.state in ENDS:
        return ()
    at = RUNNING.index(GapState(row.state))
    return tuple(
        (str(one.label), "done" if n < at else "now" if n == at else "next") for n, one in enumerate(RUNNING)
    )


def _history(row: Gap, part: Part) -> tuple[Said, ...]:
    lost = led_to(row).lost
    said = [_move(one, part, (one.turn, Part(one.house)) in lost) for one in row.moves.all()]
    said += [_note(one, part) for one in row.notes.all()]
    return tuple(sorted(said, key=lambda one: one.at, reverse=True))


def _move(one: GapMove, part: Part, is_lost: bool) -> Said:
    texts = tuple(text for text in (one.plan, one.interim, one.support, one.words) if text)
    return Said(
        one.made_at,
        one.part == part,
        one.person,
        str(one.get_step_display()),
        texts,
        str(one.get_way_display()),
        is_lost=is_lost,
        on=one.plan_on,
    )


def _note(one: GapNote, part: Part) -> Said:
    return Said(
        one.made_at, one.part == part, one.person, "", (one.words,), str(one.get_way_display()), is_note=True
    )


def short_items(reply: Reply) -> tuple[tuple[str, str], ...]:
    """What falls short in a reply and has no gap that runs: the item, and its number with what it is called."""
    request = reply.asked.request
    running = set(
        Gap.objects.filter(
            partner=reply.asked.partner_id,
            side=Side.ASKING,
            pack_id=request.pack_id,
            ended_at__isnull=True,
        ).values_list("item", flat=True)
    )
    return tuple(
        (item, f"{number_of(request.pack_id, item)} {title_of(request.pack_id, request.digest, item)}")
        for item, letter in zip(read_requirements(request.content).items, reply.states, strict=True)
        if letter in SHORT and item not in running
    )


def number_of(pack_id: str, item: str) -> str:
    """The number of a question as people know it; its id where its list is not here."""
    pack = packs.find(pack_id)
    return pack.item(item).number if pack is not None and item in pack else item
