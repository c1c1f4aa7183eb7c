"""Filters of the list of partners that somebody keeps under a name."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned


class SavedFilter(Owned):
    """What one person asks of the list again and again: `asked` as the address has it (`klass=A&top=1`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    asked = models.CharField(max_length=400)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(dropped_at__isnull=True),
                name="requests_one_filter_of_a_name",
            )
        ]
