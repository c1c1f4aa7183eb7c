"""What others hold of the log: cosignatures, time-stamps, copies. Without them an administrator could rewrite it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnchorKind(models.TextChoices):
    WITNESS = "witness", _("立会人の連署")
    TIMESTAMP = "timestamp", _("タイムスタンプ")
    MIRROR = "mirror", _("控えの置き場")


class Anchor(models.Model):
    """That the checkpoint of `size` was fixed outside at `at` by `name`.

    `content`: the signature line of a witness, the token (DER) of a time-stamp, the address of a mirror.
    """

    kind = models.CharField(max_length=10, choices=AnchorKind.choices)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        db_table = "trail_anchor"
        indexes = [models.Index(fields=["size"], name="trail_anchor_by_size")]
        constraints = [models.UniqueConstraint(fields=["kind", "name", "size"], name="trail_anchor_once")]
