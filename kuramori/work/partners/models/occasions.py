"""場面: an exhibition, a tour, a quotation … for which somebody prepares before anything is shown or said."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class Occasion(Owned):
    """One moment at which others see or hear of us. `kind` is an id of the content (`exhibition`, `tour`, …).

    `ticks` tells what was seen to, by the id of the line: `{"on": day, "by": person}`. `follow_up_on` is the day by
    which somebody looks at what was said and given after all; `followed_up_on` the day on which they did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    on = models.DateField()
    until_on = models.DateField()
    partner = models.ForeignKey("contacts.Partner", null=True, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey("places.Visit", null=True, on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey("places.Route", null=True, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    may_show = models.CharField(max_length=600, blank=True)
    never_show = models.CharField(max_length=600, blank=True)
    ticks = models.JSONField(default=dict, blank=True)
    follow_up_on = models.DateField()
    followed_up_on = models.DateField(null=True, blank=True)
    found = models.CharField(max_length=400, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("on")),
                name="partners_occasion_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="partners_occasions_by_day")]

    def __str__(self) -> str:
        return self.title
