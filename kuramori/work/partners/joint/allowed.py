"""Where an owner's answer to one of our requests lets something go, on a day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping

from django.db.models import Q

from kuramori.work.partners.models import OnwardRequest, OnwardSide, OnwardState


def allowed_onward(
    owners: Mapping[uuid.UUID, uuid.UUID], to: Collection[uuid.UUID], on: datetime.date
) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs of asset and company that the asset's owner allowed and that run on that day. `owners` by asset."""
    if not owners or not to:
        return frozenset()
    rows = OnwardRequest.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        side=OnwardSide.SENT,
        state__in=(OnwardState.ALLOWED, OnwardState.WITHDRAWN),
        asset__isnull=False,
        recipient__isnull=False,
        answered_on__lte=on,
        until_on__gte=on,
    )
    wanted = frozenset(to)
    return frozenset(
        (asset, recipient)
        for asset, recipient, asked in rows.values_list("asset_id", "recipient_id", "partner_id")
        if recipient in wanted and owners.get(asset) == asked
    )
