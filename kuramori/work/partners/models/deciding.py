"""How far a partner was looked at, the house's own table of sharing, and every answer that was given."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.partners.models.choices import BasisKind


class Assurance(Owned):
    """確認の段階 of a partner as of a day: 0–4 on each axis (確認なし … 第三者認証), and what it rests on.

    The newest `as_of` that is not superseded counts. `open_critical_gaps` counts 重大な不足 that are known and open.
    Written by `record_assurance` only: by hand here, by replies, certificates and packages above.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    information = models.PositiveSmallIntegerField()
    it = models.PositiveSmallIntegerField()
    open_critical_gaps = models.PositiveIntegerField(default=0)
    as_of = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=11, choices=BasisKind.choices)
    words = models.CharField(max_length=200, blank=True)
    paper = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(information__lte=4, it__lte=4), name="partners_assurance_within_its_levels"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "partner", "as_of"], name="partners_assurance_by_day")
        ]


class OwnPolicy(Owned):
    """An edition of the house's own table of sharing: the whole text as `rules.sharing.policy_file` reads it.

    The newest `edition` is in force from `in_force_at` on; without any row the shipped table is. `digest` is the
    SHA-256 of the text, which every stored decision names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=400)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "edition"], name="partners_policy_edition_once")
        ]


class Decision(Owned):
    """One answer as it was given: inputs, answer and the table's digest, so that it can be asked again.

    `kept` is what `rules.sharing.keeping.kept` makes. `approved_*` are set where the answer was ESCALATE and the one
    asked said yes, until a day; `refused_at` where they said no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey("ledger.Asset", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("partners.Agreement", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200, blank=True)
    kept = models.JSONField()
    outcome = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_until = models.DateField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.CharField(max_length=400, blank=True)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organisation", "asked_at"], name="partners_decisions_by_day"),
            models.Index(fields=["asset", "partner"], name="partners_decisions_of"),
        ]
