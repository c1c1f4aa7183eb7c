"""What was tried at a share page and refused: counted by person, kind and day, so that nobody can flood the house."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.partners.models.hand_overs import Recipient


class Tried(models.TextChoices):
    """What somebody who holds the link tried, and was refused."""

    AFTER_END = "after_end", _("終わったリンクで開こうとした")
    WITHOUT_CODE = "no_code", _("確認コードなしで中身を開こうとした")
    AHEAD = "ahead", _("ソフトが先読みしようとした")
    PART = "part", _("一部だけ、または見出しだけを取り出そうとした")
    CLOSED = "closed", _("いまは開けないものを開こうとした")
    COPY = "copy", _("受け取れない写しを取り出そうとした")


class Attempt(Owned):
    """So many refused tries of one kind on one day (Asia/Tokyo), by whoever holds one person's link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=9, choices=Tried.choices)
    on = models.DateField()
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "on"], name="partners_attempts_by_day")
        ]
