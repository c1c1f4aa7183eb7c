"""Every concluded agreement with everything it ever said, fetched once, so that many days can be asked about."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from kuramori.rules.terms.agreements import Terms
from kuramori.work.partners.models import (
    Agreement,
    AgreementState,
    AgreementTerms,
    CoveredAsset,
    Side,
)
from kuramori.work.partners.reading import terms as reading
from kuramori.work.partners.terms_values import given

Days = tuple[datetime.date, datetime.date | None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`said` and `annex` by agreement, each with its days. Ask `standing`."""

    agreements: Mapping[uuid.UUID, list[Agreement]]
    said: Mapping[uuid.UUID, list[tuple[Days, dict[str, Any]]]]
    annex: Mapping[uuid.UUID, list[tuple[Days, str]]]
    older: Mapping[uuid.UUID, frozenset[str]]
    _built: dict[Any, tuple[Terms, dict[str, Any]] | None] = field(default_factory=dict)

    def standing(
        self, partner_id: uuid.UUID, on: datetime.date, side: Side | str
    ) -> list[tuple[Agreement, Terms]]:
        """Concluded with this partner, speaking of this direction, as they read on a day; run out or not."""
        found = []
        for one in self.agreements.get(partner_id, ()):
            built = self.of(one, on)
            if built is not None and reading.protects(one, built[1], side):
                found.append((one, built[0]))
        return found

    def of(self, agreement: Agreement, on: datetime.date) -> tuple[Terms, dict[str, Any]] | None:
        """The terms of a day, and the written values; None where nothing can be counted."""
        rows = self.said.get(agreement.pk, [])
        at = next((number for number, (days, _values) in enumerate(rows) if _holds(days, on)), 0)
        listed = frozenset(asset for days, asset in self.annex.get(agreement.pk, ()) if _holds(days, on))
        key = (agreement.pk, at, listed)
        if key not in self._built:
            values = rows[at][1] if rows else {}
            older = self.older.get(agreement.pk, frozenset())
            try:
                self._built[key] = (reading.build(agreement, values, listed, older), values)
            except reading.TermsUnwritten:
                self._built[key] = None
        return self._built[key]


def shelf(
    partner_ids: Collection[uuid.UUID] | None = None, *, only: Collection[uuid.UUID] | None = None
) -> Shelf:
    """All concluded agreements, or those with some partners, or `only` some of them; four queries."""
    rows = Agreement.objects.filter(state=AgreementState.CONCLUDED).order_by("number")
    if partner_ids is not None:
        rows = rows.filter(partner__in=list(partner_ids))
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    found = list(rows)
    by_partner: dict[uuid.UUID, list[Agreement]] = defaultdict(list)
    for one in found:
        by_partner[one.partner_id].append(one)
    keys = [one.pk for one in found]
    said: dict[uuid.UUID, list[tuple[Days, dict[str, Any]]]] = defaultdict(list)
    told = AgreementTerms.objects.filter(superseded_at__isnull=True, agreement__in=keys).order_by("from_on")
    for key, first, last, values in told.values_list("agreement_id", "from_on", "until_on", "values"):
        said[key].append(((first, last), given(values)))
    annex: dict[uuid.UUID, list[tuple[Days, str]]] = defaultdict(list)
    named = CoveredAsset.objects.filter(superseded_at__isnull=True, agreement__in=keys)
    for key, asset, first, last in named.values_list("agreement_id", "asset_id", "from_on", "until_on"):
        annex[key].append(((first, last), str(asset)))
    return Shelf(by_partner, said, annex, reading.replaced(found))


def _holds(days: Days, on: datetime.date) -> bool:
    return days[0] <= on and (days[1] is None or days[1] >= on)
