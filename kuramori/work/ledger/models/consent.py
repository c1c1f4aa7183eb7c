"""That the owner of a received item agreed to a lighter treatment."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.asset import Asset
from kuramori.work.ledger.models.choices import Grade, Layer


class Consent(Owned):
    """Who at the partner agreed, when, on what paper, and how far: down to `grade` and to `layer`.

    A consent is never changed; a newer one stands beside it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="consents")
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=120)
    given_on = models.DateField()
    paper = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=8, choices=Grade.choices)
    layer = models.CharField(max_length=5, choices=Layer.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass
