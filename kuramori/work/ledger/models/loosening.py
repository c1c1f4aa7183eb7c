"""That 共有しない shall no longer hold for an asset: asked by 経営者, and done once somebody else has confirmed it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.asset import Asset
from kuramori.work.ledger.models.choices import Layer


class Loosening(Owned):
    """Asked on `asked_on` with its reason; nothing changes until `done_at`. One at a time for an asset."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="loosenings")
    layer = models.CharField(max_length=5, choices=Layer.choices)
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    done_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="ledger_one_loosening_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(layer="never"), name="ledger_loosening_loosens"),
        ]
