from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class State(models.TextChoices):
    DRAFT = "draft", _("回答中")
    FINAL = "final", _("確定")


class Route(models.TextChoices):
    FIRST = "first", _("はじめて")
    REVIEW = "review", _("見直し")


class Sheet(Owned):
    """One round of a check. `result` is the frozen score (the form of `check score --json`), empty while a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    pack_id = models.CharField(max_length=120)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    route = models.CharField(max_length=10, choices=Route.choices, default=Route.FIRST)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    official_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField(null=True, blank=True)
    finalised_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "-begun_at"], name="checks_sheet_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_final(self) -> bool:
        return self.state == State.FINAL


class Answer(Owned):
    """The answer to one item. `revision` counts the writes: a write that names an older one is refused."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    na_reason = models.CharField(max_length=500, blank=True)
    comment = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="checks_answer_one_per_item"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(na_reason=""),
                name="checks_answer_level_or_not_applicable",
            ),
        ]

    @property
    def is_given(self) -> bool:
        return self.level is not None or bool(self.na_reason)


class Evidence(Owned):
    """What shows that an answer is so: a file, a link, or only the title of something on a shelf."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("papers.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(file__isnull=True), name="checks_evidence_link_or_file"
            )
        ]


class Delegation(Owned):
    """A colleague was asked to answer one item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="delegations")
    item = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "item"],
                condition=Q(withdrawn_at__isnull=True),
                name="checks_delegation_one_at_a_time",
            )
        ]


class Plan(Owned):
    """One thing to do: what, who, until when, done. `reaches` is the level it should bring, if it was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="plans")
    item = models.CharField(max_length=20)
    action = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    yen = models.PositiveIntegerField(null=True, blank=True)
    reaches = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        ordering = ["due_on", "planned_at"]
