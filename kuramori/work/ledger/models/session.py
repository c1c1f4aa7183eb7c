"""The first session: five lines that are written down with the owner, before they stand in the ledger."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText


class FirstSession(Owned):
    """まねされたら困る5つ: what was written so far. `lines` is sealed JSON, emptied when approved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lines = SealedText(purpose="first_session")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(approved_at__isnull=True),
                name="ledger_one_open_first_session",
            )
        ]
