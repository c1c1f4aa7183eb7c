"""Entries written before there was a tree. They are taken over into it once, and the table is empty from then on."""

from __future__ import annotations

from django.db import models


class EarlyEntry(models.Model):
    at = models.DateTimeField()
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=16)
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "trail_early"
