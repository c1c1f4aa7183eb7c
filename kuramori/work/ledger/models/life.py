"""What happens to an asset between its entry and its end: copies, uses, records of prior use, reviews, disposal."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.ledger.models.asset import Asset


class Copy(Owned):
    """写し: one numbered copy, who has it and where, and until when.

    `back_on`: it came back or is gone; the row stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="copy_rows")
    number = models.PositiveIntegerField()
    holder = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    back_on = models.DateField(null=True)
    back_note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="ledger_copy_number_once"),
        ]


class Use(Owned):
    """利用の記録: somebody used it on a day, for what. Kept for what is looked at seldom and by few."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    used_on = models.DateField()
    purpose = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()


class PriorKind(models.TextChoices):
    """What shows that something was in use, or ready for use, on a day."""

    DRAWING = "drawing", _("図面・仕様書")
    TRIAL = "trial", _("試作・試験データ")
    PURCHASE = "purchase", _("設備・材料の発注")
    SHIPMENT = "shipment", _("製造・出荷の記録")
    MEETING = "meeting", _("会議・打合せの記録")
    OTHER = "other", _("その他")


class PriorRecord(Owned):
    """先使用の記録の1点: what it is, of which day, and its SHA-256, with the file itself where the house keeps it here.

    Never changed; one that was entered wrongly is withdrawn with its reason and stays on the page of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="prior_records")
    kind = models.CharField(max_length=10, choices=PriorKind.choices)
    title = models.CharField(max_length=120)
    of_on = models.DateField()
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    kept_at = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    entry_index = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)


class ReviewChoice(models.TextChoices):
    """The three answers of a review."""

    SAME = "same", _("変わらない")
    CHANGE = "change", _("直す")
    LET_GO = "let_go", _("手放す")


class Review(Owned):
    """見直し: who looked at the entry on a day, and what they found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="reviews")
    choice = models.CharField(max_length=8, choices=ReviewChoice.choices)
    note = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField()
    next_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "reviewed_on"], name="ledger_reviews_by_day")]


class Disposal(Owned):
    """手放した記録: how it was destroyed or given back, on which day, before whose eyes. One asset has one.

    `method` reads `medium:way` (content/jp/kuramori/ledger/lifecycle.yaml). `witness` is another person of the house,
    `witness_words` somebody from outside. `given_to` is who received what was given back. `number` is the
    certificate's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.OneToOneField(Asset, on_delete=models.PROTECT, related_name="disposal")
    number = models.CharField(max_length=40)
    method = models.CharField(max_length=30)
    is_return = models.BooleanField(default=False)
    given_to = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200)
    done_on = models.DateField()
    done_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    witness_words = models.CharField(max_length=120, blank=True)
    copies_gone = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(witness__isnull=False) | ~models.Q(witness_words=""),
                name="ledger_disposal_has_a_witness",
            )
        ]


class Reminder(Owned):
    """A mail that was queued about a day that comes: one per thing, kind, day and step, so that none is sent twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    due_on = models.DateField()
    step = models.PositiveSmallIntegerField()
    queued_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["asset", "kind", "due_on", "step"], name="ledger_reminder_once")
        ]
