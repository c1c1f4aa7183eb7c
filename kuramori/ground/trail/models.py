"""The one table of the trail. Rows are added and read; the model refuses to change or delete one."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class EntryIsPermanent(TypeError):
    """Somebody tried to change or delete an entry of the trail."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **fields: Any) -> NoReturn:
        raise EntryIsPermanent("証跡は書き換えられません。")

    def delete(self) -> NoReturn:
        raise EntryIsPermanent("証跡は消せません。")


class Entry(models.Model):
    """One thing that happened. Ids only; `detail` holds small plain values, never the text of a secret."""

    at = models.DateTimeField(db_index=True)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=16)
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "trail_entry"
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="trail_entry_by_organisation"),
            models.Index(fields=["organisation_id", "kind", "thing_id"], name="trail_entry_by_thing"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EntryIsPermanent("証跡は書き換えられません。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EntryIsPermanent("証跡は消せません。")
