"""ギャップ: what is asked and not there yet, as each side keeps it for itself."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kuramori.ground.people.owned import Owned
from kuramori.work.requests.models.choices import GapState, Side


class Gap(Owned):
    """One requirement that a partner does not meet (or that we do not meet, where `side` is `asked`).

    `why` is why it is needed, `level` what is asked and `now` what is there (in the pack's levels); `plan` and
    `plan_on` what can be done by when; `interim` how it is kept safe until then; `thread` is the same on both sides.
    `state`, `plan`, `plan_on`, `interim` and `support` are where its moves have led (`rules.requests.gap_states`):
    `turn` is the highest of them, `offer` that of the proposal or evidence that stands. `merged_into`: the gap of the
    same company that goes on instead, since two rows of partners became one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    side = models.CharField(max_length=6, choices=Side.choices)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(
        "requests.Asked", null=True, blank=True, on_delete=models.PROTECT, related_name="gaps"
    )
    visit = models.ForeignKey(
        "requests.PartnerVisit", null=True, blank=True, on_delete=models.PROTECT, related_name="gaps"
    )
    thread = models.UUIDField(default=uuid.uuid4)
    pack_id = models.CharField(max_length=120, blank=True)
    item = models.CharField(max_length=40, blank=True)
    what = models.CharField(max_length=200)
    why = models.CharField(max_length=400, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    now = models.PositiveSmallIntegerField(null=True, blank=True)
    is_critical = models.BooleanField(default=False)
    plan = models.CharField(max_length=400, blank=True)
    plan_on = models.DateField(null=True, blank=True)
    interim = models.CharField(max_length=400, blank=True)
    support = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12, choices=GapState.choices, default=GapState.OPEN)
    their_number = models.CharField(max_length=20, blank=True)
    turn = models.PositiveIntegerField(default=1)
    offer = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_gap_number_once"),
            models.UniqueConstraint(
                fields=["partner", "side", "pack_id", "item"],
                condition=Q(ended_at__isnull=True, side="asking") & ~Q(item=""),
                name="requests_one_open_gap_per_item",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "side", "state"], name="requests_gaps_by_state")]

    def __str__(self) -> str:
        return self.number
