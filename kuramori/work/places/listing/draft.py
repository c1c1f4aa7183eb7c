"""Between looking and taking in: the table of a file, sealed and kept by us for two hours."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import zlib
from typing import Any

from django.conf import settings
from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.work.places import events_out as events
from kuramori.work.places.listing.columns import LABELS, proposed
from kuramori.work.places.listing.file import Table
from kuramori.work.places.models import ListingDraft, ListingMapping

LASTS = datetime.timedelta(hours=2)
PURPOSE = "listing-draft"


class DraftGone(LookupError):
    """The draft was taken in, thrown away or has expired: the file has to be chosen again."""


def keep(actor: Actor, name: str, table: Table, content: bytes) -> ListingDraft:
    """Seal the table of a file, with the mapping that was chosen last time. Expired drafts are emptied on the way."""
    actor.require(Can.CLOUD_REVIEW)
    now = clock.now()
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        ListingDraft.objects.filter(expires_at__lte=now).exclude(sealed=b"").update(sealed=b"")
        draft = ListingDraft(
            organisation=actor.organisation,
            name=name[:200],
            digest=digest,
            made_at=now,
            expires_at=now + LASTS,
            headings=proposed(table.headings, remembered()),
        )
        packed = zlib.compress(json.dumps(dataclasses.asdict(table), ensure_ascii=False).encode(), 6)
        draft.sealed = _sealer(draft).seal(packed, _context(draft))
        draft.save()
        told: dict[str, Any] = {"changed": {}, "rows": len(table.rows)}
        record(actor, events.LISTING_READ, kind="listing", thing_id=draft.pk, hash=digest[:12], **told)
    return draft


def table_of(draft: ListingDraft) -> Table:
    """What was read from the file. Raises `DraftGone`."""
    sealed = bytes(draft.sealed)
    if not sealed or draft.expires_at <= clock.now():
        raise DraftGone(draft.pk)
    try:
        told = json.loads(zlib.decompress(_sealer(draft).open(sealed, _context(draft))))
    except SealBroken:
        raise DraftGone(draft.pk) from None
    return Table(
        headings=tuple(told["headings"]),
        rows=tuple(tuple(row) for row in told["rows"]),
        first_row=told["first_row"],
        formulas=tuple((row, column) for row, column in told["formulas"]),
    )


def choose_columns(actor: Actor, draft: ListingDraft, headings: dict[str, str]) -> None:
    """Say which heading holds what; it is remembered for the next file. Raises `DraftGone`."""
    actor.require(Can.CLOUD_REVIEW)
    there = set(table_of(draft).headings)
    chosen = {field: heading for field, heading in headings.items() if field in LABELS and heading in there}
    with transaction.atomic():
        ListingDraft.objects.filter(pk=draft.pk).update(headings=chosen)
        if not ListingMapping.objects.update(headings=chosen, chosen_at=clock.now()):
            ListingMapping.objects.create(
                organisation=actor.organisation, headings=chosen, chosen_at=clock.now()
            )
    draft.headings = chosen


def remembered() -> dict[str, str]:
    """The mapping that was chosen last, empty before the first time."""
    row = ListingMapping.objects.first()
    return dict(row.headings) if row else {}


def throw_away(actor: Actor, draft: ListingDraft) -> None:
    """Empty a draft that is not wanted."""
    actor.require(Can.CLOUD_REVIEW)
    ListingDraft.objects.filter(pk=draft.pk).update(sealed=b"", expires_at=clock.now())


def _sealer(draft: ListingDraft) -> Any:
    return settings.VAULT.sealer(PURPOSE, str(draft.organisation_id))


def _context(draft: ListingDraft) -> bytes:
    return f"{draft.pk}:{draft.digest}".encode()
