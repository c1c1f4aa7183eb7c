"""What an import keeps: the file and the plan between looking and taking in, and what a heading meant the last time."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned


class ImportDraft(Owned):
    """A ledger file that was handed in, sealed with the organisation's key, until it is taken in or thrown away.

    `columns` says which field each column holds, by the column's number from 0 as text. The file itself and the plan
    lie in `parts`. `done` steps of `total` are taken in; `told` counts what became of them. The parts are emptied once
    it is over; one that was begun never expires before that. `opens` says which places and people are added that the
    file names and nobody knew (see `importing.opening`), and once begun, under `made`, which they became.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    opens = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(null=True)
    skips_faults = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        pass


class ImportPart(Owned):
    """What a draft holds, sealed: the file, what a page shows of it, and the plan, each part of it from step `at` on.

    Beside the draft and not in it: whoever asks how far a draft is taken in, or says so, moves no megabytes. What was
    shown is what is taken in. Emptied, a part keeps its row.
    """

    draft = models.ForeignKey(ImportDraft, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=4, choices=[("file", "file"), ("look", "look"), ("plan", "plan")])
    at = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draft", "kind", "at"], name="ledger_import_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Heading(Owned):
    """What a heading meant when this house last took a file in: a field's name, or "" for a column to leave out."""

    word = models.CharField(max_length=80)
    field = models.CharField(max_length=30, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "word"], name="ledger_heading_once")]

    def __str__(self) -> str:
        return f"{self.word}: {self.field}"
