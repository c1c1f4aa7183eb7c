"""Rounds through the house (現物棚卸し, 終業時・巡回点検), their stops, and the tasks that differences become."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.asset import Asset


class RoundKind(models.TextChoices):
    STOCK = "stock", _("現物棚卸し")
    CLOSING = "closing", _("終業時の点検")
    PATROL = "patrol", _("巡回点検")


class Round(Owned):
    """One round: its stops are fixed when it begins. `closed_at`: it was walked and is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=RoundKind.choices)
    name = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "begun_at"], name="ledger_rounds_by_day")]

    def __str__(self) -> str:
        return self.name


class Found(models.TextChoices):
    """What one sees at a stop. The first is as it should be."""

    THERE = "there", pgettext_lazy("seen on a round", "ある")
    MISSING = "missing", pgettext_lazy("seen on a round", "ない")
    UNMARKED = "unmarked", _("表示なし")
    UNLOCKED = "unlocked", _("鍵あいていた")


class Stop(Owned):
    """One thing to look at: an asset at its place, or a place by itself. `found` is empty until somebody looked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveIntegerField()
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=8, choices=Found.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="ledger_stop_position_once"),
            models.CheckConstraint(
                condition=models.Q(asset__isnull=False) | models.Q(place__isnull=False),
                name="ledger_stop_names_something",
            ),
        ]


class Task(Owned):
    """Something to put right after a round or a review: who, until when, and what was done.

    `reminded_step`: which of the reminding days was mailed last to this owner about this day, 0 before the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stop = models.OneToOneField(Stop, null=True, on_delete=models.PROTECT, related_name="task")
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=200)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    made_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    done_how = models.CharField(max_length=200, blank=True)
    reminded_step = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "done_on", "due_on"], name="ledger_tasks_open")]
