"""登録一覧 (such as ISMAP): what was taken in from a published list of cloud services, import by import."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class Listing(Owned):
    """One import of a list as it stood on `as_of_on`. Being on it is no promise to this organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    as_of_on = models.DateField()
    rows_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass


class ListingRow(Owned):
    """One service of an import. `number` is opaque: its parts mean nothing to us."""

    id = models.BigAutoField(primary_key=True)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="rows")
    number = models.CharField(max_length=60)
    service = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=1000, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["listing", "number"], name="places_each_number_once_per_listing")
        ]


class ListingMapping(Owned):
    """Which heading holds which field, as somebody chose it last: `{field: heading}`."""

    headings = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="places_one_mapping_per_organisation")
        ]


class ListingDraft(Owned):
    """A file that was read and not taken in yet, sealed; emptied once it is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed = models.BinaryField(default=bytes)
    headings = models.JSONField(default=dict)
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass
