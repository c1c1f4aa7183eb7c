"""Visits: routes approved beforehand, who comes, when they came in and when they left."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.places.models.tree import Place


class Route(Owned):
    """A way through the house for guests (見学コース), approved before anybody walks it.

    A change of its stops takes the approval back. `guide` shows guests around unless a visit names somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    guide = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class RouteStop(Owned):
    """One place on the way. `position` from 1; `is_current` False: an earlier shape of the route."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="stops")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    photos = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)

    class Meta(Owned.Meta):
        pass


class Visit(Owned):
    """A visit (来訪). `number` is what guests type at the entrance on the day, four digits.

    `asked_at`: nobody had announced them, and they asked on the tablet to see `asked_for`, in their own words. Until
    `agreed_at` nobody of them is let in. `host` is whom those words name, or whoever opened the tablet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=4)
    company = models.CharField(max_length=120)
    purpose = models.CharField(max_length=120)
    host = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    route = models.ForeignKey(Route, null=True, on_delete=models.PROTECT, related_name="+")
    announced_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_for = models.CharField(max_length=60, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "on"], name="places_visits_by_day")]

    @property
    def is_waiting(self) -> bool:
        """Whether they stand at the entrance unannounced, and nobody has answered yet."""
        return self.asked_at is not None and self.agreed_at is None and self.cancelled_at is None


class SignedOut(models.TextChoices):
    """How the end of a stay became known."""

    GUEST = "guest", _("本人が受付で")
    HOST = "host", _("社内の人が記録")
    LATER = "later", _("あとから確かめて記録")


class Visitor(Owned):
    """One guest of a visit, from the announcement to the way out.

    `rule` and `pledge` are the texts that were accepted on the way in; `devices` what was brought along, in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="visitors")
    name = models.CharField(max_length=60)
    badge = models.CharField(max_length=20, blank=True)
    escort = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    devices = models.CharField(max_length=200, blank=True)
    rule = models.ForeignKey("papers.Acceptance", null=True, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey("papers.Acceptance", null=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    signed_out = models.CharField(max_length=6, choices=SignedOut.choices, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "arrived_at"], name="places_visitors_by_arrival")]


class LogCheck(Owned):
    """That somebody went through the visitor log of a month. `month` is its first day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField()
    visitors = models.PositiveIntegerField()
    open_ends = models.PositiveIntegerField()
    note = models.CharField(max_length=400, blank=True)
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"], name="places_log_is_checked_once_a_month"
            )
        ]
