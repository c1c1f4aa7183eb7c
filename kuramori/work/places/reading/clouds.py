"""Cloud services as the pages show them: the register, one service, the list it may stand on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from kuramori.outside import clock
from kuramori.work.places.cloud_items import ANSWERS, UNKNOWN, Item, items
from kuramori.work.places.listing.difference import Difference, Standing, difference, newest, standings
from kuramori.work.places.models import (
    Agreed,
    CloudReview,
    CloudService,
    Listing,
    ListingRow,
    ShadowDecision,
    ShadowUse,
    TermsSnapshot,
)
from kuramori.work.places.terms_difference import Part, TooLongToCompare
from kuramori.work.places.terms_difference import difference as between_texts

MOST_FOUND = 20
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class CloudLine:
    """One service. `terms_on` is None where no terms were kept; `standing` None where nobody matched it."""

    service: CloudService
    terms_on: datetime.date | None
    standing: Standing | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class CloudsPage:
    """`secret_without_promise` counts services on which secrets may lie without a promise."""

    lines: tuple[CloudLine, ...]
    retired: tuple[CloudService, ...]
    shadows: tuple[ShadowUse, ...]
    decided: tuple[ShadowUse, ...]
    listing: Listing | None
    secret_without_promise: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question of the check sheet and how it was answered last."""

    item: Item
    answer: str
    answer_label: str
    where: str
    note: str


@dataclass(frozen=True, slots=True)
class CloudPage:
    line: CloudLine
    review: CloudReview | None
    items: tuple[ItemLine, ...]
    reviews: tuple[CloudReview, ...]
    terms: tuple[TermsSnapshot, ...]
    terms_newer: bool
    listing: Listing | None
    found: tuple[ListingRow, ...]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """A snapshot, and how it differs from the one before; `parts` None where there is nothing to compare."""

    snapshot: TermsSnapshot
    before: TermsSnapshot | None
    parts: tuple[Part, ...] | None
    is_too_long: bool


@dataclass(frozen=True, slots=True)
class ListingPage:
    listing: Listing | None
    rows: tuple[ListingRow, ...]
    found: int
    difference: Difference | None
    standings: tuple[Standing, ...]
    imports: tuple[Listing, ...]


def clouds_page() -> CloudsPage:
    """The register with what nobody had agreed to."""
    lines = tuple(cloud_lines())
    shadows = tuple(ShadowUse.objects.select_related("decided_by").order_by("-found_on", "-noted_at")[:60])
    return CloudsPage(
        lines=lines,
        retired=tuple(CloudService.objects.filter(retired_on__isnull=False).order_by("-retired_on")[:30]),
        shadows=tuple(row for row in shadows if row.decision == ShadowDecision.OPEN),
        decided=tuple(row for row in shadows if row.decision != ShadowDecision.OPEN),
        listing=newest(),
        secret_without_promise=sum(is_bare(line.service) for line in lines),
    )


def is_bare(service: CloudService) -> bool:
    """Whether secrets may lie there although nobody has promised to keep them."""
    return service.may_lie in ("internal", "secret", "top") and service.agreed != Agreed.YES


def cloud_lines() -> Iterable[CloudLine]:
    """Every service in use, by name."""
    terms = Prefetch("terms", queryset=TermsSnapshot.objects.order_by("-taken_on", "-recorded_at"))
    rows = CloudService.objects.filter(retired_on__isnull=True).select_related("owner", "place")
    standing = {one.service.pk: one for one in standings()}
    for row in rows.prefetch_related(terms).order_by("name"):
        kept = list(row.terms.all())
        yield CloudLine(row, kept[0].taken_on if kept else None, standing.get(row.pk), _is_due(row))


def cloud_page(service: CloudService, *, words: str = "") -> CloudPage:
    """One service; `words` look for it on the newest list, so that a person can choose."""
    terms = tuple(service.terms.select_related("file", "recorded_by").order_by("-taken_on", "-recorded_at"))
    reviews = tuple(
        service.reviews.select_related("reviewed_by", "terms").order_by("-on", "-reviewed_at")[:20]
    )
    standing = next((one for one in standings() if one.service.pk == service.pk), None)
    review = reviews[0] if reviews else None
    line = CloudLine(service, terms[0].taken_on if terms else None, standing, _is_due(service))
    listing = newest()
    return CloudPage(
        line=line,
        review=review,
        items=items_of(review),
        reviews=reviews,
        terms=terms,
        terms_newer=bool(terms and review and review.terms_id != terms[0].pk),
        listing=listing,
        found=rows_found(listing, words)[0] if words and listing else (),
    )


def items_of(review: CloudReview | None) -> tuple[ItemLine, ...]:
    """The check sheet as it was filled in, or empty."""
    given = review.answers if review else {}
    labels = {value: str(label) for value, label in ANSWERS}
    return tuple(
        ItemLine(
            item,
            answer := given.get(item.id, {}).get("answer", UNKNOWN),
            labels[answer],
            given.get(item.id, {}).get("where", ""),
            given.get(item.id, {}).get("note", ""),
        )
        for item in items()
    )


def terms_page(snapshot: TermsSnapshot) -> TermsPage:
    """One snapshot against the text that was kept before it."""
    earlier = TermsSnapshot.objects.filter(
        service_id=snapshot.service_id, recorded_at__lt=snapshot.recorded_at
    )
    before = earlier.exclude(text="").order_by("-recorded_at").first()
    if before is None or not snapshot.text:
        return TermsPage(snapshot, before, None, is_too_long=False)
    try:
        return TermsPage(snapshot, before, between_texts(before.text, snapshot.text), is_too_long=False)
    except TooLongToCompare:
        return TermsPage(snapshot, before, None, is_too_long=True)


def listing_page(*, words: str = "") -> ListingPage:
    """The newest import, what changed with it, and how one's own services stand."""
    listing = newest()
    imports = tuple(Listing.objects.select_related("imported_by").order_by("-as_of_on", "-imported_at")[:12])
    if listing is None:
        return ListingPage(None, (), 0, None, (), imports)
    rows, found = rows_found(listing, words, most=MOST_ROWS)
    return ListingPage(listing, rows, found, difference(listing), standings(), imports)


def rows_found(
    listing: Listing | None, words: str, *, most: int = MOST_FOUND
) -> tuple[tuple[ListingRow, ...], int]:
    """Rows that hold every word in their name, provider or number; the first ones, and how many there are."""
    rows = ListingRow.objects.filter(listing=listing)
    for word in words.split():
        rows = rows.filter(
            Q(service__icontains=word) | Q(provider__icontains=word) | Q(number__icontains=word)
        )
    return tuple(rows.order_by("service", "number")[:most]), rows.count()


def _is_due(service: CloudService) -> bool:
    return service.review_on is not None and service.review_on <= clock.today()
