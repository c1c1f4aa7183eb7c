"""保全: what must not be removed, and since when. No foreign key: things are named by kind and id."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from kuramori.outside.vault import Sealer


class Hold(models.Model):
    """A standing order of an organisation that some things must stay; ended where `lifted_at` is set.

    The reason (a quarrel, an inquiry) is nobody's business who only has the database: it lies sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    sealed_reason = models.BinaryField()
    placed_at = models.DateTimeField()
    placed_by_id = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "trail_hold"
        ordering = ["-placed_at"]
        indexes = [
            models.Index(
                fields=["organisation_id"],
                condition=models.Q(lifted_at__isnull=True),
                name="trail_hold_standing",
            )
        ]

    @property
    def reason(self) -> str:
        """Raises `outside.vault.SealBroken` for one that was altered or moved here from another hold."""
        return self._sealer().open(bytes(self.sealed_reason), self._context()).decode()

    @reason.setter
    def reason(self, text: str) -> None:
        self.sealed_reason = self._sealer().seal(text.encode(), self._context())

    def _sealer(self) -> Sealer:
        return settings.VAULT.sealer("trail-hold", str(self.organisation_id))

    def _context(self) -> bytes:
        return f"trail.hold/{self.pk}/reason".encode()


class HoldSubject(models.Model):
    """One thing that a hold is about, and with it everything that hangs on it. `kind` is the model's name."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=64)

    class Meta:
        db_table = "trail_hold_subject"
        constraints = [
            models.UniqueConstraint(fields=["hold", "kind", "thing_id"], name="trail_hold_subject_once")
        ]
        indexes = [models.Index(fields=["kind", "thing_id"], name="trail_hold_subject_by_thing")]
