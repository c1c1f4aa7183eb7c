"""Marks in the ledger: files that get one, what is recorded of it, and the house's own tenant.

Others may call every verb here. A file that is handed in is never kept: it is marked, handed back and forgotten; the
trail keeps the hashes alone.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import labels
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import access, events_marks, grades, laying, marking
from kuramori.work.ledger.fields import Marking as Ways
from kuramori.work.ledger.laying import AssetClosed, Told
from kuramori.work.ledger.marking import Labelled, Marking, NotMarked, ReadBack, Tenant
from kuramori.work.ledger.models import Asset, LabelTenant, Marked, Stage

MOST_FILES = 20
"""How many files are marked at once: they must all be back within one answer."""
GRADED = ("top", "secret", "internal")


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that got no mark: its name, and why, in words."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed back."""

    files: tuple[Labelled, ...]
    faults: tuple[Fault, ...]


def tenant() -> Tenant | None:
    """The house's tenant, where it has told one."""
    row = LabelTenant.objects.first()
    if row is None or row.site is None:
        return None
    return Tenant(str(row.site), {name: str(told) for name in GRADED if (told := getattr(row, name))})


def set_tenant(actor: Actor, site: uuid.UUID | None, told: Mapping[str, uuid.UUID | None]) -> bool:
    """Write the house's tenant down, or with None forget it. False where nothing changes."""
    actor.require(Can.ASSET_RECLASSIFY)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        row = LabelTenant.objects.first()
        before = _facts(row)
        wanted = {"site": str(site), **{n: str(told.get(n) or "") for n in GRADED}} if site else None
        if wanted == before:
            return False
        row = row or LabelTenant(organisation=actor.organisation)
        row.site = site
        for name in GRADED:
            setattr(row, name, told.get(name) if site else None)
        row.save()
        record(
            actor,
            events_marks.TENANT_SET,
            kind="grade",
            thing_id=actor.organisation_id,
            **between(before, wanted),
        )
    return True


def marking_of(actor: Actor, asset: Asset) -> Marking:
    """What files of this asset are marked with today. The names of grades are the house's own."""
    names = grades.names()
    return Marking(
        asset.grade,
        names[asset.grade],
        asset.number,
        actor.organisation.name,
        tenant(),
        clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def label_files(actor: Actor, asset: Asset, files: Sequence[tuple[str, bytes]]) -> Handed:
    """Mark files (name and contents) with what the ledger says of the asset; those that take no mark are named.

    Raises `AssetClosed` where it stands in the ledger no more.
    """
    access.require(actor, asset, Can.ASSET_LABEL)
    access.require_open(actor, asset)
    if asset.stage != Stage.ADMITTED:
        raise AssetClosed(asset.pk)
    wanted = marking_of(actor, asset)
    done, faults = [], []
    for name, content in files[:MOST_FILES]:
        try:
            done.append(marking.label(name, content, wanted))
        except NotMarked as fault:
            faults.append(Fault(name, fault.code))
    if done:
        hashes = [one.sha256 for one in done]
        with transaction.atomic():
            record(
                actor,
                events_marks.FILES_MARKED,
                kind="asset",
                thing_id=asset.pk,
                number=asset.number,
                count=len(done),
                sha256=hashes,
            )
    return Handed(tuple(done), tuple(faults))


def read_file(name: str, content: bytes, beside: bytes | None = None) -> ReadBack:
    """What a file's carriers say, by the house's own names of grades. Raises `NotMarked`."""
    return marking.read(name, content, beside, grades.names(), tenant())


def printed(actor: Actor, asset: Asset) -> None:
    """Record that its stickers, cover or tags were printed."""
    access.require(actor, asset, Can.ASSET_LABEL)
    with transaction.atomic():
        record(actor, events_marks.SHEET_PRINTED, kind="asset", thing_id=asset.pk, number=asset.number)


def mark(
    actor: Actor,
    asset: Asset,
    marked: Marked,
    ways: Collection[str],
    *,
    revision: int,
    from_on: datetime.date | None = None,
) -> bool:
    """Record that it is marked, and how, from a day on. False where the ledger says so already.

    Raises `StaleEntry`, `AssetClosed`, `EntryRefused`.
    """
    access.require(actor, asset, Can.ASSET_LABEL)
    access.require_open(actor, asset)
    with transaction.atomic():
        row = laying.locked(asset, revision)
        if row.stage not in {Stage.ADMITTED, Stage.PROPOSED}:
            raise AssetClosed(row.pk)
        spoken = {"marked": marked.value, "marking": tuple(way for way in Ways.values if way in ways) or None}
        return laying.tell(actor, row, spoken, events_marks.MARKED, Told(from_on=from_on))


def _facts(row: LabelTenant | None) -> dict[str, str] | None:
    if row is None or row.site is None:
        return None
    return {"site": str(row.site), **{name: str(getattr(row, name) or "") for name in GRADED}}


labels.declare(
    "grade",
    {"site": _("Microsoft 365の組織のID"), **{code: _("ラベルのID") for code in GRADED}},
)
