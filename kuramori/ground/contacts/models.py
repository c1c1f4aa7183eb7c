"""Companies one deals with, and the people there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned


class Partner(Owned):
    """A company above or below in the chain, as this organisation knows it; both directions may hold at once.

    `corporate_number` is the 法人番号 (13 digits, the first a check digit) or "" where it is not known. `scheme` is how
    the partner names its own grades: `{"極秘": "top", …}`, the partner's word to our grade.
    A partner one no longer deals with keeps its row: `retired_on` is the last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    is_customer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    scheme = models.JSONField(default=dict, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "corporate_number"],
                condition=~Q(corporate_number=""),
                name="contacts_one_partner_per_corporate_number",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Owned):
    """Somebody at a partner whom one writes to or calls."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=60)
    department = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name
