"""What partners answer: what they have handed in, what they are still writing, and where each stands by it."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText
from kuramori.work.requests.models.choices import Disclosure, ReplyWay


class Reply(Owned):
    """回答書 as it was handed in: exactly what its giver let be seen, never changed afterwards.

    `content` is canonical JSON (`rules.requests.reply_text`), sealed; `digest` its SHA-256. `states` has one letter for
    each item of the request, in its order (`rules.requests.outcomes`); "-" where the giver shows no items. `share` is
    what holds of what is asked, in thousandths; None where it is not shown. A correction is a new row with the next
    `round`, and the older one is superseded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey("requests.Asked", on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveIntegerField(default=1)
    way = models.CharField(max_length=8, choices=ReplyWay.choices)
    disclosure = models.CharField(max_length=2, choices=Disclosure.choices)
    content = SealedText(purpose="reply")
    digest = models.CharField(max_length=64)
    states = models.TextField()
    share = models.PositiveSmallIntegerField(null=True)
    short = models.PositiveIntegerField(default=0)
    critical = models.PositiveIntegerField(default=0)
    given_by = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["asked", "round"], name="requests_reply_round_once")]


class ReplyDraft(Owned):
    """What somebody behind a link is writing. Nobody of the asking side has a door to it; it ends with the reply.

    `content` is sealed JSON: `{"answers": {item: {…}}, "disclosure": "D3", "given_by": …}`; `revision` counts the
    writes, so that two colleagues see each other's instead of overwriting them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.OneToOneField("requests.Asked", on_delete=models.PROTECT, related_name="draft")
    content = SealedText(purpose="reply_draft")
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass


class ReplyEvidence(Owned):
    """What shows an answer: a file, or only its title and SHA-256 where it stays with its owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey("requests.Asked", on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey("papers.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_shown = models.BooleanField(default=False)
    added_by = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass


class LeftBytes(Owned):
    """The bytes of a file that a partner gave and whose record was removed, still in the store until the nightly job
    has taken them away.

    `asked`: whose evidence it was; None for a paper of a talk. `gone_at`: when the bytes went. `sha256` names them in
    the store; it is forgotten with them.
    """

    asked = models.ForeignKey(
        "requests.Asked", null=True, on_delete=models.PROTECT, related_name="left_bytes"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    noted_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass


class Standing(Owned):
    """Where a partner stands on one pack by its latest counted reply; what lists and maps are made from.

    `states`, `share`, `short`, `critical` as in `Reply`; `last_share` is that of the round before. Written only by
    `counting`, in the transaction in which a reply counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    pack_id = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    axis = models.CharField(max_length=11)
    content_digest = models.CharField(max_length=64)
    klass = models.CharField(max_length=20, blank=True)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="+")
    states = models.TextField()
    share = models.PositiveSmallIntegerField(null=True)
    last_share = models.PositiveSmallIntegerField(null=True)
    short = models.PositiveIntegerField(default=0)
    critical = models.PositiveIntegerField(default=0)
    as_of = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "pack_id"], name="requests_one_standing_per_pack")
        ]
        indexes = [
            models.Index(fields=["organisation", "pack_id", "klass", "share"], name="requests_standing_list"),
            models.Index(fields=["organisation", "pack_id", "share"], name="requests_standing_by_share"),
            models.Index(
                fields=["organisation", "pack_id", "last_share", "share"], name="requests_standing_moved"
            ),
            models.Index(fields=["organisation", "pack_id", "valid_until"], name="requests_standing_ending"),
        ]


class Tally(Owned):
    """How often each state was answered to each item, of all standings of one class: one row, so that a map of
    12,000 partners is a few rows. `counts`: `{item: {letter: number}}`."""

    pack_id = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    klass = models.CharField(max_length=20, blank=True)
    counts = models.JSONField(default=dict)
    partners = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pack_id", "digest", "klass"], name="requests_one_tally_per_class"
            )
        ]
