"""Zones and the drawings they stand on: what held from a day until a day is never overwritten."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.places.models.tree import Place


class Entry(models.TextChoices):
    """Who may enter a zone (立入りの決まり), from the most open to the strictest."""

    OPEN = "open", _("だれでも")
    ESCORTED = "escorted", _("来訪者は同行で")
    STAFF = "staff", _("社員だけ")
    NAMED = "named", _("許された人だけ")


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")), name=name
    )


class Drawing(Owned):
    """A picture of a floor: our own PNG, made anew from what was handed in. Never changes.

    `picture` is shown; `original` only ever leaves as an attachment. Pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="drawings")
    picture = models.ForeignKey("papers.File", on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey("papers.File", on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        pass


class DrawingTerm(Owned):
    """Which drawing shows a place, from a day until a day, as it was known from `recorded_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    drawing = models.ForeignKey(Drawing, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [_ends_after_it_begins("places_drawing_ends_after_it_begins")]


class ZoneShape(Owned):
    """Where a zone lies on a drawing: corners `[[x, y], …]` in ten-thousandths of width and height."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    drawing = models.ForeignKey(Drawing, on_delete=models.PROTECT, related_name="shapes")
    corners = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [_ends_after_it_begins("places_shape_ends_after_it_begins")]


class ZoneRule(Owned):
    """Who may enter a zone and whether pictures may be taken there, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    entry = models.CharField(max_length=10, choices=Entry.choices)
    photos = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [_ends_after_it_begins("places_rule_ends_after_it_begins")]


class Entitlement(Owned):
    """That somebody may enter a zone, why, and from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [_ends_after_it_begins("places_entitlement_ends_after_it_begins")]
