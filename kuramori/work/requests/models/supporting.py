"""Help that is offered and what came of it, visits with what was found, and what others may learn from."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class HelpState(models.TextChoices):
    """What came of help."""

    OFFERED = "offered", _("案内した")
    ASKED = "asked", _("申し込んだ")
    USED = "used", _("使った")
    DECLINED = "declined", _("使わなかった")


class OfferedHelp(Owned):
    """One kind of help of the catalogue (`help_id`), offered to a partner for a gap, or with a request (`asked`).

    `is_helpful`: None until said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    gap = models.ForeignKey(
        "requests.Gap", null=True, blank=True, on_delete=models.PROTECT, related_name="helps"
    )
    asked = models.ForeignKey(
        "requests.Asked", null=True, blank=True, on_delete=models.PROTECT, related_name="helps"
    )
    help_id = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=HelpState.choices, default=HelpState.OFFERED)
    is_helpful = models.BooleanField(null=True, blank=True)
    words = models.CharField(max_length=400, blank=True)
    offered_on = models.DateField()
    changed_on = models.DateField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "help_id", "state"], name="requests_helps_by_kind")]


class PartnerVisit(Owned):
    """A visit to a partner. What was found became gaps (`Gap.visit`). `is_photo_free`: nobody took pictures there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField()
    went = models.CharField(max_length=200)
    met = models.CharField(max_length=200, blank=True)
    seen = models.CharField(max_length=2_000, blank=True)
    is_photo_free = models.BooleanField(default=True)
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_visit_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class GoodPractice(Owned):
    """好事例: what one partner did, told without its name, with the consent of somebody there.

    `partner` and `consent_by` stay inside; what others read is `topic` and `words` alone. `published_at`: partners
    read it too, behind their links. `withdrawn_at`: the consent was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    gap = models.ForeignKey("requests.Gap", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=120)
    words = models.CharField(max_length=600)
    consent_by = models.CharField(max_length=120)
    consent_on = models.DateField()
    added_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
