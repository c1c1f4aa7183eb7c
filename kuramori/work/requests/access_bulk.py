"""The door to what was dropped: strangers get 404, colleagues without the right 403."""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.packs.models import OwnPack
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests.models import Drop, DroppedSheet


def drop_for(actor: Actor, drop_id: uuid.UUID, can: Can) -> Drop:
    """One drop."""
    found: Drop | None = Drop.objects.filter(pk=drop_id).first()
    if found is None:
        raise Http404
    actor.require(can)
    return found


def dropped_sheet_for(actor: Actor, sheet_id: uuid.UUID, can: Can) -> DroppedSheet:
    """One file of a drop, with whom it is from."""
    found: DroppedSheet | None = (
        DroppedSheet.objects.filter(pk=sheet_id)
        .select_related("drop", "reply", "asked__request", "asked__partner", "asked__reply")
        .defer("sealed")
        .first()
    )
    if found is None:
        raise Http404
    actor.require(can)
    return found


def own_list_for(actor: Actor, list_id: uuid.UUID, can: Can) -> OwnPack:
    """One own list of questions."""
    found: OwnPack | None = OwnPack.objects.filter(pk=list_id).first()
    if found is None:
        raise Http404
    actor.require(can)
    return found
