from __future__ import annotations

from django.db import models


class KeptPack(models.Model):
    """The text of a pack that a sheet was begun with, by digest: old sheets stay readable for ever.

    Packs are no tenant's property: the same text serves every organisation.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    pack_id = models.CharField(max_length=120, db_index=True)
    version = models.CharField(max_length=30)
    files = models.JSONField()
    kept_at = models.DateTimeField()
