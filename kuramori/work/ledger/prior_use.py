"""先使用の記録: what shows since when something has been in use (特許法79条), each with its hash."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import access, facts_life
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.life import line, require_past, standing
from kuramori.work.ledger.models import Asset, PriorKind, PriorRecord
from kuramori.work.ledger.register import ReasonMissing

HASH = re.compile(r"[0-9a-f]{64}")


class PriorIncomplete(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("名前と、ファイル・照合値・原本のある場所のどれか1つを入れてください。")


class HashUnreadable(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("照合値（SHA-256）は、0から9とaからfの64文字です。")


class Withdrawn(ValueError):
    """It was withdrawn before."""


@dataclass(frozen=True, slots=True)
class PriorWanted:
    """One record as somebody has it: what, of which day, and its file, its hash or where the original lies."""

    kind: PriorKind
    title: str
    of_on: datetime.date
    sha256: str = ""
    kept_at: str = ""
    file_name: str = ""
    chunks: Iterable[bytes] = ()


def add_prior(actor: Actor, asset: Asset, wanted: PriorWanted) -> PriorRecord:
    """Keep one record. Raises `PriorIncomplete`, `HashUnreadable`, `DayAhead`, and what `papers.store` refuses."""
    access.require(actor, asset, Can.ASSET_CHANGE)
    title, kept_at, said = line(wanted.title, 120), line(wanted.kept_at), wanted.sha256.strip().lower()
    require_past(wanted.of_on)
    if not title or not (said or kept_at or wanted.file_name):
        raise PriorIncomplete
    if said and not HASH.fullmatch(said):
        raise HashUnreadable
    received = receive(actor, name=wanted.file_name, chunks=wanted.chunks) if wanted.file_name else None
    with transaction.atomic():
        row = standing(asset)
        file = keep(actor, received) if received else None
        made: PriorRecord = PriorRecord.objects.create(
            organisation=actor.organisation,
            asset=row,
            kind=wanted.kind,
            title=title,
            of_on=wanted.of_on,
            file=file,
            sha256=file.sha256 if file else said,
            kept_at=kept_at,
            recorded_at=clock.now(),
            recorded_by_id=actor.person_id,
        )
        told = between(None, facts_life.prior(made), part=f"prior:{made.pk}", private=facts_life.TEXTS)
        index = record(actor, events.PRIOR_ADDED, kind="asset", thing_id=row.pk, number=row.number, **told)
        # Where its proof is found later: the entry cannot know its own place before it is written.
        PriorRecord.objects.filter(pk=made.pk).update(entry_index=index)
        made.entry_index = index
    return made


def withdraw_prior(actor: Actor, prior: PriorRecord, reason: str) -> PriorRecord:
    """Say that a record was entered wrongly; row, file and entry stay. Raises `ReasonMissing`, `Withdrawn`."""
    access.require(actor, prior.asset, Can.ASSET_CHANGE)
    said = line(reason)
    if not said:
        raise ReasonMissing
    with transaction.atomic():
        row: PriorRecord = PriorRecord.objects.select_for_update().get(pk=prior.pk)
        if row.withdrawn_at is not None:
            raise Withdrawn(row.pk)
        before = facts_life.prior(row)
        row.withdrawn_at, row.withdrawn_reason = clock.now(), said
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        told = between(before, facts_life.prior(row), part=f"prior:{row.pk}", private=facts_life.TEXTS)
        number = prior.asset.number
        record(actor, events.PRIOR_WITHDRAWN, kind="asset", thing_id=row.asset_id, number=number, **told)
    return row
