"""A paper with its proof: the PDF and the trail's entries it rests on, as one pack that anybody can check offline."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import events as trail_events
from kuramori.ground.trail import showing
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import pack, rising
from kuramori.ground.trail.record import record
from kuramori.work.ledger import access
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.models import Asset

PRIOR_USE = (events.PRIOR_ADDED, events.PRIOR_WITHDRAWN)
DISPOSAL = (events.LET_GO, events.COPY_BACK, events.DISPOSED)


def indices(asset: Asset, of: tuple[object, ...]) -> list[int]:
    """The entries of an asset that tell one of these events, rising."""
    names = [str(getattr(event, "id", event)) for event in of]
    found = Entry.objects.filter(
        organisation_id=asset.organisation_id, kind="asset", thing_id=str(asset.pk), event__in=names
    )
    return list(found.order_by("index").values_list("index", flat=True))


def packed(
    actor: Actor, asset: Asset, of: tuple[object, ...], documents: Mapping[str, Callable[[], bytes]]
) -> bytes:
    """The papers by their ASCII names, and the entries `of` which they tell, sealed.

    Who may read the trail may hand it on so. The taking out, and the look at what is secret in it, are in the trail
    before it exists. Call outside a transaction. Raises a `PressFault`, with nothing sealed.
    """
    access.require(actor, asset, Can.ASSET_READ)
    access.require_open(actor, asset)
    actor.require(Can.TRAIL_READ)
    made = {name: make() for name, make in documents.items()}
    resting_on = indices(asset, of)
    told = showing.told(actor, rising(resting_on))
    with transaction.atomic():
        showing.note(actor, told)
        record(actor, trail_events.EXPORTED, kind="trail", count=len(resting_on), form="ZIP")
    out = io.BytesIO()
    pack(actor, rising(resting_on), out, documents=made, closed=told.closed)
    return out.getvalue()
