"""持出し: what leaves the house for a while, who agreed, and whether it came back."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class TakeOutState(models.TextChoices):
    """Where a take-out stands."""

    ASKED = "asked", _("承認待ち")
    APPROVED = "approved", _("承認ずみ")
    TAKEN = "taken", _("持出し中")
    RETURNED = "returned", _("戻った")
    REFUSED = "refused", _("見送り")
    DROPPED = "dropped", _("取下げ")


DEVICE = "device"


class TakeOut(Owned):
    """One thing taken along to one place for one purpose.

    `subject_kind` and `subject_id` name the thing without a foreign key, because rooms above take out things that
    places does not know; `subject_words` are what it is called on the slip. `is_own_approval`: nobody else in the
    house may approve, so that the one who asked did. `chased` is the last step of reminding that was mailed.
    `due_on` is the last day on which it is still in time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)
    subject_words = models.CharField(max_length=120)
    to_where = models.CharField(max_length=120)
    country = models.CharField(max_length=2, blank=True)
    purpose = models.CharField(max_length=200)
    is_encrypted = models.BooleanField(null=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TakeOutState.choices, default=TakeOutState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.CharField(max_length=200, blank=True)
    is_own_approval = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_to = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    return_note = models.CharField(max_length=200, blank=True)
    trip = models.ForeignKey("places.Trip", null=True, on_delete=models.PROTECT, related_name="take_outs")
    chased = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="places_take_outs_due")]

    def __str__(self) -> str:
        return self.subject_words
