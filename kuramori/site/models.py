"""What the house itself keeps: the codes of the envelope in the safe."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class EnvelopeCode(models.Model):
    """One code of the newest envelope. Only its SHA-256 is kept: a code has 100 bits, so nobody can try them all."""

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "site_envelope_code"
