from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class File(Owned):
    """A file that was handed in. The bytes lie in the store under their hash; `name` is what people called it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass
