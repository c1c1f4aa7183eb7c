"""A house's own tenant, from which labels of the Microsoft kind come."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class LabelTenant(Owned):
    """The tenant's GUID and the GUID of its label for each grade, as the house wrote them down; never made up here.

    Without a `site` the house has taken its word back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.UUIDField(null=True)
    top = models.UUIDField(null=True)
    secret = models.UUIDField(null=True)
    internal = models.UUIDField(null=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="ledger_one_tenant_for_labels")]
