"""提供: what went to whom, for what, under which agreement, in which way, and what became of each thing."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.partners.models.choices import (
    HandOverState,
    ItemState,
    Medium,
    Mode,
    ShownAs,
    Side,
    TheirWay,
)


class HandOver(Owned):
    """One hand-over (提供), ours or theirs, as this organisation keeps it. `number` is ours (T-0001 …), given once.

    `thread` is the matter under which both sides speak of it. `conditions` are the ids C1 … of the decision that let
    it go. `expires_on` is the last day it may be used or looked at; `return_by` the day by which everything is back.
    An expiry opens tasks and never deletes. `met` tells which conditions were seen to before it went: by the code of
    `hand_over_checks`, `{"on": day, "by": person, "words": …}`. `confirmed_on` is the day on which something told by
    word of mouth was confirmed in writing. `carried` tells in words how it went (portal, parcel number, post);
    `receipt` is what the partner signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    side = models.CharField(max_length=8, choices=Side.choices)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("partners.Agreement", null=True, on_delete=models.PROTECT, related_name="+")
    thread = models.UUIDField(default=uuid.uuid4)
    purpose = models.CharField(max_length=200)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    state = models.CharField(max_length=8, choices=HandOverState.choices, default=HandOverState.DRAFT)
    medium = models.CharField(max_length=6, choices=Medium.choices, default=Medium.FILE)
    way = models.CharField(max_length=7, choices=TheirWay.choices, blank=True)
    conditions = models.JSONField(default=list, blank=True)
    met = models.JSONField(default=dict, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    carried = models.CharField(max_length=200, blank=True)
    visit = models.ForeignKey("places.Visit", null=True, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey("papers.Text", null=True, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    return_by = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_for = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_hand_over_number_once"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(handed_on__isnull=True)
                | Q(expires_on__gte=models.F("handed_on")),
                name="partners_hand_over_expires_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "return_by"], name="partners_hand_overs_due"),
            models.Index(fields=["partner", "side", "state"], name="partners_hand_overs_of"),
        ]

    def __str__(self) -> str:
        return self.number


class HandedItem(Owned):
    """One thing of a hand-over. Its names are frozen as they were then; `version` is the ledger's entry of that day.

    `content` is the file kept for the share page or the stamped copy; `sha256` of what really went (64 hex digits or
    ""). `copies` are numbered copies that went (["K-001-03", …]). `asset` is empty on the receiving side until the
    keeper has entered it in the ledger.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    asset = models.ForeignKey("ledger.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("ledger.Version", null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("partners.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    edition = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=40)
    layer = models.CharField(max_length=5)
    content = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    shown_as = models.CharField(max_length=5, choices=ShownAs.choices, default=ShownAs.PAGES)
    may_print = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True)
    copies = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=ItemState.choices, default=ItemState.OUT)
    ended_on = models.DateField(null=True, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    kept_for = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "position"], name="partners_item_position_once")
        ]
        indexes = [models.Index(fields=["asset", "state"], name="partners_items_of_asset")]


class Recipient(Owned):
    """A person of the partner who may have it, and nobody else. `link` is their way in on the share page.

    `accepted` is their 「この契約の条件で受け取ります」 over the exact text; `received_on`
    the day of a receipt on paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="recipients")
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    link = models.ForeignKey("people.Link", null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.ForeignKey("papers.Acceptance", null=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        pass


class PageView(Owned):
    """One page of one thing that was sent to one person's screen; written before the bytes leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="views")
    item = models.ForeignKey(HandedItem, on_delete=models.PROTECT, related_name="views")
    page = models.PositiveIntegerField()
    as_copy = models.BooleanField(default=False)
    viewed_at = models.DateTimeField()

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["item", "viewed_at"], name="partners_views_of_item")]
