"""ソフトウェア: what runs on a device, until when its maker cares for it, and when it was last brought up to date."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned


class Software(Owned):
    """One product on one device. `version` and `patched_on` repeat the newest record below."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device = models.ForeignKey("places.Device", on_delete=models.PROTECT, related_name="software")
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=60, blank=True)
    support_ends_on = models.DateField(null=True, blank=True)
    patched_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["device", "name"],
                condition=Q(retired_on__isnull=True),
                name="places_each_software_once_per_device",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PatchRecord(Owned):
    """更新の記録: who brought it to which version on which day. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    software = models.ForeignKey(Software, on_delete=models.PROTECT, related_name="patches")
    version = models.CharField(max_length=60, blank=True)
    patched_on = models.DateField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass
