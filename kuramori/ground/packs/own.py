"""An organisation's own lists of questions: read from a sheet, looked at, used, retired. Old editions stay readable."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from kuramori.ground.packs import events
from kuramori.ground.packs.models import KeptPack, OwnPack
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.building import build
from kuramori.rules.own_list import Row, RowFault, faults_of, files_of

LONGEST_TITLE = 60


class OwnListRefused(ValueError):
    """The list cannot be used so: `faults` names each row."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(len(faults))
        self.faults = tuple(faults)


class NotToUse(ValueError):
    """It is used already, or was retired."""


def read_in(actor: Actor, title: str, rows: Sequence[Row]) -> OwnPack:
    """Keep a list so that it can be looked at; nobody can ask by it yet. Raises `OwnListRefused`.

    The same rows once more are the newest edition, which is given back as it stands, unless it was retired.
    """
    actor.require(Can.PROFILE_CHANGE)
    if faults := faults_of(rows):
        raise OwnListRefused(faults)
    with transaction.atomic():
        older = list(OwnPack.objects.select_for_update(of=("self",)).filter(title=title).order_by("made_at"))
        if older and older[-1].retired_at is None and _says(actor, older[-1], rows):
            return older[-1]
        pack_id, version = older[-1].pack_id if older else _new_id(actor), str(len(older) + 1)
        files = _files(actor, rows, pack_id, version, title, clock.today())
        pack = build(files, today=clock.today())
        KeptPack.objects.get_or_create(
            digest=pack.digest,
            defaults={"pack_id": pack_id, "version": version, "files": files, "kept_at": clock.now()},
        )
        own: OwnPack = OwnPack.objects.create(
            organisation=actor.organisation,
            pack_id=pack_id,
            version=version,
            digest=pack.digest,
            title=title,
            made_by_id=actor.person_id,
            made_at=clock.now(),
        )
        _record(actor, events.READ, own, None, items=len(rows))
    return own


def accept(actor: Actor, own: OwnPack) -> OwnPack:
    """Let requests ask by it; an older edition is retired with that. Raises `NotToUse`."""
    actor.require(Can.PROFILE_CHANGE)
    with transaction.atomic():
        row = OwnPack.objects.select_for_update(of=("self",)).get(pk=own.pk)
        if row.accepted_at is not None or row.retired_at is not None:
            raise NotToUse
        others = OwnPack.objects.filter(pack_id=row.pack_id, retired_at__isnull=True).exclude(pk=row.pk)
        others.update(retired_at=clock.now())
        before = _facts(row)
        row.accepted_at = clock.now()
        row.save(update_fields=["accepted_at"])
        _record(actor, events.ACCEPTED, row, before, hash=row.digest[:12])
    return row


def retire(actor: Actor, own: OwnPack) -> OwnPack:
    """No new request asks by it; what was asked stays. Raises `NotToUse`."""
    actor.require(Can.PROFILE_CHANGE)
    with transaction.atomic():
        row = OwnPack.objects.select_for_update(of=("self",)).get(pk=own.pk)
        if row.retired_at is not None:
            raise NotToUse
        before = _facts(row)
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])
        _record(actor, events.RETIRED, row, before)
    return row


def _says(actor: Actor, own: OwnPack, rows: Sequence[Row]) -> bool:
    """Whether an edition was made of exactly these rows."""
    on = clock.day_of(own.made_at)
    files = _files(actor, rows, own.pack_id, own.version, own.title, on)
    kept = KeptPack.objects.filter(digest=own.digest).values_list("files", flat=True).first()
    return bool(kept == files)


def _files(
    actor: Actor, rows: Sequence[Row], pack_id: str, version: str, title: str, on: datetime.date
) -> dict[str, str]:
    owner = actor.organisation.name
    return files_of(rows, pack_id=pack_id, version=version, title=title, owner=owner, on=on)


def _new_id(actor: Actor) -> str:
    return f"own/{actor.organisation.slug}/{secrets.token_hex(4)}"


def _facts(row: OwnPack) -> dict[str, Any]:
    return {
        "version": row.version,
        "digest": row.digest,
        "accepted_at": row.accepted_at,
        "retired_at": row.retired_at,
    }


def _record(actor: Actor, event: Any, row: OwnPack, before: Any, **told: Any) -> None:
    record(
        actor,
        event,
        kind="own_pack",
        thing_id=row.pk,
        title=row.title,
        **told,
        **between(before, _facts(row)),
    )
