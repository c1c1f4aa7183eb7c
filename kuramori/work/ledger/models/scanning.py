"""What is looked for in folders, where, and what was found. Paths, passages and terms lie sealed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText
from kuramori.work.ledger.models.asset import Asset

PURPOSE = "ledger-scan"


class FindingKind(models.TextChoices):
    """How a file shows that it has to do with a secret."""

    COPY = "copy", _("丸ごとの写し")
    EXCERPT = "excerpt", _("一部の写し")
    LABEL = "label", _("目印")
    MARK = "mark", _("台帳にない秘密の表示")
    TERM = "term", _("台帳の言葉")
    NUMBER = "number", _("型番")


class Judgement(models.TextChoices):
    OPEN = "open", _("まだ判断していません")
    ACCEPTED = "accepted", _("そのとおり")
    REJECTED = "rejected", _("関係ない")


class Rhythm(models.TextChoices):
    """When a source is looked through by itself."""

    NEVER = "never", _("押したときだけ")
    DAILY = "daily", _("毎晩")
    WEEKLY = "weekly", _("毎週日曜の夜")


class Fingerprint(Owned):
    """A reference copy of an asset: how it is known again. The file itself is not kept.

    `digest` is a keyed hash of its SHA-256, `prints` its fingerprints, 8 bytes each, keyed too (`rules.winnowing`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="fingerprints")
    name = SealedText(purpose=PURPOSE)
    digest = models.CharField(max_length=32)
    prints = models.BinaryField()
    characters = models.PositiveIntegerField()
    is_marked = models.BooleanField()
    registered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "digest"],
                condition=models.Q(retired_at__isnull=True),
                name="ledger_reference_copy_once",
            )
        ]


class Term(Owned):
    """A word or a part number that gives an asset away. `is_number`: compared as a part number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="terms")
    text = SealedText(purpose=PURPOSE)
    is_number = models.BooleanField()
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class ScanSource(Owned):
    """A folder that is looked through again and again.

    `scanner` names the way to its files (`scanners/<name>/`), `folder` where they are. Whoever works in `department`
    can open it, everybody in the house where it is empty: copies of an asset are compared with that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    scanner = models.CharField(max_length=20, default="folder")
    folder = SealedText(purpose=PURPOSE)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class ScanRun(Owned):
    """One pass over a source. `faults` is a sealed JSON list of [path, code], the first thousand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(ScanSource, on_delete=models.PROTECT, related_name="runs")
    job_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    files = models.PositiveIntegerField(default=0)
    files_read = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    faults = SealedText(purpose=PURPOSE, null=True)
    trouble = models.CharField(max_length=20, blank=True)
    seconds = models.FloatField(null=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["source", "-begun_at"], name="ledger_runs_of_source")]


class SeenFile(Owned):
    """A file as it was when it was last read: the same size and time under the same plan, and it is not read again.

    `path_key` is a keyed hash of the path; no name is kept of a file in which nothing was found.
    """

    source = models.ForeignKey(ScanSource, on_delete=models.PROTECT, related_name="+")
    path_key = models.CharField(max_length=32)
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField()
    plan = models.CharField(max_length=32)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "path_key"], name="ledger_seen_file_once")]


class Finding(Owned):
    """One file of a source, and why it was pointed out. `key` (keyed) makes it one and the same over all runs.

    `detail` fills the sentence of `why`; words of it may be secret, so it is sealed. `prints` are the fingerprints that
    an excerpt rests on: once rejected, they are background. `gone_at`: the file no longer says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(ScanSource, on_delete=models.PROTECT, related_name="findings")
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=8, choices=FindingKind.choices)
    key = models.CharField(max_length=32)
    path_key = models.CharField(max_length=32)
    path = SealedText(purpose=PURPOSE)
    passage = SealedText(purpose=PURPOSE)
    why = models.CharField(max_length=20)
    detail = SealedText(purpose=PURPOSE)
    prints = models.BinaryField(default=b"")
    is_marked = models.BooleanField()
    is_out_of_place = models.BooleanField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    judgement = models.CharField(max_length=8, choices=Judgement.choices, default=Judgement.OPEN)
    judged_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="ledger_finding_once")]
        indexes = [
            models.Index(fields=["organisation", "judgement", "kind"], name="ledger_findings_to_judge"),
            models.Index(fields=["source", "path_key"], name="ledger_findings_of_file"),
        ]
