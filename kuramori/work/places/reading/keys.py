"""Keys as pages, printouts and the API show them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places.models import Key, KeyCopy, KeyCount, KeyHolding, KeyKind, Place
from kuramori.work.places.periods import periods


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy: who holds it today and since when; "" where it hangs in its box."""

    id: uuid.UUID
    number: str
    holder_id: uuid.UUID | None
    holder: str
    since: datetime.date | None
    due_on: datetime.date | None
    lost_on: datetime.date | None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Held:
    """One stretch of time in which somebody held a copy."""

    number: str
    person: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key with its copies that are not out of use. `places` are (id, name)."""

    id: uuid.UUID
    number: str
    name: str
    kind: str
    box: str
    places: tuple[tuple[uuid.UUID, str], ...]
    copies: tuple[CopyLine, ...]
    lock_changed_on: datetime.date | None
    retired_on: datetime.date | None

    @property
    def kind_label(self) -> str:
        return str(KeyKind(self.kind).label)

    @property
    def lost(self) -> int:
        return sum(copy.lost_on is not None for copy in self.copies)

    @property
    def out(self) -> int:
        return sum(bool(copy.holder) for copy in self.copies)


@dataclass(frozen=True, slots=True)
class CountLine:
    id: uuid.UUID
    counted_on: datetime.date
    counted_by: str
    found: int
    missing: int
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeysPage:
    """Every key in use, the counts so far (newest first), when the next is due, and the keys out of use."""

    keys: tuple[KeyLine, ...]
    counts: tuple[CountLine, ...]
    next_count_on: datetime.date | None
    retired: tuple[KeyLine, ...] = ()

    @property
    def copies(self) -> int:
        return sum(len(key.copies) - key.lost for key in self.keys)

    @property
    def is_count_due(self) -> bool:
        return self.next_count_on is not None and self.next_count_on <= clock.today()


def keys_page() -> KeysPage:
    """The key ledger, in eight queries."""
    keys = key_lines()
    counts = tuple(_count(row) for row in _counts()[:5])
    gone = Key.objects.filter(retired_on__isnull=False).prefetch_related("openings__place", "copies")
    retired = tuple(_key(row, {}) for row in gone.order_by("-retired_on", "number"))
    return KeysPage(keys, counts, next_count_on() if keys else None, retired)


def next_count_on() -> datetime.date | None:
    """A year after the last count; today where none was made; None without any key."""
    last = KeyCount.objects.order_by("-counted_on").first()
    if last is not None:
        return last.counted_on + datetime.timedelta(days=periods().count_every)
    return clock.today() if KeyCopy.objects.filter(gone_on__isnull=True).exists() else None


def key_lines(place: Place | None = None) -> tuple[KeyLine, ...]:
    """Keys in use, of one place only where it is named."""
    rows = Key.objects.filter(retired_on__isnull=True).order_by("number")
    if place is not None:
        rows = rows.filter(openings__place=place)
    rows = rows.prefetch_related("openings__place", "copies")
    held = {row.copy_id: row for row in KeyHolding.objects.filter(held_on()).select_related("person", "copy")}
    return tuple(_key(row, held) for row in rows)


def key_line(key: Key) -> KeyLine:
    """One key, one out of use included."""
    row = Key.objects.prefetch_related("openings__place", "copies").get(pk=key.pk)
    held = {
        one.copy_id: one
        for one in KeyHolding.objects.filter(held_on(), copy__key=key).select_related("person")
    }
    return _key(row, held)


def held_so_far(key: Key) -> tuple[Held, ...]:
    """Who held which copy when, newest first, as it is known now."""
    rows = KeyHolding.objects.filter(copy__key=key, superseded_at__isnull=True).select_related(
        "copy", "person"
    )
    return tuple(
        Held(f"{key.number}-{row.copy.mark}", row.person.name, row.from_on, row.until_on)
        for row in rows.order_by("-from_on")[:200]
    )


def held_by(actor: Actor, person_id: uuid.UUID) -> tuple[About, ...]:
    """The keys that somebody holds today: for their own page and for the day they leave."""
    if not actor.may(Can.PLACE_READ):
        return ()
    rows = KeyHolding.objects.filter(held_on(), person_id=person_id).select_related("copy__key")
    return tuple(
        About(
            f"{row.copy.key.number}-{row.copy.mark} {row.copy.key.name}",
            url=url_for(actor, "places:key", id=row.copy.key_id),
        )
        for row in rows
    )


def _counts() -> QuerySet[KeyCount]:
    return (
        KeyCount.objects.order_by("-recorded_at")
        .select_related("counted_by")
        .prefetch_related("lines__copy__key")
    )


def _count(row: KeyCount) -> CountLine:
    return CountLine(
        id=row.pk,
        counted_on=row.counted_on,
        counted_by=row.counted_by.name if row.counted_by else "",
        found=row.found,
        missing=row.missing,
        differences=tuple(
            f"{line.copy.key.number}-{line.copy.mark}{f'（{line.note}）' if line.note else ''}"
            for line in row.lines.all()
            if not line.is_found
        ),
    )


def _key(row: Key, held: dict[uuid.UUID, KeyHolding]) -> KeyLine:
    copies = sorted(
        (copy for copy in row.copies.all() if copy.gone_on is None),
        key=lambda copy: (int(copy.mark) if copy.mark.isdigit() else 0, copy.mark),
    )
    return KeyLine(
        id=row.pk,
        number=row.number,
        name=row.name,
        kind=row.kind,
        box=row.box,
        places=tuple((one.place_id, one.place.name) for one in row.openings.all()),
        copies=tuple(_copy(row, copy, held.get(copy.pk)) for copy in copies),
        lock_changed_on=row.lock_changed_on,
        retired_on=row.retired_on,
    )


def _copy(key: Key, copy: KeyCopy, holding: KeyHolding | None) -> CopyLine:
    return CopyLine(
        id=copy.pk,
        number=f"{key.number}-{copy.mark}",
        holder_id=holding.person_id if holding else None,
        holder=holding.person.name if holding else "",
        since=holding.from_on if holding else None,
        due_on=holding.due_on if holding else None,
        lost_on=copy.lost_on,
    )
