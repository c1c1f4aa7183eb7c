"""The roster: people, departments, and who held which role on which day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.models.account import Account
from kuramori.ground.people.models.dated import Dated
from kuramori.ground.people.owned import Owned
from kuramori.ground.people.roles import ROLE_LABELS, Role


class Department(Owned):
    """A department as one and the same through all its names; what it was called when, `DepartmentTerm` tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta(Owned.Meta):
        pass


class DepartmentTerm(Dated):
    """A department under one name from a day until a day, both included, as it was known from `recorded_at` on.

    Renaming and closing mark the row `superseded_at` and add newer ones; nothing is overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=60)

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="people_department_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Person(Owned):
    """Somebody on the roster; `account` is empty for people who never sign in.

    `number` is the employee number, or "" where there is none; `kana` how the name is read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    kana = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=Q(account__isnull=False),
                name="people_person_one_per_account",
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="people_person_one_per_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """One role from a day until a day, both included, as it was known from `recorded_at` on.

    A correction never changes these days: the row is marked `superseded_at` and a newer row is added.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(
        max_length=10, choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="people_membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.EXPERT.value) | Q(until_on__isnull=False),
                name="people_expert_has_last_day",
            ),
        ]
