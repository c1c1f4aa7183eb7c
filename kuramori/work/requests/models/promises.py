"""約束: what a customer asked of us, however it came, what we said to it, and whether it was kept."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class CameBy(models.TextChoices):
    """How it reached us."""

    AGREEMENT = "agreement", _("契約の条項")
    REQUEST = "request", _("確認のお願い")
    MAIL = "mail", _("メール・手紙")
    WORKBOOK = "workbook", _("Excelの表")
    AUDIT = "audit", _("監査・訪問")
    SPOKEN = "spoken", _("口頭・電話")
    OTHER = "other", _("その他")


class Word(models.TextChoices):
    """What we said to it."""

    NOT_YET = "not_yet", _("まだ答えていない")
    YES = "yes", _("約束した")
    PART = "part", _("一部だけ約束した")
    NO = "no", _("約束していない")


class Kept(models.TextChoices):
    """What the last look found."""

    UNKNOWN = "unknown", _("まだ見ていない")
    KEPT = "kept", _("守れている")
    PART = "part", _("一部だけ守れている")
    BROKEN = "broken", _("守れていない")


class Promise(Owned):
    """One thing a customer asked for. `number` is ours (Y-0001), given once; `who` asked, in words.

    `due_on`: by when it has to be so. `answer` says what exactly we promised, or why we did not. `proof`: what shows it
    and where that lies; `proof_file` is that paper where we hold it. `kept`, `checked_on` and `next_check_on` are those
    of the last look (`PromiseCheck`). `next_on` follows from the others: the day on which it next needs somebody.
    `told_step` says how many of the reminding days before the day `told_of` have been mailed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    came_by = models.CharField(max_length=9, choices=CameBy.choices)
    came_on = models.DateField()
    who = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=400)
    scope = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    agreement = models.ForeignKey(
        "partners.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asset = models.ForeignKey(
        "ledger.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    keeper = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    word = models.CharField(max_length=7, choices=Word.choices, default=Word.NOT_YET)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    proof_file = models.ForeignKey(
        "papers.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kept = models.CharField(max_length=7, choices=Kept.choices, default=Kept.UNKNOWN)
    checked_on = models.DateField(null=True, blank=True)
    next_check_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    told_of = models.DateField(null=True, blank=True)
    told_step = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_promise_number_once"),
            models.CheckConstraint(
                condition=models.Q(word="not_yet") | models.Q(answered_on__isnull=False),
                name="requests_answered_promise_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "next_on", "number"], name="requests_promises_due"),
            models.Index(fields=["partner", "ended_on", "number"], name="requests_promises_of_a_partner"),
        ]

    def __str__(self) -> str:
        return self.number


class PromiseCheck(Owned):
    """One look at whether a promise is kept: what was seen, what shows it. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    kept = models.CharField(max_length=7, choices=Kept.choices)
    how = models.CharField(max_length=400)
    proof = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("papers.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["promise", "-on"], name="requests_checks_of_a_promise")]


class PromiseFile(Owned):
    """An Excel list of demands between looking and taking in, sealed with the organisation's key for two hours.

    What was shown is what is taken in: the cells stay here and never travel through the browser. `digest` is that of
    the file; `meant` says which column (from 0) was taken for which field; `told` counts what was done. `sealed` is
    emptied when the file is taken in, thrown away or has expired.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    meant = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass
