"""How somebody belongs to the house and where they work, from a day until a day; and how they left it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.models.dated import Dated
from kuramori.ground.people.models.roster import Department, Person
from kuramori.ground.people.owned import Owned


class Kind(models.TextChoices):
    """How somebody belongs to the house (区分)."""

    OFFICER = "officer", _("役員")
    EMPLOYEE = "employee", _("社員")
    DISPATCHED = "dispatched", _("派遣")
    PART_TIME = "part_time", _("パート")
    SIDE_JOB = "side_job", _("副業")
    OUTSIDE = "outside", _("外部")


class Employment(Dated):
    """One kind from a day until a day, both included, as it was known from `recorded_at` on.

    The first day of an unbroken run is when the person joined, the last when they left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="people_employment_ends_after_it_begins",
            )
        ]


class Placement(Dated):
    """The department somebody works in, from a day until a day, as it was known from `recorded_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="people_placement_ends_after_it_begins",
            )
        ]


class Leaving(Owned):
    """That somebody's last day was set: 「退職時の確認」 is printed from it.

    `ended` counts what ended when it took effect (`settled_at`); it stays empty until then. A newer decision, or the
    person's return, marks the row `superseded_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leavings")
    until_on = models.DateField()
    is_at_once = models.BooleanField(default=False)
    roles = models.JSONField(default=list)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    ended = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        pass


class RosterDraft(Owned):
    """The rows of a roster file that was read but not taken in yet, sealed with the organisation's key.

    What was shown is what is taken in: the rows stay here and never travel through the browser. `sealed` is emptied
    when the draft is taken in, thrown away or has expired; `digest` is that of the file. `done` rows of `total` are
    taken in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    total = models.PositiveIntegerField()
    sealed = models.BinaryField()
    # What the person agreed to when taking in: skip wrong rows, open unknown departments.
    skips_faults = models.BooleanField(default=False)
    opens_departments = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
