"""Keys, their copies, who holds which, and the yearly count."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.places.models.tree import Place


class KeyKind(models.TextChoices):
    """What opens the lock."""

    METAL = "metal", _("金属の鍵")
    CARD = "card", _("カード")
    CODE = "code", _("暗証番号")


class Key(Owned):
    """A key (鍵) with a number of its own; it has copies, and opens the places in `openings`.

    `lock_changed_on` is the day the lock was last changed. The combination itself is never kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=KeyKind.choices)
    box = models.CharField(max_length=80, blank=True)
    lock_changed_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="places_key_numbers_are_unique")
        ]

    def __str__(self) -> str:
        return self.name


class KeyOpening(Owned):
    """That a key opens a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="openings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="openings")

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["key", "place"], name="places_key_opens_a_place_once")]


class KeyCopy(Owned):
    """One copy of a key. `lost_on`: it was lost, and the lock has to be changed; `gone_on`: it was taken out of use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="copies")
    mark = models.CharField(max_length=20)
    lost_on = models.DateField(null=True, blank=True)
    gone_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["key", "mark"], name="places_key_copies_have_marks_of_their_own")
        ]


class KeyHolding(Owned):
    """Who holds a copy, from a day until a day; on a day without one it hangs in its box."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    copy = models.ForeignKey(KeyCopy, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="places_holding_ends_after_it_begins",
            )
        ]


class KeyCount(Owned):
    """A count of all keys (鍵の棚卸し). `lines`: for each copy who should have had it and whether it was found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counted_on = models.DateField()
    counted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    found = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        pass


class KeyCounted(Owned):
    """One copy within a count: where it should have been, and whether it was there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    count = models.ForeignKey(KeyCount, on_delete=models.PROTECT, related_name="lines")
    copy = models.ForeignKey(KeyCopy, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    is_found = models.BooleanField()
    note = models.CharField(max_length=120, blank=True)

    class Meta(Owned.Meta):
        pass
