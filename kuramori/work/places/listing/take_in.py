"""Take a draft in: one import with all its rows, or nothing."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new
from kuramori.work.places.listing.columns import MUST
from kuramori.work.places.listing.draft import DraftGone, table_of
from kuramori.work.places.listing.file import lines_of
from kuramori.work.places.models import Listing, ListingDraft, ListingRow


class ColumnsMissing(ValueError):
    """Nobody has said which column holds the number or the service."""


class FaultsStand(ValueError):
    """There are wrong rows, and nobody has said that they are to be left out."""


class NothingToTake(ValueError):
    """No row is right."""


def take_in(actor: Actor, draft: ListingDraft, *, as_of_on: datetime.date, skips_faults: bool) -> Listing:
    """Make an import of a draft. Raises `ColumnsMissing`, `FaultsStand`, `NothingToTake`, `DraftGone`."""
    actor.require(Can.CLOUD_REVIEW)
    with transaction.atomic():
        held = ListingDraft.objects.select_for_update().get(pk=draft.pk)
        if held.listing_id is not None:
            raise DraftGone(held.pk)
        if any(field not in held.headings for field in MUST):
            raise ColumnsMissing
        read = lines_of(table_of(held), held.headings)
        if read.faults and not skips_faults:
            raise FaultsStand
        if not read.lines:
            raise NothingToTake
        made = Listing.objects.create(
            organisation=actor.organisation,
            as_of_on=as_of_on,
            rows_count=len(read.lines),
            digest=held.digest,
            imported_at=clock.now(),
            imported_by_id=actor.person_id,
        )
        ListingRow.objects.bulk_create(
            (
                ListingRow(
                    organisation=actor.organisation,
                    listing=made,
                    number=line.number,
                    service=line.service,
                    provider=line.provider,
                    scope=line.scope,
                    expires_on=line.expires_on,
                )
                for line in read.lines
            ),
            batch_size=500,
        )
        held.listing, held.sealed = made, b""
        held.save(update_fields=["listing", "sealed"])
        tell_new(actor, events.LISTING_TAKEN_IN, made, count=made.rows_count)
    return made
