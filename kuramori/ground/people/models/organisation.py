"""Organisations: the houses of this instance."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is in this world; decides which rooms it sees. One may be several."""

    COMPANY = "company", _("会社")
    PRIME = "prime", _("委託元")
    DESK = "desk", _("支援窓口")
    BODY = "body", _("認証機関")
    PUBLISHER = "publisher", _("事務局")


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kinds = models.JSONField(default=list)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # Since when owners and stewards must have a second step for elevated work; None: they need not.
    second_step_asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
