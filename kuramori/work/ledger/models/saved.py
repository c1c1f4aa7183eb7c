"""A way of looking at the ledger that somebody gave a name."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned


class SavedView(Owned):
    """What was asked of the list (`asked`, a query string), under a name: one person's, or with no person everybody's.

    One that is no longer wanted keeps its row until `dropped_at` is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    asked = models.CharField(max_length=400, blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "name"],
                condition=Q(dropped_at__isnull=True),
                name="ledger_view_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
