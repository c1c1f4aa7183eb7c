from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class KeptPack(models.Model):
    """The text of a pack that a sheet was begun with, by digest: old sheets stay readable for ever.

    Packs are no tenant's property: the same text serves every organisation.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    pack_id = models.CharField(max_length=120, db_index=True)
    version = models.CharField(max_length=30)
    files = models.JSONField()
    kept_at = models.DateTimeField()


class OwnPack(Owned):
    """An organisation's own list of questions: which kept pack it is, and whether it may be used.

    It is looked at first (`accepted_at` is None) and can be used from then on until it is retired. An edition with the
    same title has the same `pack_id`; what was begun with an older one keeps its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack_id = models.CharField(max_length=120)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pack_id", "version"], name="packs_own_edition_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
