"""Agreements: the paper, and what it said from a day until a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.partners.models.choices import AgreementKind, AgreementState, ConcludedBy


class Agreement(Owned):
    """One promise of secrecy with one partner, as this organisation keeps it. `number` is ours, given once.

    `thread` is the matter under which both sides speak of it. `text` is the frozen wording (ours, or as typed in),
    `text_sha256` the hash of the wording that was offered, also where the text itself came another way, `original`
    the scanned or signed file, `original_at` where the paper lies. `our_signatory` and `their_signatory` are
    `{"name": …, "post": …}`. `replaces` is the agreement whose place this one takes.
    `stirs_on` is the next day on which its days matter, as counted for `stirs_revision` (`days_ahead`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=AgreementKind.choices)
    state = models.CharField(max_length=9, choices=AgreementState.choices, default=AgreementState.DRAFT)
    thread = models.UUIDField(default=uuid.uuid4)
    their_number = models.CharField(max_length=60, blank=True)
    text = models.ForeignKey("papers.Text", null=True, on_delete=models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    original_at = models.CharField(max_length=120, blank=True)
    our_signatory = models.JSONField(default=dict, blank=True)
    their_signatory = models.JSONField(default=dict, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    concluded_by = models.CharField(max_length=9, choices=ConcludedBy.choices, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    cloud = models.ForeignKey("places.CloudService", null=True, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    stirs_on = models.DateField(null=True, editable=False)
    stirs_revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_agreement_number_once"),
            models.CheckConstraint(
                condition=~Q(state="concluded") | Q(concluded_on__isnull=False),
                name="partners_concluded_agreement_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "partner", "state"], name="partners_agreements_of")]

    def __str__(self) -> str:
        return self.number


class AgreementTerms(Owned):
    """What an agreement said from a day until a day, as it was known from `recorded_at` on.

    `values` holds every field by its name in `terms_fields` that was filled in. Written only through
    `timeline.lay`, so nothing is overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    values = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    told_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="partners_terms_end_after_they_begin",
            )
        ]
        indexes = [models.Index(fields=["agreement", "from_on"], name="partners_terms_by_day")]


class CoveredAsset(Owned):
    """A row of the annex (共有区分表): an asset that the agreement names, from a day until a day.

    `onward`: whether the partner may pass it on; `note` is what the annex says of it. An agreement whose terms say
    that it covers everything marked secret has no rows here and needs none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="covered")
    asset = models.ForeignKey("ledger.Asset", on_delete=models.PROTECT, related_name="+")
    onward = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="partners_covered_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["asset", "from_on"], name="partners_covered_by_asset")]
