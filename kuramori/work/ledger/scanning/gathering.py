"""What the ledger knows, gathered for a scan: within the organisation's scope."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.work.ledger import events_scan as events
from kuramori.work.ledger import labelling
from kuramori.work.ledger.models import Asset, Finding, Fingerprint, Judgement, Stage, Term
from kuramori.work.ledger.scanning.keyed import key_of, unpacked
from kuramori.work.ledger.scanning.known import Known, KnownAsset, built_in_marks, part_numbers


@dataclass(frozen=True, slots=True)
class Gathered:
    """`ids` are the assets by their place in `known`."""

    known: Known
    ids: tuple[uuid.UUID, ...]


def gathered(organisation_id: uuid.UUID) -> Gathered:
    """Marks, reference copies, terms and part numbers, and what people rejected as background."""
    key = key_of(organisation_id)
    rows = list(
        Asset.objects.filter(stage=Stage.ADMITTED).order_by("number").values_list("pk", "number", "grade")
    )
    places = {pk: at for at, (pk, _number, _grade) in enumerate(rows)}
    copies: dict[str, tuple[int, ...]] = {}
    prints: dict[int, tuple[int, ...]] = {}
    for one in Fingerprint.objects.filter(retired_at__isnull=True, asset_id__in=places):
        at = places[one.asset_id]
        copies[one.digest] = (*copies.get(one.digest, ()), at)
        prints[at] = (*prints.get(at, ()), *unpacked(one.prints))
    terms: list[tuple[str, int]] = []
    numbers: list[tuple[str, int]] = []
    for term in Term.objects.filter(retired_at__isnull=True, asset_id__in=places):
        (numbers if term.is_number else terms).append((str(term.text), places[term.asset_id]))
    tenant = labelling.tenant()
    known = Known(
        marks=built_in_marks(),
        assets={at: KnownAsset(number, grade) for at, (_pk, number, grade) in enumerate(rows)},
        copies=copies,
        prints=prints,
        background=_rejected(),
        terms=tuple(terms),
        numbers=part_numbers(key, numbers),
        key=key,
        has_ledger=True,
        site=tenant.site if tenant else "",
        labels=tenant.by_label if tenant else {},
    )
    return Gathered(known, tuple(pk for pk, _number, _grade in rows))


def for_command(actor: Actor) -> Known:
    """The same for `kuramori scan --data`, with an entry in the trail."""
    actor.require(Can.SCAN_RUN)
    with transaction.atomic():
        record(actor, events.RUN_BY_COMMAND, kind="organisation", thing_id=actor.organisation_id)
    return gathered(actor.organisation_id).known


def _rejected() -> frozenset[int]:
    rejected = Finding.objects.filter(judgement=Judgement.REJECTED).exclude(prints=b"")
    return frozenset(
        value for content in rejected.values_list("prints", flat=True) for value in unpacked(content)
    )
