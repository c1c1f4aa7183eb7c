"""提供 as pages and the API show them: what is out with whom, what is being prepared, what we hold, and one of them.

Names of 極秘 things are masked for whoever may not know them; what is shown of them leaves a look.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import read as trail
from kuramori.outside import clock
from kuramori.rules.sharing import inputs
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import looks
from kuramori.work.ledger.models import Asset, Grade, Layer
from kuramori.work.partners import hand_over_checks, letting_go, reaching
from kuramori.work.partners.hand_over_checks import Check
from kuramori.work.partners.hand_over_standing import (
    PREPARING,
    is_copied,
    items_of,
    standing_of,
    what_holds_it,
)
from kuramori.work.partners.letting_go import Answer, Standing
from kuramori.work.partners.models import (
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Medium,
    Mode,
    Recipient,
    Side,
)

PER_PAGE, MOST_LOG = 50, 30
TABS = {
    "out": Q(side=Side.GIVEN, state=HandOverState.OUT),
    "preparing": Q(side=Side.GIVEN, state__in=(*PREPARING, HandOverState.OFFERED)),
    "held": Q(side=Side.RECEIVED, state__in=(HandOverState.OFFERED, HandOverState.OUT)),
    "done": Q(state__in=(HandOverState.CLOSED, HandOverState.STOPPED)),
}
TONES = {
    HandOverState.DRAFT: "now",
    HandOverState.WAITING: "now",
    HandOverState.OFFERED: "now",
    HandOverState.OUT: "out",
    HandOverState.CLOSED: "ok",
    HandOverState.STOPPED: "stop",
}


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One hand-over in a list. `due_on`: what comes first of its days, for what is out; `days_over` 0: in time."""

    id: uuid.UUID
    number: str
    is_received: bool
    partner_id: uuid.UUID
    partner: str
    things: tuple[str, ...]
    people: tuple[str, ...]
    purpose: str
    how: str
    state: str
    state_label: str
    tone: str
    handed_on: datetime.date | None
    expires_on: datetime.date | None
    due_on: datetime.date | None
    days_over: int
    is_stopped: bool
    lacks_receipt: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of one tab; `counts` by tab, `overdue` of what is out on either side."""

    tab: str
    lines: tuple[HandOverLine, ...]
    counts: dict[str, int]
    total: int
    number: int
    pages: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing. `answer` is what was said when it was asked, `standing` what holds today."""

    row: HandedItem
    called: str
    is_masked: bool
    state_label: str
    layer_label: str
    answer: Answer | None
    standing: Standing | None

    @property
    def is_out(self) -> bool:
        return self.row.state in {ItemState.OUT, ItemState.KEPT}


@dataclass(frozen=True, slots=True)
class OnePage:
    """A hand-over with everything one may do with it today. `holds` are the reasons why it cannot go yet.

    `way_in`: what to know of the way to an open share page, where it is not proved; else "".
    """

    row: HandOver
    line: HandOverLine
    items: tuple[ItemLine, ...]
    people: tuple[Recipient, ...]
    checks: tuple[Check, ...]
    conditions: tuple[tuple[str, str], ...]
    holds: tuple[str, ...]
    log: tuple[trail.Line, ...]
    way_in: str
    is_copied: bool

    @property
    def is_receipt_kept(self) -> bool:
        """Whether a receipt lies here, or everybody is known to have received: nothing has to be added."""
        return self.row.receipt_id is not None or all(one.received_on for one in self.people)

    @property
    def is_preparing(self) -> bool:
        return self.row.side == Side.GIVEN and self.row.state in PREPARING

    @property
    def is_offered(self) -> bool:
        return self.row.side == Side.GIVEN and self.row.state == HandOverState.OFFERED

    @property
    def is_out(self) -> bool:
        return self.row.state == HandOverState.OUT

    @property
    def is_received(self) -> bool:
        return self.row.side == Side.RECEIVED

    @property
    def is_announced(self) -> bool:
        """The partner's Kuramori told that it comes; nobody said yet that it is here."""
        return self.is_received and self.row.state == HandOverState.OFFERED

    @property
    def has_slip(self) -> bool:
        """A slip for what is ready to go or went; one for what may not go would mislead."""
        return has_slip(self.row)

    @property
    def is_share_page(self) -> bool:
        return self.row.mode == Mode.SHARE_PAGE and self.row.side == Side.GIVEN

    @property
    def may_stop(self) -> bool:
        return (
            self.row.side == Side.GIVEN
            and self.row.stopped_at is None
            and (self.is_preparing or self.is_offered or self.is_out)
        )

    @property
    def wants_writing(self) -> bool:
        """Something was told by word of mouth and is not confirmed in writing yet."""
        return (
            self.row.medium == Medium.ORAL
            and self.row.handed_on is not None
            and self.row.confirmed_on is None
        )

    @property
    def denied(self) -> bool:
        return any(not one.standing.lets_go and not one.standing.waits for one in self.items if one.standing)


def list_page(
    actor: Actor, *, tab: str = "out", words: str = "", partner: str = "", number: int = 1
) -> ListPage:
    """One page of a tab, whatever is due first above. Masked names are not searched."""
    chosen = tab if tab in TABS else "out"
    rows = _found(_of_partner(HandOver.objects.all(), partner), words)
    counts = {one: rows.filter(where).distinct().count() for one, where in TABS.items()}
    order = ("return_by", "expires_on", "number") if chosen in {"out", "held"} else ("-made_at", "-number")
    ordered = rows.filter(TABS[chosen]).distinct().order_by(*order)
    pages = max(1, -(-counts[chosen] // PER_PAGE))
    at = min(max(1, number), pages)
    shown = ordered[(at - 1) * PER_PAGE : at * PER_PAGE]
    return ListPage(
        tab=chosen,
        lines=lines_of(actor, shown),
        counts=counts,
        total=counts[chosen],
        number=at,
        pages=pages,
        overdue=rows.filter(overdue_by()).distinct().count(),
    )


def overdue_by(on: datetime.date | None = None) -> Q:
    """What should be back, or may no longer be used, by a day."""
    day = on or clock.today()
    return Q(state=HandOverState.OUT) & (Q(return_by__lt=day) | Q(return_by__isnull=True, expires_on__lt=day))


def lines_of(actor: Actor, rows: Iterable[HandOver] | QuerySet[HandOver]) -> tuple[HandOverLine, ...]:
    """Each as this actor may know it; one look for all 極秘 that are shown by name."""
    fetched = HandOver.objects.filter(pk__in=[row.pk for row in rows]).select_related("partner")
    by_id = {row.pk: row for row in fetched.prefetch_related("items__asset", "items__version", "recipients")}
    found = [by_id[row.pk] for row in rows]
    known = _known(actor, [item for row in found for item in row.items.all()])
    return tuple(_line(row, known) for row in found)


def one_page(actor: Actor, hand_over: HandOver) -> OnePage:
    """Everything about one."""
    row: HandOver = HandOver.objects.select_related("partner", "agreement", "visit__route", "receipt").get(
        pk=hand_over.pk
    )
    items = items_of(row)
    people = list(row.recipients.filter(withdrawn_at__isnull=True).select_related("contact", "person"))
    known = _known(actor, items)
    waits = row.side == Side.GIVEN and row.state in (*PREPARING, HandOverState.OFFERED)
    standing: Sequence[Standing | None] = standing_of(items, people) if waits else [None] * len(items)
    holds, conditions = what_holds_it(actor, row, items, people) if waits else ([], tuple(row.conditions))
    shown = hand_over_checks.checks(row, items, people, conditions) if row.side == Side.GIVEN else ()
    return OnePage(
        row=row,
        line=_line(row, known),
        items=tuple(_item(item, known, one) for item, one in zip(items, standing, strict=True)),
        people=tuple(people),
        checks=shown,
        conditions=letting_go.conditions_told(conditions),
        holds=tuple(holds),
        log=trail.lines(
            actor.organisation_id,
            kind="hand_over",
            thing_id=row.pk,
            limit=MOST_LOG,
            language="en" if (get_language() or "ja").startswith("en") else "ja",
        ),
        way_in=reaching.while_open(row),
        is_copied=is_copied(row),
    )


def agreements_with(partner_id: uuid.UUID) -> list[tuple[str, str]]:
    """Agreements that run today, for a choice."""
    from_terms = letting_go.running_with(partner_id)
    return [(str(one.pk), f"{one.number} {one.title}") for one, _terms in from_terms]


def has_slip(row: HandOver) -> bool:
    """Whether there is anything to go along with a slip."""
    return row.side == Side.GIVEN and (row.state == HandOverState.OFFERED or row.handed_on is not None)


def how_words(row: HandOver) -> str:
    """The way and the form in words: 相手の指定の方法（客先ポータルに載せる）."""
    mode = str(Mode(row.mode).label)
    if row.way:
        return _("%(mode)s（%(way)s）") % {"mode": mode, "way": row.get_way_display()}
    if row.medium in {Medium.OBJECT, Medium.ORAL}:
        return _("%(mode)s（%(way)s）") % {"mode": mode, "way": row.get_medium_display()}
    return mode


def place_of(row: HandOver) -> inputs.Place:
    """Where the partner would have it, as the decision asks."""
    return letting_go.Form(Mode(row.mode), Medium(row.medium)).place


def called_of(actor: Actor, items: Sequence[HandedItem]) -> dict[uuid.UUID, str]:
    """What each thing may be called before this actor, by its id; a look for the 極秘 that are shown."""
    known = _known(actor, items)
    return {item.pk: _called(item, known) for item in items}


def due_words(days: int) -> str:
    return ngettext("%(n)s日過ぎています", "%(n)s日過ぎています", days) % {"n": days}


def _found(rows: QuerySet[HandOver], words: str) -> QuerySet[HandOver]:
    for word in words.split()[:6]:
        not_top = ~Q(items__asset__grade=Grade.TOP)
        rows = rows.filter(
            Q(number__iexact=word)
            | Q(partner__name__icontains=word)
            | Q(purpose__icontains=word)
            | Q(recipients__name__icontains=word)
            | Q(items__number__icontains=word)
            | (Q(items__name__icontains=word) & not_top)
        )
    return rows


def _of_partner(rows: QuerySet[HandOver], partner: str) -> QuerySet[HandOver]:
    try:
        return rows.filter(partner=uuid.UUID(partner)) if partner else rows
    except ValueError:
        return rows


def _is_top(item: HandedItem) -> bool:
    """Whether it is 極秘 now, or was when it went."""
    then = item.version.values.get("grade") if item.version is not None else ""
    return item.asset is not None and Grade.TOP in {item.asset.grade, then}


def _known(actor: Actor, items: Sequence[HandedItem]) -> frozenset[uuid.UUID]:
    """The ids of 極秘 assets among them that the actor may know; showing them is noted here."""
    top = {item.asset_id for item in items if item.asset_id is not None and _is_top(item)}
    known = ledger_access.known_among(actor, top)
    if known:
        looks.note(actor, Asset.objects.filter(pk__in=known))
    return known


def _called(item: HandedItem, known: frozenset[uuid.UUID]) -> str:
    if _is_top(item) and item.asset_id not in known:
        return _("%(number)s（名前は伏せています）") % {"number": item.number}
    return f"{item.number} {item.name} {item.edition}".strip()


def _item(item: HandedItem, known: frozenset[uuid.UUID], standing: Standing | None) -> ItemLine:
    masked = _is_top(item) and item.asset_id not in known
    return ItemLine(
        row=item,
        called=_called(item, known),
        is_masked=masked,
        state_label=str(ItemState(item.state).label),
        layer_label=str(Layer(item.layer).label),
        answer=letting_go.told(item.decision) if item.decision else None,
        standing=standing,
    )


def _received_label(state: HandOverState) -> str:
    here = {HandOverState.OUT: _("手元で預かっている"), HandOverState.OFFERED: _("届くのを待っている")}
    return here.get(state, str(state.label))


def _line(row: HandOver, known: frozenset[uuid.UUID]) -> HandOverLine:
    state, is_received = HandOverState(row.state), row.side == Side.RECEIVED
    due_on = (row.return_by or row.expires_on) if state == HandOverState.OUT else None
    over = max(0, (clock.today() - due_on).days) if due_on else 0
    people = [one for one in row.recipients.all() if one.withdrawn_at is None]
    label = _received_label(state) if is_received else str(state.label)
    return HandOverLine(
        id=row.pk,
        number=row.number,
        is_received=is_received,
        partner_id=row.partner_id,
        partner=row.partner.name,
        things=tuple(_called(one, known) for one in sorted(row.items.all(), key=lambda it: it.position)),
        people=tuple(one.name for one in people),
        purpose=row.purpose,
        how=how_words(row),
        state=str(state.value),
        state_label=label,
        tone="stop" if over else TONES[state],
        handed_on=row.handed_on,
        expires_on=row.expires_on,
        due_on=due_on,
        days_over=over,
        is_stopped=row.stopped_at is not None,
        lacks_receipt=(
            not is_received
            and state == HandOverState.OUT
            and "C1" in row.conditions
            and row.receipt_id is None
            and not all(one.received_on for one in people)
        ),
    )


def may_read(actor: Actor) -> bool:
    return actor.may(Can.HAND_OVER_READ)
