"""Companies one deals with, where they work, and the people there."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from kuramori.ground.people.owned import Owned
from kuramori.rules.company_names import plain_company
from kuramori.rules.tokens import normal


class Partner(Owned):
    """A company above or below in the chain, as this organisation knows it; both directions may hold at once.

    `corporate_number` is the 法人番号 (13 digits, the first a check digit) or "" where it is not known; `code` is what
    this organisation's own books call the partner. `kinds` are codes of `contacts.kinds`, `tags` this organisation's
    own words. `tier` (1: deals with us or our customer directly, …) is known only where the partner said so: on
    `tier_said_on`, through `tier_said_by`. `scheme` is how the partner names its own grades: `{"極秘": "top", …}`, the
    partner's word to our grade.
    A partner one no longer deals with keeps its row: `retired_on` is the last day. One that was the same company as
    another keeps it too: `merged_into` is the row that goes on.

    The last four columns follow from the others and are there to look for: `plain_name` is the name as it is compared
    (see `rules.company_names`), `sorts_as` the reading by which a list is ordered, `marks` the kinds and tags between
    bars, `words` every text by which somebody may look for this company, its sites and people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=30, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    is_customer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    kinds = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    tier_said_on = models.DateField(null=True, blank=True)
    tier_said_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)
    scheme = models.JSONField(default=dict, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    revision = models.PositiveIntegerField(default=1)
    plain_name = models.CharField(max_length=120, blank=True)
    sorts_as = models.CharField(max_length=120, blank=True)
    marks = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "corporate_number"],
                condition=~Q(corporate_number="") & Q(merged_into__isnull=True),
                name="contacts_one_partner_per_corporate_number",
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=~Q(code="") & Q(merged_into__isnull=True),
                name="contacts_one_partner_per_code",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(retired_on__isnull=False),
                name="contacts_a_merged_partner_is_retired",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sorts_as", "id"], name="contacts_partner_by_reading"),
            models.Index(fields=["organisation", "plain_name"], name="contacts_partner_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what follows from the other columns in step with them."""
        is_new = self._state.adding
        self.follow(None if is_new else self.words.partition("\n\n")[2])
        named = kwargs.get("update_fields")
        if named is not None:
            kwargs["update_fields"] = {*named, *FOLLOWS}
        super().save(*args, **kwargs)

    def follow(self, others: str | None) -> None:
        """Work out the columns that follow; `others` are the words of its sites and people, as `words` keeps them."""
        self.plain_name = plain_company(self.name)[:120]
        self.sorts_as = normal(self.kana or self.name)[:120]
        self.marks = "".join(f"|{mark}" for mark in (*self.kinds, *(f"#{tag}" for tag in self.tags))) + "|"
        own = " ".join((self.name, self.kana, self.code, self.corporate_number, self.note, *self.tags))
        self.words = f"{normal(own)}\n\n{others or ''}"


FOLLOWS = ("plain_name", "sorts_as", "marks", "words")


class Site(Owned):
    """拠点: a works, a warehouse or an office of a partner; `retired_on` is the last day one knows it by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Contact(Owned):
    """Somebody at a partner whom one writes to or calls. `role` is the post held or what one asks them about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=60)
    department = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Apart(Owned):
    """Somebody looked at two partners that seem one, and said they are two companies: not proposed again."""

    one = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="contacts_told_apart_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="contacts_apart_from_another"),
        ]
