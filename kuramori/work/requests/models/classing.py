"""A table of partners and their classes that was read from a file: kept sealed until it is taken in."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class ClassSheet(Owned):
    """区分けの表. What was shown is what is taken in; `sealed` holds its rows and is emptied when they are not needed.

    `digest` is that of the file. `count` partners were put into a class by it; `undone_at`: they were put back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    count = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
