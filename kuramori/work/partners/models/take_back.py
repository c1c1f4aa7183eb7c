"""返還・廃棄: what was asked back, and what was certified."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.work.partners.models.choices import Side
from kuramori.work.partners.models.hand_overs import HandOver


class TakeBack(Owned):
    """That return or destruction was asked for, by a day. `side` GIVEN: we ask; RECEIVED: we are asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="take_backs")
    items = models.JSONField()
    by_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    link = models.ForeignKey("people.Link", null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass


class Certificate(Owned):
    """返還・廃棄証明書: what a company says became of each thing, in its name, by the person in charge.

    `side` GIVEN: of what we gave, written by the partner; RECEIVED: of what we had, written by us. `disposals` are the
    bodies of `rules.statements.bodies.Disposal` as JSON; `text` is the exact wording, `accepted` who stood for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="certificates")
    side = models.CharField(max_length=8, choices=Side.choices)
    company = models.CharField(max_length=120)
    person = models.CharField(max_length=60)
    witness = models.CharField(max_length=60, blank=True)
    disposals = models.JSONField()
    text = models.ForeignKey("papers.Text", null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.ForeignKey("papers.Acceptance", null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    certified_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass


class StorageConfirmation(Owned):
    """保管の確認: a partner's answers once a year about things of ours that it keeps (lock, patrol, zone, photo)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=200)
    due_on = models.DateField()
    link = models.ForeignKey("people.Link", null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answers = models.JSONField(default=dict, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    photo = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass


class Reminder(Owned):
    """That one step of reminding was taken for one day of one thing; the database lets it be noted once.

    `kind` names what fell due (`take_back`, `storage`, …), `on` the day itself, `step` counts from 1.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    on = models.DateField()
    step = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "thing_id", "on", "step"],
                name="partners_step_is_reminded_once",
            )
        ]
