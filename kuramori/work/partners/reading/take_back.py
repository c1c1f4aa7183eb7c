"""What is to come back, what we have to give back, and what partners keep for us: for pages, home and the calendar."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Grade
from kuramori.work.partners.models import (
    Agreement,
    Certificate,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Side,
    StorageConfirmation,
    TakeBack,
)
from kuramori.work.partners.take_back.storing import due_again, weak_points


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is out, or here. `name` is "" where it is 極秘."""

    id: uuid.UUID
    number: str
    name: str
    edition: str
    sha256: str
    copies: tuple[str, ...]
    state: str
    state_words: str
    ended_on: datetime.date | None
    kept_until: datetime.date | None
    kept_for: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A hand-over of which something is to come back to us (`is_ours`), or has to go back to the partner.

    `asked_by_on`: by when it was asked for, None where nobody asked yet. `days_left` is below 0 past the day.
    """

    id: uuid.UUID
    number: str
    partner: str
    partner_id: uuid.UUID
    purpose: str
    is_ours: bool
    handed_on: datetime.date | None
    due_on: datetime.date | None
    asked_by_on: datetime.date | None
    things: tuple[Thing, ...]

    @property
    def days_left(self) -> int | None:
        return (self.due_on - clock.today()).days if self.due_on else None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()

    @property
    def days_out(self) -> int | None:
        return (clock.today() - self.handed_on).days if self.handed_on else None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    id: uuid.UUID
    hand_over_id: uuid.UUID
    hand_over: str
    company: str
    person: str
    certified_on: datetime.date
    is_paper: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class StorageLine:
    """`due_on`: by when an answer is wanted, or when to ask again. `weak`: what was answered with いいえ or 一部."""

    id: uuid.UUID
    partner: str
    partner_id: uuid.UUID
    about: str
    due_on: datetime.date | None
    answered_on: datetime.date | None
    answered_by: str
    weak: tuple[str, ...]
    photo_id: uuid.UUID | None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Page:
    """Each part with what is most urgent first."""

    to_us: tuple[Outstanding, ...]
    from_us: tuple[Outstanding, ...]
    certificates: tuple[CertificateLine, ...]
    storage: tuple[StorageLine, ...]


def page() -> Page:
    """Everything on one page; the last 30 certificates."""
    return Page(outstanding(Side.GIVEN), outstanding(Side.RECEIVED), certificates(), storage_lines())


def outstanding(side: Side, among: Q | None = None) -> tuple[Outstanding, ...]:
    """Hand-overs of one side with something out; by the day it is due, those without a day last."""
    rows = (
        HandOver.objects.filter(among or Q(), side=side, state=HandOverState.OUT)
        .select_related("partner")
        .prefetch_related("items__asset", "take_backs")
    )
    found = [_outstanding(row) for row in rows]
    far = datetime.date.max
    return tuple(
        sorted((one for one in found if one.things), key=lambda one: (one.due_on or far, one.number))
    )


def outstanding_of(hand_over: HandOver) -> Outstanding:
    """One hand-over with every thing of it, also what ended."""
    row = HandOver.objects.select_related("partner").prefetch_related("items__asset", "take_backs")
    return _outstanding(row.get(pk=hand_over.pk), every=True)


def certificates(hand_over: HandOver | None = None) -> tuple[CertificateLine, ...]:
    rows = Certificate.objects.select_related("hand_over").order_by("-recorded_at")
    if hand_over is not None:
        rows = rows.filter(hand_over=hand_over)
    return tuple(
        CertificateLine(
            row.pk,
            row.hand_over_id,
            row.hand_over.number,
            row.company,
            row.person,
            row.certified_on,
            row.paper_id is not None,
            row.side == Side.RECEIVED,
        )
        for row in rows[:30]
    )


def storage_lines(partner_id: uuid.UUID | None = None) -> tuple[StorageLine, ...]:
    """The newest confirmation of each thing kept at a partner, the most urgent first."""
    rows = StorageConfirmation.objects.select_related("partner").order_by("-asked_at")
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    newest: dict[tuple[uuid.UUID, str], StorageConfirmation] = {}
    for row in rows:
        newest.setdefault((row.partner_id, row.about), row)
    lines = [storage_line(row) for row in newest.values()]
    return tuple(sorted(lines, key=lambda one: (one.due_on or datetime.date.max, one.partner)))


def storage_line(row: StorageConfirmation) -> StorageLine:
    return StorageLine(
        id=row.pk,
        partner=row.partner.name,
        partner_id=row.partner_id,
        about=row.about,
        due_on=due_again(row) or row.due_on,
        answered_on=clock.day_of(row.answered_at) if row.answered_at else None,
        answered_by=row.answered_by,
        weak=weak_points(row),
        photo_id=row.photo_id,
    )


def due_between(from_on: datetime.date, to_on: datetime.date, side: Side) -> tuple[HandOver, ...]:
    """Hand-overs of one side with something out whose last request, or day of return, falls into a time."""
    rows = HandOver.objects.filter(side=side, state=HandOverState.OUT, items__state=ItemState.OUT)
    rows = rows.select_related("partner").prefetch_related("take_backs").distinct()
    return tuple(row for row in rows if (on := due_of(row)) is not None and from_on <= on <= to_on)


def due_of(row: HandOver) -> datetime.date | None:
    """The day by which it is to be back: as last asked, else as agreed."""
    asked = _asked(row)
    return asked.by_on if asked else row.return_by


def _asked(row: HandOver) -> TakeBack | None:
    rows = sorted(row.take_backs.all(), key=lambda one: one.asked_at)
    return rows[-1] if rows else None


def _outstanding(row: HandOver, *, every: bool = False) -> Outstanding:
    asked = _asked(row)
    things = sorted(row.items.all(), key=lambda one: one.position)
    return Outstanding(
        id=row.pk,
        number=row.number,
        partner=row.partner.name,
        partner_id=row.partner_id,
        purpose=row.purpose,
        is_ours=row.side == Side.GIVEN,
        handed_on=row.handed_on,
        due_on=due_of(row),
        asked_by_on=asked.by_on if asked else None,
        things=tuple(_thing(one) for one in things if every or one.state in {ItemState.OUT, ItemState.KEPT}),
    )


def _thing(row: HandedItem) -> Thing:
    return Thing(
        id=row.pk,
        number=row.number,
        name="" if _is_masked(row.asset) else row.name,
        edition=row.edition,
        sha256=row.sha256,
        copies=tuple(str(one) for one in row.copies),
        state=row.state,
        state_words=_words(row),
        ended_on=row.ended_on,
        kept_until=row.kept_until,
        kept_for=row.kept_for,
    )


def _words(row: HandedItem) -> str:
    if row.hand_over.side == Side.RECEIVED and row.state == ItemState.OUT:
        return _("手元にある")
    return str(ItemState(row.state).label)


def _is_masked(asset: Asset | None) -> bool:
    """What is 極秘 is told by its number on lists, to everybody: no look has to be noted for them."""
    return asset is not None and asset.grade == Grade.TOP


def under(agreement: Agreement) -> tuple[Outstanding, ...]:
    """What is out under one agreement: the list of everything that has to come back when it ends."""
    return outstanding(Side.GIVEN, Q(agreement=agreement))
