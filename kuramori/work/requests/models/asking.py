"""確認のお願い: what is asked, and each partner that is asked."""

from __future__ import annotations

import uuid

from django.db import models

from kuramori.ground.people.owned import Owned
from kuramori.work.requests.models.choices import AskedBy, AskedState, Disclosure, RequestState


class Request(Owned):
    """One 確認のお願い to any number of partners.

    `content` is the frozen requirements (the text of a profile, see `rules.requests.requirements`) with its SHA-256 in
    `content_digest`; `draft` holds what the linter looks at beyond the columns, `lint` its findings when it was
    approved, with the rulebook's version. `series` is shared by the rounds of the same question, so that movement can
    be seen. `shows_place`: whoever answered is told their place among those of the same size. Days are in Asia/Tokyo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    series = models.UUIDField(default=uuid.uuid4)
    title = models.CharField(max_length=120)
    profile = models.ForeignKey(
        "requests.Profile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    axis = models.CharField(max_length=11)
    pack_id = models.CharField(max_length=120)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    content = models.TextField()
    content_digest = models.CharField(max_length=64)
    division = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    scope = models.CharField(max_length=400, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    disclosure = models.CharField(max_length=2, choices=Disclosure.choices, default=Disclosure.ITEMS)
    evidence_wanted = models.CharField(max_length=400, blank=True)
    readers = models.CharField(max_length=200, blank=True)
    keep_months = models.PositiveSmallIntegerField(default=24)
    support = models.CharField(max_length=400, blank=True)
    cost_contact = models.CharField(max_length=200, blank=True)
    call_back = models.CharField(max_length=60, blank=True)
    shows_place = models.BooleanField(default=True)
    draft = models.JSONField(default=dict)
    lint = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.DRAFT)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_number_once")
        ]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="requests_newest")]

    def __str__(self) -> str:
        return self.number


class Asked(Owned):
    """One partner of a request, as the asking side keeps it. `number` stands on the letter and is checked by phone.

    `klass` is the partner's class on the day it was asked. `link` is the guest's, `mail` the newest mail that took it
    there. `reply` is the newest that counts. One that was left out before it was sent is `withdrawn` without `sent_at`.
    `merged_into`: the other row of this request that goes on instead, since two rows of partners became one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="asked")
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "contacts.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=30)
    klass = models.CharField(max_length=20, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=AskedBy.choices, default=AskedBy.MAIL)
    state = models.CharField(max_length=10, choices=AskedState.choices, default=AskedState.PREPARED)
    link = models.ForeignKey("people.Link", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mail = models.UUIDField(null=True, blank=True)
    thread = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply = models.ForeignKey(
        "requests.Reply", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=400, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["request", "partner"],
                condition=models.Q(merged_into__isnull=True),
                name="requests_a_partner_is_asked_once",
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_asked_number_once"),
        ]
        indexes = [
            models.Index(fields=["request", "state"], name="requests_asked_by_state"),
            models.Index(
                fields=["organisation", "request", "klass", "state"], name="requests_asked_by_class"
            ),
            models.Index(fields=["organisation", "partner", "sent_at"], name="requests_asked_of_a_partner"),
        ]

    def __str__(self) -> str:
        return self.number


class Nudge(Owned):
    """One step taken for one partner, once: 催促 (`unopened`, or the days left), `ended`, and what becomes of a reply
    that was kept (four signs that say what, six of the reply's id)."""

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="nudges")
    step = models.CharField(max_length=10)
    noted_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["asked", "step"], name="requests_a_step_is_taken_once")
        ]
