"""A file of agreements between looking and taking in."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class AgreementDraft(Owned):
    """The rows of a file that was read but not taken in yet, sealed with the organisation's key.

    What was shown is what is taken in: the rows stay here and never travel through the browser. `digest` is that of
    the file. `sealed` is emptied when the draft is taken in, thrown away or has expired; `told` counts what was done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    total = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
