"""The tables that answers rest on, kept by digest, and who is meant where a table names somebody to decide."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned


class KeptPolicy(Owned):
    """A table by its digest, exactly as it was when an answer first rested on it: shipped ones change with editions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="partners_policy_text_kept_once")
        ]


class Decider(Owned):
    """Who is meant by `code` of a table's `people`, from a day until a day. 経営者 is meant by the role itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="partners_decider_ends_after_it_begins",
            )
        ]


class Answer(Owned):
    """What one of those who were asked said to one decision; `code` is whom the table asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("partners.Decision", on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=40)
    allows = models.BooleanField()
    reason = models.CharField(max_length=400)
    until_on = models.DateField(null=True, blank=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="partners_decision_answered_once"),
            models.CheckConstraint(
                condition=Q(allows=False) | Q(until_on__isnull=False),
                name="partners_approval_has_its_last_day",
            ),
        ]
