"""届いたお願い: what a customer asks of us, and what we answered to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText
from kuramori.work.requests.models.choices import Axis, Disclosure


class InquiryWay(models.TextChoices):
    """How it reached us."""

    CHANNEL = "channel", _("お客様の蔵守から")
    LETTER = "letter", _("手紙・メール・その他")


class InquiryState(models.TextChoices):
    """Where we are with it. What was withdrawn or put away keeps what was written."""

    OPEN = "open", _("これから答える")
    WAITING = "waiting", _("承認待ち")
    ANSWERED = "answered", _("答えた")
    WITHDRAWN = "withdrawn", _("取り下げられた")
    ENDED = "ended", _("答えずに終えた")


class Inquiry(Owned):
    """One 確認のお願い that reached us, as we keep it. `number` is the customer's, as it stands on its letter.

    `content` is what is asked (`rules.requests.requirements`) with its SHA-256 in `content_digest`. `thread` is the
    matter in which both houses speak; one that came by letter has none that the other side knows. `draft` is sealed
    JSON as in `ReplyDraft`, with `evidence`: `[[item, title, SHA-256]]`; `draft_revision` counts its writes.
    `proposed_by` asked for the approval of what stands in it. `opened_at`: somebody who may answer looked at it first.
    Days are in Asia/Tokyo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    way = models.CharField(max_length=7, choices=InquiryWay.choices)
    came_on = models.DateField()
    thread = models.UUIDField(default=uuid.uuid4)
    axis = models.CharField(max_length=11, choices=Axis.choices)
    pack_id = models.CharField(max_length=120)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    content_digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=600, blank=True)
    scope = models.CharField(max_length=400, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    disclosure = models.CharField(max_length=2, choices=Disclosure.choices, default=Disclosure.ITEMS)
    readers = models.CharField(max_length=200, blank=True)
    keep_months = models.PositiveSmallIntegerField(null=True, blank=True)
    support = models.CharField(max_length=400, blank=True)
    cost_contact = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=InquiryState.choices, default=InquiryState.OPEN)
    end_reason = models.CharField(max_length=400, blank=True)
    draft = SealedText(purpose="inquiry_draft")
    draft_revision = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "thread"], name="requests_inquiry_matter_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "deadline_on"], name="requests_inquiries_due")
        ]

    def __str__(self) -> str:
        return self.number


class OwnReply(Owned):
    """What we answered to an inquiry, exactly as the customer got it, never changed afterwards.

    `content` is canonical JSON (`rules.requests.reply_text`), sealed; `digest` its SHA-256. `is_told`: it went over the
    channel. `taken_at`, `not_taken` (why) and `valid_until` are what the customer's house said became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveIntegerField(default=1)
    disclosure = models.CharField(max_length=2, choices=Disclosure.choices)
    content = SealedText(purpose="own_reply")
    digest = models.CharField(max_length=64)
    share = models.PositiveSmallIntegerField(null=True)
    short = models.PositiveIntegerField(default=0)
    given_by = models.CharField(max_length=120, blank=True)
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    given_at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    not_taken = models.CharField(max_length=400, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "round"], name="requests_own_reply_round_once")
        ]
