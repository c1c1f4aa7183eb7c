"""What an agreement says on a day, as `rules.terms` counts with it, and which agreements cover a hand-over.

Others may call `terms_on`, `terms_of`, `running_with`, `covering`, `explained`, `resting`, `item_of`, `plain_purpose`.
Nothing is guessed: what the paper does not say stays silent, and dates that contradict are told, not repaired.
"""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kuramori.ground.people.asof import held_on
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import Agreement as SharingAgreement
from kuramori.rules.terms import running
from kuramori.rules.terms.agreements import (
    FromDisclosure,
    FromEnd,
    HandOver,
    Renewal,
    Secrecy,
    Terms,
    UntilDay,
    WhileSecret,
)
from kuramori.rules.terms.contradictions import contradictions
from kuramori.rules.terms.covering import Coverage, coverage
from kuramori.rules.terms.for_sharing import TermsContradict, for_sharing
from kuramori.rules.terms.overlapping import Explained, explain
from kuramori.rules.terms.spans import Span
from kuramori.work.ledger.models import Asset, Marked
from kuramori.work.partners.models import (
    Agreement,
    AgreementKind,
    AgreementState,
    AgreementTerms,
    CoveredAsset,
    Side,
)
from kuramori.work.partners.terms_fields import ItemsBy, Protects, SecrecyFrom
from kuramori.work.partners.terms_values import given

MARKED_ONLY = "marked"
"""Stands for every item that bears its mark, where an agreement covers what is marked."""

_ONE_WAY = {
    AgreementKind.MUTUAL: Protects.BOTH,
    AgreementKind.OURS_GIVEN: Protects.OURS,
    AgreementKind.THEIRS_GIVEN: Protects.THEIRS,
}


class TermsUnwritten(ValueError):
    """The first day of the agreement is not written down, so nothing can be counted."""


@dataclass(frozen=True, slots=True)
class Covering:
    """What one concluded agreement means for one hand-over that is about to happen.

    `sharing` is what the layered decision asks for; None where the agreement's dates contradict each other.
    """

    agreement: Agreement
    terms: Terms
    coverage: Coverage
    sharing: SharingAgreement | None


def terms_on(
    agreement: Agreement, on: datetime.date | None = None, known_at: datetime.datetime | None = None
) -> Terms:
    """What it said on a day (default today), as it was known at a moment. Raises `TermsUnwritten`.

    Before its first row counts what the first row says: an agreement that is yet to begin has its terms already.
    """
    found = terms_of([agreement], on, known_at).get(agreement.pk)
    if found is None:
        raise TermsUnwritten(agreement.number)
    return found


def terms_of(
    agreements: Sequence[Agreement],
    on: datetime.date | None = None,
    known_at: datetime.datetime | None = None,
) -> dict[uuid.UUID, Terms]:
    """The same for many, by id; those whose first day is not written are left out. Four queries."""
    keys = [one.pk for one in agreements]
    said = values_of(keys, on, known_at)
    items = _listed(keys, on, known_at)
    older = replaced(agreements)
    found = {}
    for one in agreements:
        values = said.get(one.pk, {})
        if "from_on" in values or one.concluded_on:
            found[one.pk] = build(one, values, items.get(one.pk, frozenset()), older.get(one.pk, frozenset()))
    return found


def values_of(
    keys: Sequence[uuid.UUID],
    on: datetime.date | None = None,
    known_at: datetime.datetime | None = None,
) -> dict[uuid.UUID, dict[str, Any]]:
    """Every term that was written, as Python values, by agreement."""
    rows = AgreementTerms.objects.filter(held_on(on, known_at), agreement__in=keys)
    kept = dict(rows.values_list("agreement_id", "values"))
    missing = [key for key in keys if key not in kept]
    if missing:
        early = AgreementTerms.objects.filter(agreement__in=missing, superseded_at__isnull=True)
        for key, values in early.order_by("-from_on").values_list("agreement_id", "values"):
            kept[key] = values
    return {key: given(values) for key, values in kept.items()}


def build(
    agreement: Agreement,
    values: Mapping[str, Any],
    listed: frozenset[str] = frozenset(),
    replaces: frozenset[str] = frozenset(),
) -> Terms:
    """The written values as `rules.terms` counts with them. Raises `TermsUnwritten`."""
    first = values.get("from_on") or agreement.concluded_on
    if first is None:
        raise TermsUnwritten(agreement.number)
    return Terms(
        number=agreement.number,
        from_on=first,
        until_on=values.get("until_on"),
        secrecy=_secrecy(values),
        survives=values.get("survives"),
        renewal=_renewal(values),
        notice_given_on=values.get("notice_given_on"),
        ended_on=values.get("ended_on"),
        oral_days=values.get("oral_days"),
        concluded_on=agreement.concluded_on,
        items=_items(values, listed),
        purposes=_purposes(values),
        persons=_persons(values),
        covers_earlier=bool(values.get("covers_earlier")),
        residuals=bool(values.get("residuals")),
        redisclosure=bool(values.get("redisclosure")),
        replaces=replaces,
    )


def protects(agreement: Agreement, values: Mapping[str, Any], side: Side | str) -> bool:
    """Whether the paper speaks of what went this way: an NDA's kind says so, else its term; silent means both."""
    whose = _ONE_WAY.get(AgreementKind(agreement.kind)) or values.get("protects") or Protects.BOTH
    return whose == Protects.BOTH or whose == (Protects.OURS if side == Side.GIVEN else Protects.THEIRS)


def concluded_with(
    partner_ids: Iterable[uuid.UUID], on: datetime.date | None = None, *, side: Side = Side.GIVEN
) -> dict[uuid.UUID, list[tuple[Agreement, Terms]]]:
    """Every concluded agreement by partner that speaks of this direction, run out or not, with its terms of a day."""
    rows = list(
        Agreement.objects.filter(partner__in=list(partner_ids), state=AgreementState.CONCLUDED).order_by(
            "number"
        )
    )
    terms = terms_of(rows, on) if rows else {}
    said = values_of([one.pk for one in rows], on) if rows else {}
    found: dict[uuid.UUID, list[tuple[Agreement, Terms]]] = defaultdict(list)
    for one in rows:
        if one.pk in terms and protects(one, said.get(one.pk, {}), side):
            found[one.partner_id].append((one, terms[one.pk]))
    return found


def running_with(
    partner_id: uuid.UUID, on: datetime.date | None = None, *, side: Side = Side.GIVEN
) -> tuple[tuple[Agreement, Terms], ...]:
    """Concluded agreements that run on a day (default today). One whose dates contradict is not among them."""
    day = on or clock.today()
    with_partner = concluded_with([partner_id], day, side=side).get(partner_id, [])
    return tuple((one, terms) for one, terms in with_partner if runs(terms, day))


def runs(terms: Terms, on: datetime.date) -> bool:
    """Whether a day lies in one of its periods; no where its dates contradict each other."""
    return not contradictions(terms) and running.period_on(terms, on) is not None


def covering(
    partner_id: uuid.UUID,
    asset: Asset,
    *,
    purpose: str = "",
    person: uuid.UUID | None = None,
    on: datetime.date | None = None,
    is_marked: bool | None = None,
    side: Side = Side.GIVEN,
) -> tuple[Covering, ...]:
    """What every concluded agreement with a partner means for handing this over on a day, by number.

    `is_marked`: whether what goes bears its mark (default: what the ledger says of the asset).
    """
    day = on or clock.today()
    found = []
    for agreement, terms in concluded_with([partner_id], day, side=side).get(partner_id, []):
        asked = _asked(terms, asset, purpose, person, day, is_marked)
        try:
            sharing = for_sharing(terms, asked)
        except TermsContradict:
            sharing = None
        found.append(Covering(agreement, terms, coverage(terms, asked, day), sharing))
    return tuple(found)


def explained(
    found: Sequence[Covering],
    asset: Asset,
    *,
    purpose: str = "",
    person: uuid.UUID | None = None,
    on: datetime.date | None = None,
    is_marked: bool | None = None,
) -> Explained:
    """What all of them mean together: which one counts, and what two that overlap leave open."""
    day = on or clock.today()
    # Each agreement is asked about the item as it names items: listed by id, or by being marked.
    terms = [as_named(one.terms, asset, is_marked) for one in found]
    plain = HandOver(day, str(asset.pk), plain_purpose(purpose), str(person or ""))
    return explain(terms, plain, day)


def resting(found: Sequence[Covering], why: Explained) -> Covering | None:
    """The one agreement to rest on: of those that count, the one whose protection is sure for the shortest time.

    Where none covers it: the running one that fails least, so that a denial can say what is missing.
    """
    by_number = {one.agreement.number: one for one in found}
    counting = [by_number[number] for number in why.rests_on]
    if counting:
        return min(counting, key=lambda one: _sure(one) or datetime.date.max)
    readable = [one for one in found if one.sharing is not None]
    return min(readable, key=lambda one: len(one.coverage.findings)) if readable else None


def item_of(terms: Terms, asset: Asset, is_marked: bool | None = None) -> str:
    """How this agreement names the asset: by its id, or as one of all that are marked."""
    marked = asset.marked in {Marked.ALL, Marked.NOT_NEEDED} if is_marked is None else is_marked
    by_mark = terms.items is not None and MARKED_ONLY in terms.items
    return MARKED_ONLY if by_mark and marked else str(asset.pk)


def plain_purpose(text: str) -> str:
    """A purpose as purposes are compared: width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _asked(
    terms: Terms,
    asset: Asset,
    purpose: str,
    person: uuid.UUID | None,
    on: datetime.date,
    is_marked: bool | None,
) -> HandOver:
    return HandOver(on, item_of(terms, asset, is_marked), plain_purpose(purpose), str(person or ""))


def as_named(terms: Terms, asset: Asset, is_marked: bool | None = None) -> Terms:
    """The same terms with the asset among its items by id, where they name it by its mark."""
    if terms.items is None or item_of(terms, asset, is_marked) != MARKED_ONLY:
        return terms
    return replace(terms, items=terms.items | {str(asset.pk)})


def _sure(one: Covering) -> datetime.date | None:
    return one.coverage.protection.sure_until if one.coverage.protection else None


def _secrecy(values: Mapping[str, Any]) -> Secrecy | None:
    how = values.get("secrecy_from")
    if how == SecrecyFrom.WHILE_SECRET:
        return WhileSecret()
    if how == SecrecyFrom.UNTIL_DAY:
        return UntilDay(values["secrecy_until"]) if values.get("secrecy_until") else None
    years, months = values.get("secrecy_years") or 0, values.get("secrecy_months") or 0
    if how not in {SecrecyFrom.DISCLOSURE, SecrecyFrom.END} or not (years or months):
        return None
    span = Span(years=years, months=months)
    return FromDisclosure(span) if how == SecrecyFrom.DISCLOSURE else FromEnd(span)


def _renewal(values: Mapping[str, Any]) -> Renewal | None:
    if values.get("renewal_months") is None:
        return None
    months, days = values.get("notice_months") or 0, values.get("notice_days") or 0
    return Renewal(values["renewal_months"], Span(months=months, days=days) if months or days else None)


def _items(values: Mapping[str, Any], listed: frozenset[str]) -> frozenset[str] | None:
    by = values.get("items_by")
    if by == ItemsBy.LISTED:
        return listed
    if by == ItemsBy.MARKED:
        return listed | {MARKED_ONLY}
    return None


def _purposes(values: Mapping[str, Any]) -> frozenset[str] | None:
    told = values.get("purposes")
    return frozenset(plain_purpose(one) for one in told) if told else None


def _persons(values: Mapping[str, Any]) -> frozenset[str] | None:
    named = values.get("persons")
    return frozenset(str(one.id) for one in named) if named else None


def _listed(
    keys: Sequence[uuid.UUID], on: datetime.date | None, known_at: datetime.datetime | None
) -> dict[uuid.UUID, frozenset[str]]:
    """The assets of the annex on a day, by agreement."""
    rows = CoveredAsset.objects.filter(held_on(on, known_at), agreement__in=keys)
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for agreement, asset in rows.values_list("agreement_id", "asset_id"):
        found[agreement].add(str(asset))
    return {key: frozenset(value) for key, value in found.items()}


def replaced(agreements: Sequence[Agreement]) -> dict[uuid.UUID, frozenset[str]]:
    """The numbers of everything an agreement has taken the place of, the older ones of older ones too."""
    if not any(one.replaces_id for one in agreements):
        return {}
    partners = {one.partner_id for one in agreements}
    chain = {
        key: (number, older)
        for key, number, older in Agreement.objects.filter(partner__in=partners).values_list(
            "pk", "number", "replaces_id"
        )
    }
    found = {}
    for one in agreements:
        numbers: set[str] = set()
        older = one.replaces_id
        while older in chain and chain[older][0] not in numbers:
            numbers.add(chain[older][0])
            older = chain[older][1]
        found[one.pk] = frozenset(numbers - {one.number})
    return found
