"""What a house calls its grades, and how it handles what has them."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.choices import Grade


class GradeName(Owned):
    """The house's own word for a grade from a day until a day; without a row the usual word holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    name = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "superseded_at"], name="ledger_grade_names_now")]


class GradeRules(Owned):
    """How the house decided to handle whatever has a grade, from a day until a day; without a row it decided nothing.

    `says` holds one sentence by the step of `content.handling()`; a step without one is left to who has the thing.
    `decided_at` stays what it was when a later rule cuts this one short; `recorded_at` is that of the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    says = models.JSONField()
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="ledger_rules_end_after_they_begin",
            )
        ]
        indexes = [models.Index(fields=["organisation", "superseded_at"], name="ledger_rules_now")]
