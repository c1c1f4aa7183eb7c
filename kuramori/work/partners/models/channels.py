"""What two sides tell each other: a channel to a partner's organisation, and every statement in it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText
from kuramori.work.partners.models.choices import Way


class Channel(Owned):
    """The way to and from the organisation of a partner. `peer` names it in statements; `ours` names us.

    `peer_name` is what it calls itself. `carrier` says who carries: `tenant` for another organisation of this instance
    (`peer_house` is its id, no row of ours points at it). `keys` are the partner's public keys as they were pinned:
    `[{"key", "public", "from_at", "until_at"}]`. `sent` and `applied` are the numbers of the last of each direction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    ours = models.CharField(max_length=200)
    peer = models.CharField(max_length=200)
    peer_name = models.CharField(max_length=120)
    carrier = models.CharField(max_length=20)
    peer_house = models.UUIDField(null=True)
    keys = models.JSONField(default=list)
    sent = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "peer"],
                condition=Q(closed_at__isnull=True),
                name="partners_one_channel_to_a_peer",
            )
        ]


class Told(Owned):
    """One statement of a channel, exactly as it was signed. `text` is canonical JSON, sealed; `digest` its SHA-256.

    `applied_at` None on a statement that arrived: it waits for those before it. `refused` is the code of
    `rules.statements.refusals` where it was not taken in. `delivered_at` tells of one that went out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="told")
    way = models.CharField(max_length=7, choices=Way.choices)
    sequence = models.PositiveIntegerField()
    statement_id = models.UUIDField()
    thread = models.UUIDField()
    kind = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    text = SealedText(purpose="statement")
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=40, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "way", "sequence"],
                condition=Q(refused=""),
                name="partners_statement_number_once",
            )
        ]
        indexes = [models.Index(fields=["organisation", "thread"], name="partners_told_by_thread")]
