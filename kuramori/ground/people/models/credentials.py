"""API tokens: what opens a door to a program. Only their hashes are kept; links for people are in `link`."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.models.roster import Person
from kuramori.ground.people.owned import Owned


class Token(Owned):
    """An API key of one person, narrowed to some permissions. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
    # Issued for work that demands an elevated session; without it such permissions are worth nothing to a token.
    elevated = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
