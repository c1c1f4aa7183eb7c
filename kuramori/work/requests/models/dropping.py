"""What was dropped at once: filled workbooks, read and looked at before any of them counts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText


class Taking(models.TextChoices):
    """Which workbooks of a drop were chosen to count."""

    NONE = "", _("まだ取り込んでいません")
    GOOD = "good", _("よいものだけ")
    ALL = "all", _("全部")


class SheetState(models.TextChoices):
    """One workbook of a drop, from being read to its end."""

    WAITING = "waiting", _("これから読む")
    READY = "ready", _("取り込める")
    DOUBTS = "doubts", _("気になるところがある")
    SAME = "same", _("前の回答と同じ")
    UNKNOWN = "unknown", _("どのお願いのものか分からない")
    UNREADABLE = "unreadable", _("読めない")
    TAKEN = "taken", _("取り込んだ")
    REFUSED = "refused", _("取り込めなかった")


class Drop(Owned):
    """回答表 that were dropped together. Nothing counts before somebody said so.

    `read_at` is when all were read, `taking` what was chosen then; `emptied_at` when what the files held was thrown
    away: after it nothing more of them can count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    taking = models.CharField(max_length=4, choices=Taking.choices, blank=True)
    taking_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "-made_at"], name="requests_newest_drops")]


class DroppedSheet(Owned):
    """One file of a drop. `sealed` are its bytes under the organisation's key, `read` what was read of them
    (`workbooks.filled`); both are emptied once it counts or is thrown away.

    `at` is its place in the drop, `code` why it could not be read or taken in; `changed` how many items differ from
    what is there, `faults` how many cells could not be read. `reply` is what it became: one at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drop = models.ForeignKey(Drop, on_delete=models.PROTECT, related_name="sheets")
    at = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()
    read = SealedText(null=True, purpose="dropped_sheet")
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.WAITING)
    code = models.CharField(max_length=20, blank=True)
    asked = models.ForeignKey(
        "requests.Asked", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    reply = models.ForeignKey(
        "requests.Reply", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["drop", "sha256"], name="requests_a_file_is_dropped_once"),
            models.UniqueConstraint(fields=["drop", "at"], name="requests_dropped_in_order"),
        ]
        indexes = [models.Index(fields=["drop", "state", "at"], name="requests_dropped_by_state")]

    def __str__(self) -> str:
        return self.name
