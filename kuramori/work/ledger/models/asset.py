"""The asset and what its entry said from a day until a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.choices import Field, Grade, Layer, Marked, Origin, Route, Stage, Unit


class Asset(Owned):
    """One thing worth keeping secret, as one and the same through all its versions.

    The columns repeat what the version of today says, so that lists, filters and sorting need one table; `versions`
    tell every earlier day. `number` is the number in the ledger (管理番号), given once. `stage` says whether the keeper
    has admitted it. A disposed asset keeps its row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    what = models.CharField(max_length=600)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    layer = models.CharField(max_length=5, choices=Layer.choices)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.BUNDLE)
    field = models.CharField(max_length=10, choices=Field.choices, default=Field.TECHNICAL)
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN)
    partner = models.ForeignKey("contacts.Partner", null=True, on_delete=models.PROTECT, related_name="+")
    marked = models.CharField(max_length=10, choices=Marked.choices, default=Marked.NONE)
    route = models.CharField(max_length=12, choices=Route.choices, blank=True)
    required_assurance = models.CharField(max_length=2, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    proposed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    is_masked: bool
    """Whether its name and contents stay hidden from the one who asked: set by `access` on what it returns."""

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="ledger_number_once"),
            models.CheckConstraint(
                condition=Q(origin="own") | Q(partner__isnull=False), name="ledger_received_names_its_partner"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stage", "number"], name="ledger_by_number"),
            models.Index(fields=["organisation", "stage", "review_on"], name="ledger_by_review"),
        ]

    def __str__(self) -> str:
        return self.number


class Version(Owned):
    """What the entry said from a day until a day, both included, as it was known from `recorded_at` on.

    `values` holds every field by its name in `entry.FIELDS` that was filled in, and `stage`. `told_by` is who said so,
    `approved_by` who approved a change of grade or layer. Written only through `laying`, so nothing is overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")
    values = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    told_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="ledger_version_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["asset", "from_on"], name="ledger_versions_by_day")]


class Grant(Owned):
    """Who may know an asset, from a day until a day: one person, a department, a role, or everybody.

    Exactly one of `person`, `department`, `role` is set; none of them means everybody in the house.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="ledger_grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, department__isnull=True)
                | Q(person__isnull=True, role="")
                | Q(department__isnull=True, role=""),
                name="ledger_grant_names_one_subject",
            ),
        ]
        indexes = [models.Index(fields=["asset", "from_on"], name="ledger_grants_by_asset")]
