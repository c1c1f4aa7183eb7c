"""The tree over the entries: how long it is, its full tiles, and the checkpoints that were signed."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """How many entries there are; one row. `record` takes the next index here, in the transaction of the change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "trail_head"


class StoredTile(models.Model):
    """A full tile, 256 hashes (8,192 bytes), and `top`, the hash over them. It only saves work: `verify` redoes it."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()
    top = models.BinaryField()

    class Meta:
        db_table = "trail_tile"
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="trail_tile_once")]


class Checkpoint(models.Model):
    """A signed statement of the log: `note` is the whole signed text, `root` 64 hex digits."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        db_table = "trail_checkpoint"
        ordering = ["size"]
