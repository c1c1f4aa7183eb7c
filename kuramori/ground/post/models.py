from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("順番を待っています")
    SENT = "sent", _("送りました")
    UNKNOWN = "unknown", _("届いたか分かりません")
    FAILED = "failed", _("送れませんでした")


class Message(models.Model):
    """One text. `letter` is sealed, and empty once it is not needed any more (it may hold a one-time link).

    `organisation_id` is empty for mail of the instance itself; ids are plain, for this lies below people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    letter = models.BinaryField()
    queued_at = models.DateTimeField()
    # After this moment it is of no use and is not sent any more.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-queued_at"], name="post_message_by_organisation"),
        ]


class Delivery(models.Model):
    """One message on its way to one recipient.

    `handed_at` is set before the mail is handed over and taken back when the server said no: who finds it set under
    a lease that ran out cannot know whether the mail arrived.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    person_id = models.UUIDField(null=True)
    recipient = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    # Why not (yet): the step, and what the server answered there; its own words are not kept.
    stage = models.CharField(max_length=12, blank=True)
    code = models.PositiveSmallIntegerField(default=0)
    enhanced = models.CharField(max_length=12, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    # A person pressed 「もう一度送る」 beside that one; the database lets it happen once for each.
    again_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="again")

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="post_delivery_by_due")]
