"""What differs between two imports, and what that means for the services of the house."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kuramori.outside import clock
from kuramori.work.places.models import CloudService, Listing, ListingRow
from kuramori.work.places.periods import periods


@dataclass(frozen=True, slots=True)
class Changed:
    """One number whose entry reads differently: the old and the new one."""

    before: ListingRow
    after: ListingRow

    @property
    def is_expiry(self) -> bool:
        return self.before.expires_on != self.after.expires_on


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows by number; `before` is None for the first import."""

    before: Listing | None
    after: Listing
    new: tuple[ListingRow, ...]
    gone: tuple[ListingRow, ...]
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a service of the house stands on the newest import: `row` None: it dropped off."""

    service: CloudService
    row: ListingRow | None
    is_near: bool
    is_over: bool

    @property
    def needs_a_look(self) -> bool:
        return self.row is None or self.is_near or self.is_over


def newest() -> Listing | None:
    """The import that counts: the newest by its day, of equals the one taken in last."""
    return Listing.objects.order_by("-as_of_on", "-imported_at").first()


def difference(after: Listing) -> Difference:
    """Against the import before it."""
    earlier = (
        Listing.objects.exclude(pk=after.pk)
        .filter(as_of_on__lte=after.as_of_on, imported_at__lt=after.imported_at)
        .order_by("-as_of_on", "-imported_at")
        .first()
    )
    new = {row.number: row for row in after.rows.order_by("number")}
    if earlier is None:
        return Difference(None, after, (), (), ())
    old = {row.number: row for row in earlier.rows.order_by("number")}
    changed = tuple(
        Changed(old[number], row)
        for number, row in new.items()
        if number in old and _says(old[number]) != _says(row)
    )
    return Difference(
        earlier,
        after,
        tuple(row for number, row in new.items() if number not in old),
        tuple(row for number, row in old.items() if number not in new),
        changed,
    )


def standings() -> tuple[Standing, ...]:
    """Every service in use that somebody matched with the list; empty before the first import."""
    listing = newest()
    services = (
        CloudService.objects.filter(retired_on__isnull=True).exclude(listing_number="").order_by("name")
    )
    if listing is None:
        return ()
    numbers = [service.listing_number for service in services]
    rows = {row.number: row for row in ListingRow.objects.filter(listing=listing, number__in=numbers)}
    return tuple(_standing(service, rows.get(service.listing_number), clock.today()) for service in services)


def _standing(service: CloudService, row: ListingRow | None, today: datetime.date) -> Standing:
    ends = row.expires_on if row else None
    is_over = ends is not None and ends < today
    is_near = ends is not None and not is_over and (ends - today).days <= periods().expires_soon
    return Standing(service, row, is_near, is_over)


def _says(row: ListingRow) -> tuple[object, ...]:
    return row.service, row.provider, row.scope, row.expires_on
