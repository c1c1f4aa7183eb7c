"""海外への持出し: trips abroad, and which things may go along to which country."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class Verdict(models.TextChoices):
    """What a rule says."""

    ALLOWED = "allowed", _("持ち出してよい")
    ASK = "ask", _("承認と条件がいる")
    NEVER = "never", _("持ち出さない")


class TakeOutRule(Owned):
    """What may be taken to a country from a day on: `country` "" is any country abroad, `kind` "" any thing.

    `kind` is a device kind, or a word that a room above uses for its own things. A rule that no longer holds keeps its
    row with its last day; nothing is overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.country or '*'} {self.kind or '*'} {self.verdict}"


class Trip(Owned):
    """One trip of one person. `before_done` and `after_done` are the ids of steps that were ticked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    to_where = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField()
    before_done = models.JSONField(default=list, blank=True)
    after_done = models.JSONField(default=list, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="places_trip_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.to_where
