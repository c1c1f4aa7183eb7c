"""求めの記録: know-how, drawings or samples that one side asks of the other, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class DemandSide(models.TextChoices):
    """Who asks whom."""

    RECEIVED = "received", _("取引先から求められた")
    SENT = "sent", _("こちらから求める")


class DemandState(models.TextChoices):
    """What came of it."""

    OPEN = "open", _("まだ答えていない")
    REFUSED = "refused", _("断った")
    STAGED = "staged", _("段階を分けて出すと答えた")
    LICENSED = "licensed", _("有償・許諾で出すと決めた")
    GIVEN = "given", _("出すと決めた")
    DROPPED = "dropped", _("求めが取り下げられた")


class Demand(Owned):
    """One demand, as this organisation keeps it. `number` is ours (W-0001), given once.

    `who` is the person who asked, in words; `their_reason` what they said. `purpose`, `necessity`, `price` and
    `is_free` (a yes given freely; None: not known yet) are what the guidelines ask to be on record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    side = models.CharField(max_length=8, choices=DemandSide.choices)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey("ledger.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    asked_on = models.DateField()
    who = models.CharField(max_length=120)
    their_reason = models.CharField(max_length=400, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    necessity = models.CharField(max_length=400, blank=True)
    price = models.CharField(max_length=200, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=DemandState.choices, default=DemandState.OPEN)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    paper = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_demand_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(answered_on__isnull=False),
                name="partners_answered_demand_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "answer_by"], name="partners_demands_due")]

    def __str__(self) -> str:
        return self.number
