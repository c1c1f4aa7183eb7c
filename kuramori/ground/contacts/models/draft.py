"""A file of partners between looking and taking in."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class PartnerDraft(Owned):
    """The rows of a file that was read but not taken in yet, sealed with the organisation's key.

    What was shown is what is taken in: the rows stay here and never travel through the browser. `digest` is that of
    the file; `meant` says which heading was taken for which field (""; left out). `sealed` is emptied when the draft is
    taken in, thrown away or has expired. `done` companies of `total` are taken in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    meant = models.JSONField(default=dict)
    skips_faults = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass


class PartnerHeading(Owned):
    """What a heading of a file meant the last time, for the next file. `field` "" says: leave this column out."""

    word = models.CharField(max_length=80)
    field = models.CharField(max_length=30, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "word"], name="contacts_heading_means_one_thing")
        ]
