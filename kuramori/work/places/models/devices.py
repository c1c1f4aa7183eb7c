"""端末・媒体: what holds data and can be carried away, and the yearly count of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class DeviceKind(models.TextChoices):
    """What it is (種類): devices first, then media."""

    PC = "pc", _("パソコン")
    PHONE = "phone", _("携帯電話・スマートフォン")
    TABLET = "tablet", _("タブレット")
    CAMERA = "camera", _("カメラ")
    USB = "usb", _("USBメモリ")
    HDD = "hdd", _("外付けディスク")
    CARD = "card", _("メモリカード")
    DISC = "disc", _("CD・DVD")
    OTHER = "other", _("そのほか")


class DeviceState(models.TextChoices):
    """Where it stands (状態)."""

    IN_USE = "in_use", _("使っている")
    LOST = "lost", _("見つからない")
    DISPOSED = "disposed", _("手放した")


class Device(Owned):
    """One device or medium under its number; `owner` is empty for a shared one.

    `is_private` is somebody's own thing used for work (私物): `private_terms` says on which condition. `is_encrypted`
    is None where nobody has looked. `state_on` is the day on which the state began. `lost_steps` are the ids of the
    steps that were taken after a loss (see `lose.STEPS`). A disposed one tells how its data was erased, by whom, when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=DeviceKind.choices)
    name = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    is_private = models.BooleanField(default=False)
    private_terms = models.CharField(max_length=200, blank=True)
    is_encrypted = models.BooleanField(null=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DeviceState.choices, default=DeviceState.IN_USE)
    state_on = models.DateField()
    lost_note = models.CharField(max_length=400, blank=True)
    lost_steps = models.JSONField(default=list, blank=True)
    erased_on = models.DateField(null=True, blank=True)
    erased_how = models.CharField(max_length=200, blank=True)
    erased_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="places_one_device_per_number"),
            models.CheckConstraint(
                condition=Q(is_private=True) | Q(private_terms=""),
                name="places_terms_of_private_devices_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name or self.get_kind_display()}"


class DeviceCount(Owned):
    """One 台数棚卸し: every device that was in use when it began is to be seen once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Seen(models.TextChoices):
    """What the count found of one device."""

    OPEN = "open", _("まだ見ていない")
    FOUND = "found", _("あった")
    MISSING = "missing", _("なかった")
    EXTRA = "extra", _("一覧にない物があった")


class DeviceCountLine(Owned):
    """One device of a count, or something found that no list knows (`device` empty, `words` say what it is).

    A difference is a task until `settled_at`; `settled_words` say what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    count = models.ForeignKey(DeviceCount, on_delete=models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    seen = models.CharField(max_length=8, choices=Seen.choices, default=Seen.OPEN)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_words = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["count", "device"],
                condition=Q(device__isnull=False),
                name="places_each_device_once_per_count",
            )
        ]
