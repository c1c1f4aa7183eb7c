"""One entry: the leaf of the tree, what is committed to beside it, and the columns by which it is found."""

from __future__ import annotations

import functools
from typing import Any, NoReturn

from django.db import models

from kuramori.ground.trail import sealing
from kuramori.ground.trail.changes import Change, told_in
from kuramori.rules.leaves import Leaf, leaf_from


class EntryIsPermanent(TypeError):
    """Somebody tried to change or delete an entry of the trail."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **fields: Any) -> NoReturn:
        raise EntryIsPermanent("証跡は書き換えられません。")

    def delete(self) -> NoReturn:
        raise EntryIsPermanent("証跡は消せません。")


class Entry(models.Model):
    """One thing that happened. `record` writes it, nothing else does.

    `leaf` is the text whose hash is in the tree. `payload` and `personal` are sealed for the organisation; the leaf
    holds commitments to them. All other columns repeat the leaf, so that entries can be found; `verify` compares them.
    """

    index = models.BigIntegerField(primary_key=True)
    leaf = models.TextField()
    payload = models.BinaryField()
    personal = models.BinaryField()
    at = models.DateTimeField()
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    via = models.CharField(max_length=16)
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    audience = models.CharField(max_length=80, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "trail_entry"
        ordering = ["index"]
        indexes = [
            models.Index(fields=["organisation_id", "-index"], name="trail_entry_by_organisation"),
            models.Index(fields=["organisation_id", "kind", "thing_id"], name="trail_entry_by_thing"),
            models.Index(fields=["organisation_id", "person_id"], name="trail_entry_by_person"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EntryIsPermanent("証跡は record だけが書きます。")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EntryIsPermanent("証跡は消せません。")

    @functools.cached_property
    def parts(self) -> Leaf:
        """The leaf, read."""
        return leaf_from(self.leaf)

    @functools.cached_property
    def detail(self) -> dict[str, Any]:
        """What happened, in the values its sentence names: the payload and those personal fields not erased."""
        told = {name: value for name, value in self.people.items() if name != "who"}
        return {**sealing.opened_payload(self).values, **told}

    @functools.cached_property
    def people(self) -> dict[str, str]:
        """The personal fields that are still there, by name."""
        return {name: kept.value for name, kept in sealing.opened_personal(self).items()}

    @functools.cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the entry says changed of its thing: see `changes`."""
        return tuple(told_in(self.detail, self.parts.personal.keys()))

    @property
    def who(self) -> str:
        return self.people.get("who", "")
