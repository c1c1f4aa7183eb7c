"""The keys an organisation signs with: one in use, and those of before, kept to check what they signed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText


class OrganisationKey(Owned):
    """An Ed25519 key in use from `from_at` until `until_at` (still in use where empty).

    `verifier` is the public key as C2SP signed-note writes it, `name+id+base64`; `thumbprint` that of its JWK. The
    private part (base64 of the seed) lies sealed, and is taken away once another key has come.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verifier = models.CharField(max_length=300)
    thumbprint = models.CharField(max_length=43, unique=True)
    private = SealedText(purpose="organisation-key", null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until_at__isnull=True),
                name="people_organisation_key_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(private__isnull=True),
                name="people_organisation_key_old_one_cannot_sign",
            ),
        ]
