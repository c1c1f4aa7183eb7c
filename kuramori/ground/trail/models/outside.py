"""Dealings with others about logs: what we asked of them, what we cosigned for them, and what did not fit together."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.rules.merkle import EMPTY_ROOT

LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Errand(models.Model):
    """One thing to have done outside, such as `witness:<key name>`: when it was tried, when it last succeeded.

    `size` is how far it was done; `trouble` the short word for why the last try failed, or "".
    """

    name = models.CharField(max_length=250, primary_key=True)
    tried_at = models.DateTimeField(default=LONG_AGO)
    done_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    trouble = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "trail_errand"


class Witnessed(models.Model):
    """The newest checkpoint of another instance's log that we cosigned; one row for each log, which only grows."""

    origin = models.CharField(max_length=250, primary_key=True)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, default=EMPTY_ROOT.hex())
    note = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trail_witnessed"


class Knock(models.Model):
    """How often one address asked the witness in this minute (minutes since 1970). `who` is a keyed hash."""

    who = models.CharField(max_length=64, primary_key=True)
    minute = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "trail_knock"


class How(models.TextChoices):
    """How it came out that two checkpoints of one log do not fit."""

    OWN = "own", _("この蔵守の記録が、前に署名した控えと合いません")
    LONGER = "longer", _("ここにある記録より長い控えに、前に連署がされています")
    REFUSED = "refused", _("立会人の持つ控えと、この蔵守の記録がつながりません")
    FORGOT = "forgot", _("立会人が、前に連署した控えを忘れています")
    FILE = "file", _("受け取った控えと、記録が合いません")
    MIRROR = "mirror", _("控えの置き場にあるものと、この蔵守の記録が合いません")
    LOG = "log", _("立ち会っている記録から、食い違う控えが届きました")


class Fork(models.Model):
    """Two statements about one log that cannot both be true, kept as they came, for ever.

    `first` and `second` are signed notes (or the plain answer of a witness); `is_proven` is False where the second
    merely came with a proof that does not hold. `digest` keeps the same pair from being kept twice.
    """

    digest = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=250)
    how = models.CharField(max_length=10, choices=How.choices)
    source = models.CharField(max_length=250, blank=True)
    found_at = models.DateTimeField()
    first = models.TextField()
    second = models.TextField()
    proof = models.TextField(blank=True)
    is_proven = models.BooleanField(default=True)
    settled_at = models.DateTimeField(null=True)
    settled_why = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "trail_fork"
        indexes = [models.Index(fields=["settled_at", "is_proven"], name="trail_fork_open")]
