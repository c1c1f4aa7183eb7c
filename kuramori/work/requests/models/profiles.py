"""What is asked of whom: requirement profiles, and the answers that put a partner into one."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.requests.models.choices import Axis


class Profile(Owned):
    """求める水準 for a class of partners. `content` is the text that `rules.requests.requirements` reads (YAML).

    The pack is named by id, version and digest, so that an old profile stays readable. `klass` is what the
    house calls partners of this class (A, B, 金型, …). A changed profile is a new `edition`; the newest one that
    is not retired counts, and a request keeps its own frozen copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.UUIDField(default=uuid.uuid4)
    edition = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=80)
    klass = models.CharField(max_length=20)
    axis = models.CharField(max_length=11, choices=Axis.choices)
    pack_id = models.CharField(max_length=120)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["series", "edition"], name="requests_profile_edition_once")
        ]

    def __str__(self) -> str:
        return self.name


class Tiering(Owned):
    """The answers of the 区分けの問い for one partner, what they propose, and what was decided with which reason.

    `answers`: `{question id: true | false | null}`; `employees` are heads, None where nobody knows. The newest row that
    is not superseded counts. `sheet`: the table that it came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    proposed = models.CharField(max_length=20)
    klass = models.CharField(max_length=20)
    employees = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=400)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    sheet = models.ForeignKey(
        "requests.ClassSheet", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(superseded_at__isnull=True),
                name="requests_one_tiering_counts_per_partner",
            )
        ]
